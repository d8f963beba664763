/** State outside React with one way to change it: what a handler reads is always the newest, never a stale render. */
export type Store<State, Event> = {
  read: () => State;
  dispatch: (event: Event) => void;
  /** Calls `listener` after every change; returns how to stop that. */
  subscribe: (listener: () => void) => () => void;
};

/** A store around a pure reducer, in the form that `useSyncExternalStore` takes. */
export function createStore<State, Event>(
  reduce: (state: State, event: Event) => State,
  initial: State,
): Store<State, Event> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    read: () => state,
    dispatch: (event) => {
      const next = reduce(state, event);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
