"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { returnPath } from "@/components/auth/return-path";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { type SignInAnswer, signInWithPassword } from "@/lib/team/queries";

type LoginFormProps = {
  /** Where the person wanted to go. */
  wished: string | undefined;
  /** The refusal that the address tells of. */
  refusal: SignInAnswer | null;
};

/** E-mail and password. What was typed stays when it is refused. */
export function LoginForm({ wished, refusal }: LoginFormProps) {
  const t = useTranslations("auth.login");
  const [answer, setAnswer] = useState<SignInAnswer | null>(refusal);
  const [pending, setPending] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    const typed = new FormData(event.currentTarget);
    setPending(true);
    setAnswer(null);
    const answered = await signInWithPassword(String(typed.get("email")), String(typed.get("password")));
    if (answered.ok) {
      // A fresh page, so that nothing remembered of an earlier person is shown.
      window.location.assign(returnPath(wished, window.location.origin));
      return;
    }
    setPending(false);
    setAnswer(answered);
    if (answered.reason === "wrong") password.current?.select();
  };

  return (
    // POST, so that a form sent before its script is there puts no password into the address.
    <form method="post" onSubmit={submit} className="grid gap-4">
      {answer?.ok === false && (
        <Notice
          tone="error"
          title={answer.reason === "tooMany" ? t("tooMany", { minutes: answer.minutes }) : t(answer.reason)}
        />
      )}
      <Field label={t("email")}>
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            required
            // Signing in is all that this page is for.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
          />
        )}
      </Field>
      <Field label={t("password")}>
        {(control) => (
          <Input
            {...control}
            ref={password}
            name="password"
            type="password"
            autoComplete="current-password"
            required
          />
        )}
      </Field>
      <Button type="submit" variant="primary" size="lg" pending={pending}>
        {t("submit")}
      </Button>
    </form>
  );
}
