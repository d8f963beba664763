"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useProblemText } from "@/components/shell/problem-text";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { ApiError } from "@/lib/http/client";
import { setUpDesk, signInWithPassword } from "@/lib/team/queries";
import { type Setup, setupSchema } from "@/lib/team/schema";

type FieldName = keyof Setup;

/** The first owner and the account key, checked here and again by the desk, which tries the key at RapidWorkers. */
export function SetupForm() {
  const t = useTranslations("auth.setup");
  const problemText = useProblemText();
  const [wrong, setWrong] = useState<Partial<Record<FieldName, string>>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, setPending] = useState(false);

  /** The desk's schema says which field is wrong; these words say what would be right. */
  const wrongFields = (fields: readonly FieldName[], typed: Record<FieldName, string>) => {
    const reasons: Record<FieldName, string> = {
      name: t("tooLong"),
      email: t("emailWrong"),
      password: typed.password.length > 12 ? t("tooLong") : t("passwordShort"),
      accountKey: t("keyWrong"),
    };
    return Object.fromEntries(
      fields.map((field) => [field, typed[field].trim() === "" ? t("required") : reasons[field]]),
    );
  };

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    const form = new FormData(event.currentTarget);
    const text = (field: FieldName) => String(form.get(field));
    const typed = {
      name: text("name"),
      email: text("email"),
      password: text("password"),
      accountKey: text("accountKey"),
    };
    const setup = setupSchema.safeParse(typed);
    setProblem(null);
    setWrong(
      setup.success
        ? {}
        : wrongFields(
            setup.error.issues.map(({ path }) => path[0] as FieldName),
            typed,
          ),
    );
    if (!setup.success) return;
    setPending(true);
    try {
      await setUpDesk(setup.data);
      const answer = await signInWithPassword(setup.data.email, setup.data.password);
      if (answer.ok) window.location.assign("/");
      else setProblem(t("signInFailed"));
    } catch (err) {
      const refused = err instanceof ApiError;
      const ofKey = refused && err.problem.code === "key_refused";
      if (ofKey) setWrong({ accountKey: problemText(err) });
      else setProblem(refused ? problemText(err) : t("unreachable"));
    }
    setPending(false);
  };

  return (
    <form method="post" noValidate onSubmit={submit} className="grid gap-6">
      {problem !== null && <Notice tone="error" title={problem} />}
      <fieldset className="grid gap-4">
        <legend className="mb-3 font-semibold">{t("owner")}</legend>
        <Field label={t("name")} hint={t("nameHint")} error={wrong.name}>
          {(control) => <Input {...control} name="name" autoComplete="name" />}
        </Field>
        <Field label={t("email")} error={wrong.email}>
          {(control) => <Input {...control} name="email" type="email" autoComplete="username" />}
        </Field>
        <Field label={t("password")} hint={t("passwordHint")} error={wrong.password}>
          {(control) => <Input {...control} name="password" type="password" autoComplete="new-password" />}
        </Field>
      </fieldset>
      <fieldset className="grid gap-3">
        <legend className="mb-1 font-semibold">{t("key")}</legend>
        <p className="text-muted">{t("keyWhere")}</p>
        <Field label={t("keyLabel")} hint={t("keyHint")} error={wrong.accountKey}>
          {(control) => (
            <Input
              {...control}
              name="accountKey"
              type="password"
              autoComplete="off"
              spellCheck={false}
              className="font-mono"
            />
          )}
        </Field>
      </fieldset>
      <Button type="submit" variant="primary" size="lg" pending={pending}>
        {t("submit")}
      </Button>
    </form>
  );
}
