"use client";

import clsx from "clsx";
import { ImageOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { type Ref, useImperativeHandle, useRef, useState } from "react";
import { BrokenImage } from "@/components/review/broken-image";
import { ZoomableImage, type ZoomHandle } from "@/components/review/zoomable-image";
import { Kbd } from "@/components/ui/kbd";
import { Spinner } from "@/components/ui/spinner";
import type { Submission } from "@/lib/mirror/schema";

export type ProofImagesHandle = ZoomHandle & { select: (index: number) => void };

type ProofImagesProps = { submission: Pick<Submission, "id" | "images">; ref?: Ref<ProofImagesHandle> };

/** The images of one proof in a flex column: one in all the room there is, the others in a strip below. Mount it anew per submission. */
export function ProofImages({ submission: { id, images }, ref }: ProofImagesProps) {
  const t = useTranslations("review");
  const zoom = useRef<ZoomHandle>(null);
  const [index, setIndex] = useState(0);
  const [tries, setTries] = useState(0);
  const [broken, setBroken] = useState<ReadonlySet<string>>(new Set());
  const select = (wanted: number) => {
    if (images[wanted] !== undefined) setIndex(wanted);
  };
  useImperativeHandle(ref, () => ({
    select,
    toggle: () => zoom.current?.toggle(),
    step: (direction) => zoom.current?.step(direction),
  }));

  const image = images[index];
  if (image === undefined)
    return (
      <div className="grid flex-1 place-items-center gap-2 rounded-md border border-dashed border-line text-muted">
        <p className="flex items-center gap-2">
          <ImageOff aria-hidden className="size-4" />
          {t("images.none")}
        </p>
      </div>
    );
  const retry = () => {
    setTries(tries + 1);
    setBroken(new Set([...broken].filter((other) => other !== image.id)));
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-2">
      <div className="relative min-h-0 flex-1 overflow-hidden rounded-md bg-sunken">
        {broken.has(image.id) ? (
          <BrokenImage key={tries} address={image.full} onRetry={retry} />
        ) : (
          <>
            <span className="absolute inset-0 grid animate-appear place-items-center text-muted">
              <Spinner />
            </span>
            <ZoomableImage
              key={`${image.id}/${tries}`}
              ref={zoom}
              src={tries === 0 ? image.full : withRetry(image.full)}
              alt={t("images.alt", { number: index + 1, count: images.length, id })}
              size={
                image.width === null || image.height === null
                  ? null
                  : { width: image.width, height: image.height }
              }
              onBroken={() => setBroken(new Set([...broken, image.id]))}
            />
          </>
        )}
      </div>
      {images.length > 1 && (
        <ul aria-label={t("images.strip")} className="flex shrink-0 gap-2 overflow-x-auto p-0.5">
          {images.map((other, at) => (
            <li key={other.id}>
              <button
                type="button"
                aria-label={t("images.show", { number: at + 1 })}
                aria-current={at === index}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => select(at)}
                className={clsx(
                  "relative block size-14 overflow-hidden rounded-md border-2 bg-sunken",
                  at === index ? "border-accent" : "border-transparent",
                )}
              >
                {/* oxlint-disable-next-line nextjs/no-img-element -- see ZoomableImage */}
                <img src={other.thumbnail} alt="" className="size-full object-cover" />
                {at < 9 && <Kbd className="absolute right-0.5 bottom-0.5 bg-raised text-ink">{at + 1}</Kbd>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The same image, with the wish that the desk fetches it again now instead of answering what it remembers. */
function withRetry(address: string): string {
  return `${address}${address.includes("?") ? "&" : "?"}retry=1`;
}
