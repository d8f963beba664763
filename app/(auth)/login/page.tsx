import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { LoginForm } from "@/components/auth/login-form";
import { signInAnswer } from "@/lib/team/queries";
import { isSetupNeeded } from "@/lib/team/setup-needed";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.login"))("title") };
}

/** Anything may stand in the address; only single values are read. */
type LoginPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function LoginPage({ searchParams }: LoginPageProps) {
  if (await isSetupNeeded()) redirect("/setup");
  const t = await getTranslations("auth.login");
  const { callbackUrl, error, minutes } = await searchParams;
  const told = new URLSearchParams({ error: String(error), minutes: String(minutes) });
  return (
    <>
      <h1 className="text-xl font-semibold">{t("title")}</h1>
      <p className="mb-5 text-muted">{t("lead")}</p>
      <LoginForm
        wished={typeof callbackUrl === "string" ? callbackUrl : undefined}
        refusal={error === undefined ? null : signInAnswer(`http://desk.invalid/?${told}`)}
      />
    </>
  );
}
