"use client";

import clsx from "clsx";
import {
  type PointerEvent,
  type Ref,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { useElementSize } from "@/components/review/use-element-size";
import {
  FITTED,
  fittedSize,
  panned,
  type Size,
  steppedZoom,
  toggledZoom,
  zoomedAt,
} from "@/components/review/zoom";

export type ZoomHandle = { toggle: () => void; step: (direction: 1 | -1) => void };

type ZoomableImageProps = {
  src: string;
  alt: string;
  /** Its pixels, when known before it is loaded. */
  size: Size | null;
  onBroken: () => void;
  ref?: Ref<ZoomHandle>;
};

/** An image fitted into all the room there is; wheel, keys, double click and two fingers zoom, dragging moves it. */
export function ZoomableImage({ src, alt, size, onBroken, ref }: ZoomableImageProps) {
  const frameRef = useRef<HTMLDivElement>(null);
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const frame = useElementSize(frameRef);
  const [loaded, setLoaded] = useState<Size | null>(null);
  const [view, setView] = useState(FITTED);

  const image = loaded ?? size;
  const fitted = image === null || frame === null ? null : fittedSize(image, frame);

  const toggle = (point?: { x: number; y: number }) => {
    if (image !== null && fitted !== null && frame !== null)
      setView((before) => toggledZoom(before, image, fitted, frame, point));
  };
  useImperativeHandle(ref, () => ({
    toggle: () => toggle(),
    step: (direction) => {
      if (fitted !== null && frame !== null)
        setView((before) => steppedZoom(before, direction, fitted, frame));
    },
  }));

  const fromCentre = (event: { clientX: number; clientY: number }) => {
    const box = frameRef.current?.getBoundingClientRect();
    return box === undefined
      ? { x: 0, y: 0 }
      : { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
  };
  const onWheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault();
    const factor = Math.exp(-Math.sign(event.deltaY) * Math.min(Math.abs(event.deltaY), 120) * 0.003);
    const point = fromCentre(event);
    if (fitted !== null && frame !== null)
      setView((before) => zoomedAt(before, factor, point, fitted, frame));
  });
  useEffect(() => {
    const node = frameRef.current;
    // React listens to the wheel passively, which could not keep the page from scrolling along.
    const listen = (event: WheelEvent) => onWheel(event);
    node?.addEventListener("wheel", listen, { passive: false });
    return () => node?.removeEventListener("wheel", listen);
  }, []);

  const onPointerMove = (event: PointerEvent) => {
    const held = pointers.current;
    const before = held.get(event.pointerId);
    if (before === undefined || fitted === null || frame === null) return;
    const [dx, dy] = [event.clientX - before.x, event.clientY - before.y];
    const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
    held.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (other === undefined) return setView((from) => panned(from, dx, dy, fitted, frame));
    const spread = Math.hypot(event.clientX - other.x, event.clientY - other.y);
    const factor = spread / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
    const middle = fromCentre({
      clientX: (event.clientX + other.x) / 2,
      clientY: (event.clientY + other.y) / 2,
    });
    setView((from) => zoomedAt(from, factor, middle, fitted, frame));
  };
  const release = (event: PointerEvent) => pointers.current.delete(event.pointerId);

  const zoomed = view.scale > 1;
  return (
    <div
      ref={frameRef}
      className="absolute inset-0 overflow-hidden select-none"
      style={{ touchAction: zoomed ? "none" : "pan-y", cursor: zoomed ? "grab" : "zoom-in" }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      }}
      onPointerMove={onPointerMove}
      onPointerUp={release}
      onPointerCancel={release}
      onDoubleClick={(event) => toggle(fromCentre(event))}
    >
      {/* The desk re-encodes proof images itself; the framework's optimizer would only copy them once more. */}
      {/* oxlint-disable-next-line nextjs/no-img-element */}
      <img
        src={src}
        alt={alt}
        decoding="sync"
        draggable={false}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          setLoaded({ width: naturalWidth, height: naturalHeight })
        }
        onError={onBroken}
        // Without a ground of its own until it is there: what turns behind it shows that it is on its way.
        className={clsx("absolute top-1/2 left-1/2 max-w-none rounded-md", loaded !== null && "bg-surface")}
        style={
          fitted === null
            ? { visibility: "hidden" }
            : {
                width: fitted.width,
                height: fitted.height,
                transform: `translate(-50%, -50%) translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
              }
        }
      />
    </div>
  );
}
