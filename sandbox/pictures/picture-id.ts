import { type PageKind, pageKinds } from "@/sandbox/market/types";
import { hashText, type Random } from "@/sandbox/random";

/**
 * A picture's id says all that is drawn, so nothing is stored for it: `survey3-9f3a12bc`, and for what cheats hand in
 * `survey3-9f3a12bc-x4d1e`: a letter for the kind of copy, then a number that only makes the address different.
 */
const copyLetters = {
  x: "exact",
  q: "recompressed",
  h: "half-size",
  c: "cropped",
  n: "doctored",
} as const;

export type CopyLetter = keyof typeof copyLetters;
export const alterations: readonly CopyLetter[] = ["q", "h", "c", "n"];

export type PictureId = { page: PageKind; theme: number; seed: string; copy: CopyLetter | null };

const shape = /^([a-z]+)(\d)-([0-9a-f]{8})(?:-([xqhcn])[0-9a-f]{4})?$/;

/** Reads an id; null for anything that is not one. */
export function readPictureId(id: string): PictureId | null {
  const match = shape.exec(id);
  const page = pageKinds.find((kind) => kind === match?.[1]);
  if (!match || !page) return null;
  const copy = (Object.keys(copyLetters) as CopyLetter[]).find((letter) => letter === match[4]) ?? null;
  return { page, theme: Number(match[2]), seed: match[3] ?? "", copy };
}

/** The id of a picture that nobody has handed in yet. */
export function newPicture(random: Random, page: PageKind, theme: number): string {
  return `${page}${theme % 10}-${hex(random, 8)}`;
}

/** Another address for the very same bytes (of an altered copy: the same alteration). */
export function exactCopy(random: Random, picture: string): string {
  const known = readPictureId(picture);
  return `${original(picture)}-${known?.copy ?? "x"}${hex(random, 4)}`;
}

/** A changed copy of a picture's original. */
export function alteredCopy(random: Random, picture: string, letter: CopyLetter): string {
  return `${original(picture)}-${letter}${hex(random, 4)}`;
}

/** The file name under /images/: about a third of the originals are PNG, recompressed and shrunk copies always JPEG. */
export function pictureFile(picture: string): string {
  const known = readPictureId(picture);
  const reencoded = known?.copy === "q" || known?.copy === "h";
  const png = !reencoded && hashText(`format:${original(picture)}`) % 10 < 3;
  return `${picture}.${png ? "png" : "jpg"}`;
}

/** For the truth in tests: the id, the original that it shows, and how it was copied ("original" if it was not). */
export function describePicture(picture: string) {
  const copy = readPictureId(picture)?.copy;
  return {
    id: picture,
    file: pictureFile(picture),
    original: original(picture),
    copy: copy ? copyLetters[copy] : "original",
  };
}

function original(picture: string): string {
  return picture.split("-").slice(0, 2).join("-");
}

function hex(random: Random, length: number): string {
  return random
    .integer(0, 16 ** length - 1)
    .toString(16)
    .padStart(length, "0");
}
