import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FITTED, fittedSize, panned, toggledZoom, zoomedAt } from "@/components/review/zoom";

const frame = { width: 800, height: 600 };
const phone = { width: 1080, height: 2340 };
const fitted = fittedSize(phone, frame);

describe("fitting", () => {
  it("shows all of a large image and never blows up a small one", () => {
    expect(fitted.height).toBe(600);
    expect(fitted.width).toBeCloseTo(276.9, 1);
    expect(fittedSize({ width: 100, height: 50 }, frame)).toEqual({ width: 100, height: 50 });
  });
});

describe("zooming", () => {
  it("keeps what is under the pointer under it, where the image is larger than the frame", () => {
    const close = zoomedAt(FITTED, 6, { x: 0, y: 0 }, fitted, frame);
    const point = { x: 100, y: -80 };
    const closer = zoomedAt(close, 1.2, point, fitted, frame);
    const under = (view: typeof close) => [(point.x - view.x) / view.scale, (point.y - view.y) / view.scale];
    for (const [at, value] of under(closer).entries())
      expect(value).toBeCloseTo(under(close)[at] ?? Number.NaN, 6);
  });

  it("toggles between fitted and the image's own pixels", () => {
    const own = toggledZoom(FITTED, phone, fitted, frame);
    expect(fitted.width * own.scale).toBeCloseTo(phone.width, 6);
    expect(toggledZoom(own, phone, fitted, frame)).toEqual(FITTED);
  });

  it("never shows a gap at an edge that the image could fill", () => {
    const move = fc.record({
      factor: fc.double({ min: 0.2, max: 5, noNaN: true }),
      x: fc.integer({ min: -400, max: 400 }),
      y: fc.integer({ min: -300, max: 300 }),
    });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 20 }), (moves) => {
        let view = FITTED;
        for (const { factor, x, y } of moves) {
          view = panned(zoomedAt(view, factor, { x, y }, fitted, frame), x * 3, y * 3, fitted, frame);
          expect(view.scale).toBeGreaterThanOrEqual(1);
          const slack = Math.max(0, (fitted.height * view.scale - frame.height) / 2);
          expect(Math.abs(view.y)).toBeLessThanOrEqual(slack + 1e-9);
        }
      }),
    );
  });
});
