"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { CSV_MOST, textOf } from "@/components/import/read-file";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";

/** Above this a text is only counted: a text field with megabytes in it stops the page. */
const SHOWN_MOST = 200_000;

/** Where the spreadsheet comes from: a file, or what is pasted. */
export function ImportSource({ csv, onCsv }: { csv: string; onCsv: (csv: string) => void }) {
  const t = useTranslations("bulk.import");
  const [tooLong, setTooLong] = useState(false);
  const take = (text: string) => {
    setTooLong(text.length > CSV_MOST);
    onCsv(text.length > CSV_MOST ? "" : text);
  };
  return (
    <>
      <Field label={t("file")} error={tooLong ? t("tooLong") : undefined}>
        {(control) => (
          <Input
            {...control}
            type="file"
            accept=".csv,.tsv,.txt,text/csv,text/plain"
            className="h-auto! py-1"
            onChange={({ target }) => {
              const [file] = target.files ?? [];
              if (file !== undefined) void textOf(file).then(take);
            }}
          />
        )}
      </Field>
      {csv.length > SHOWN_MOST ? (
        <p className="text-muted">{t("read", { count: csv.length })}</p>
      ) : (
        <Field label={t("paste")} hint={t("columns")}>
          {(control) => (
            <Textarea
              {...control}
              rows={6}
              spellCheck={false}
              value={csv}
              onChange={({ target }) => take(target.value)}
              className="max-h-64 font-mono"
            />
          )}
        </Field>
      )}
    </>
  );
}
