"use client";

import { PageFailure, type PageFailureProps } from "@/components/shell/page-failure";

/** A page of the desk failed; the frame around it stays. */
export default function DeskError(props: PageFailureProps) {
  return <PageFailure {...props} />;
}
