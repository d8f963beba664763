"use client";

import { PageFailure, type PageFailureProps } from "@/components/shell/page-failure";

/** A page failed together with its frame: without the database there are no figures for the header either. */
export default function RootError(props: PageFailureProps) {
  return (
    <main className="grid min-h-dvh place-items-center">
      <PageFailure {...props} />
    </main>
  );
}
