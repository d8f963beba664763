"use client";

import { NextIntlClientProvider } from "next-intl";
import { type ReactNode, useSyncExternalStore } from "react";
import type { Locale } from "@/lib/i18n/locale";
import type { Messages } from "@/lib/i18n/messages";

const never = () => () => undefined;
const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

type IntlProviderProps = {
  locale: Locale;
  messages: Messages;
  /** The server's time, ISO 8601: the first drawing in the browser shows the same words as the server's. */
  now: string;
  /** The zone of the person's profile; null = the browser's, which only the browser knows. */
  profileZone: string | null;
  children: ReactNode;
};

/** Language and time zone for everything below. */
export function IntlProvider({ locale, messages, now, profileZone, children }: IntlProviderProps) {
  const zone = useSyncExternalStore(never, browserZone, () => "UTC");
  return (
    <NextIntlClientProvider
      locale={locale}
      messages={messages}
      now={new Date(now)}
      timeZone={profileZone ?? zone}
    >
      {children}
    </NextIntlClientProvider>
  );
}
