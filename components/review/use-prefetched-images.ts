"use client";

import { useEffect, useRef } from "react";
import type { Submission } from "@/lib/mirror/schema";

const KEPT = 40;

/** Fetches and decodes the images of the submissions to come, so that the next proof stands there in the same frame. */
export function usePrefetchedImages(upcoming: readonly Submission[]): void {
  const kept = useRef(new Map<string, HTMLImageElement>());
  useEffect(() => {
    for (const { full } of upcoming.flatMap((submission) => submission.images)) {
      if (kept.current.has(full)) continue;
      const image = new Image();
      image.src = full;
      // A broken image is told where it is shown, with its reason.
      image.decode().catch(() => kept.current.delete(full));
      kept.current.set(full, image);
    }
    for (const address of [...kept.current.keys()].slice(0, -KEPT)) kept.current.delete(address);
  }, [upcoming]);
}
