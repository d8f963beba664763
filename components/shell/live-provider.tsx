"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { type Connection, followEvents } from "@/components/shell/event-stream";
import { gatherInvalidations, keysOf } from "@/components/shell/invalidation";

const REFETCH_EVERY_MS = 500;

const ConnectionContext = createContext<Connection>("connecting");

/** One stream of live events for this tab; what they make old is read again. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queryClient = useQueryClient();
  const [connection, setConnection] = useState<Connection>("connecting");

  useEffect(() => {
    const gathering = gatherInvalidations(
      (queryKey) => void queryClient.invalidateQueries({ queryKey }),
      REFETCH_EVERY_MS,
    );
    const stop = followEvents("/api/events", {
      onEvent: (event) => gathering.add(keysOf(event)),
      onGap: () => gathering.add([[]]),
      onConnection: setConnection,
    });
    return () => {
      stop();
      gathering.stop();
    };
  }, [queryClient]);

  return <ConnectionContext value={connection}>{children}</ConnectionContext>;
}

/** Whether live events arrive. */
export const useConnection = (): Connection => useContext(ConnectionContext);
