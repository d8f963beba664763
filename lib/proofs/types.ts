/** Why a picture could not be fetched from its host. */
export type FetchFailure =
  | "not_allowed"
  | "unreachable"
  | "timeout"
  | "too_large"
  | "not_found"
  | "bad_status"
  | "too_many_redirects";

/** Why bytes that were fetched are not shown. */
export type RenderFailure = "not_an_image" | "damaged" | "too_many_pixels";

export type PictureFailure = FetchFailure | RenderFailure;

/** The sizes that pictures are kept in; a proof has `full` and `thumb`, a worker `avatar`. */
export type PictureSize = "full" | "thumb" | "avatar";
