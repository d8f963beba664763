import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";

/** A quiet column for pages without a signed-in person. */
export default async function AuthLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("common");
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center px-4 py-10">
      <p className="mb-4 text-lg font-semibold tracking-tight">{t("brand")}</p>
      <div className="rounded-md border border-line bg-surface p-6">{children}</div>
    </main>
  );
}
