/** How an image is shown in its frame: `scale` 1 fits it; `x` and `y` move its centre, in pixels of the screen. */
export type View = { scale: number; x: number; y: number };
export type Size = { width: number; height: number };
type Point = { x: number; y: number };

export const FITTED: View = { scale: 1, x: 0, y: 0 };
const MAX_SCALE = 12;
const STEP = 1.4;

/** The size of an image that is fitted into a frame without being cut; never larger than its own pixels. */
export function fittedSize(image: Size, frame: Size): Size {
  const ratio = Math.min(frame.width / image.width, frame.height / image.height, 1);
  return { width: image.width * ratio, height: image.height * ratio };
}

/**
 * Zooms by `factor` so that what lies under `point` (measured from the frame's centre) stays under it. The scale stays
 * between fitted and twelve times that, and the image never leaves the frame.
 */
export function zoomedAt(view: View, factor: number, point: Point, fitted: Size, frame: Size): View {
  const scale = Math.min(MAX_SCALE, Math.max(1, view.scale * factor));
  const grown = scale / view.scale;
  return withinFrame(
    { scale, x: point.x - (point.x - view.x) * grown, y: point.y - (point.y - view.y) * grown },
    fitted,
    frame,
  );
}

/** One step in or out around the middle, for the + and − keys. */
export function steppedZoom(view: View, direction: 1 | -1, fitted: Size, frame: Size): View {
  return zoomedAt(view, direction === 1 ? STEP : 1 / STEP, { x: 0, y: 0 }, fitted, frame);
}

/** Fitted ↔ the image's own pixels around `point`; an image that is fitted at its own size is doubled. */
export function toggledZoom(view: View, image: Size, fitted: Size, frame: Size, point: Point = FITTED): View {
  if (view.scale > 1) return FITTED;
  const own = image.width / fitted.width;
  return zoomedAt(FITTED, own > 1.1 ? own : 2, point, fitted, frame);
}

/** Moves the image by a drag of (dx, dy) pixels. */
export function panned(view: View, dx: number, dy: number, fitted: Size, frame: Size): View {
  return withinFrame({ ...view, x: view.x + dx, y: view.y + dy }, fitted, frame);
}

/** Keeps the image over the frame: an axis on which it is smaller than the frame is centred. */
function withinFrame(view: View, fitted: Size, frame: Size): View {
  const slackX = Math.max(0, (fitted.width * view.scale - frame.width) / 2);
  const slackY = Math.max(0, (fitted.height * view.scale - frame.height) / 2);
  return {
    scale: view.scale,
    x: Math.min(slackX, Math.max(-slackX, view.x)),
    y: Math.min(slackY, Math.max(-slackY, view.y)),
  };
}
