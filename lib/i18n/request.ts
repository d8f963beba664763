import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import { getRequestConfig } from "next-intl/server";
import { cache } from "react";
import { pickLocale } from "@/lib/i18n/locale";
import { MESSAGES } from "@/lib/i18n/messages";
import { log } from "@/lib/log";
import type { Person } from "@/lib/team/actor";
import { currentPerson } from "@/lib/team/current-person";

/** The language and time zone that the signed-in person chose; nothing for everybody else. */
export const readProfile = cache(async (): Promise<Pick<Person, "locale" | "timeZone">> => {
  const nothing = { locale: null, timeZone: null };
  try {
    return (await currentPerson()) ?? nothing;
  } catch (err) {
    // What Next throws to say that a page depends on its request is not ours to catch.
    unstable_rethrow(err);
    // Without a database the page that says so must still find its words.
    log().warn({ err }, "the language of a person could not be read");
    return nothing;
  }
});

/** Language, messages and zone of one request. The zone UTC stands in until the browser names its own. */
export default getRequestConfig(async () => {
  const profile = await readProfile();
  const locale = pickLocale(profile.locale, (await headers()).get("accept-language"));
  return { locale, messages: MESSAGES[locale], timeZone: profile.timeZone ?? "UTC", now: new Date() };
});
