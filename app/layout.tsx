import type { Metadata, Viewport } from "next";
import { getLocale, getMessages, getNow, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { IntlProvider } from "@/components/shell/intl-provider";
import { Providers } from "@/components/shell/providers";
import { readProfile } from "@/lib/i18n/request";
import "@/app/globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const brand = (await getTranslations("common"))("brand");
  return {
    title: { default: brand, template: `%s · ${brand}` },
    robots: { index: false, follow: false },
    icons: "/icon.svg",
  };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  colorScheme: "light dark",
};

/** Language, styles and providers around every page. Never prerendered: language and nonce belong to the request. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await getLocale();
  return (
    <html lang={locale}>
      <body className="min-h-dvh antialiased">
        <IntlProvider
          locale={locale}
          messages={await getMessages()}
          now={(await getNow()).toISOString()}
          profileZone={(await readProfile()).timeZone}
        >
          <Providers>{children}</Providers>
        </IntlProvider>
      </body>
    </html>
  );
}
