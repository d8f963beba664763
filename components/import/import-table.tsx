"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import clsx from "clsx";
import { useFormatter, useTranslations } from "next-intl";
import { type ReactNode, useRef, useState } from "react";
import { firstShow, ROW_SHOWS, rowsShown } from "@/components/import/import-rows";
import { Badge } from "@/components/ui/badge";
import { Chip, ChipGroup } from "@/components/ui/chip";
import type { Tone } from "@/components/ui/tone";
import type { ImportRow } from "@/lib/decisions/bulk/schema";

const ROW_HEIGHT = 40;
const OVERSCAN = 12;
const COLUMNS =
  "grid grid-cols-[4rem_6rem_minmax(0,1fr)_7rem_minmax(0,2fr)] max-sm:grid-cols-[3rem_1fr_7rem]";

/** What each row of a spreadsheet would do, and why some are refused; thousands of rows cost as much as twenty. */
export function ImportTable({ rows }: { rows: readonly ImportRow[] }) {
  "use no memo"; // The virtualizer is one object that changes: what the compiler keeps of it would stand still.
  const t = useTranslations("bulk.import");
  const format = useFormatter();
  const [show, setShow] = useState(() => firstShow(rows));
  const shown = rowsShown(rows, show);
  const box = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- said above
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
  });
  return (
    <div className="grid gap-2">
      <ChipGroup label={t("show.label")}>
        {ROW_SHOWS.map((one) => (
          <Chip
            key={one}
            pressed={show === one}
            count={format.number(rowsShown(rows, one).length)}
            onClick={() => {
              setShow(one);
              virtual.scrollToOffset(0);
            }}
          >
            {t(`show.${one}`)}
          </Chip>
        ))}
      </ChipGroup>
      <div
        ref={box}
        // A table of elements that are placed by hand needs its roles said.
        role="table"
        aria-label={t("rows")}
        aria-rowcount={shown.length + 1}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys
        tabIndex={0}
        className="max-h-[44vh] min-h-24 overflow-y-auto rounded-md border border-line text-sm"
      >
        <div role="rowgroup" className="sticky top-0 z-1 bg-sunken">
          <div role="row" aria-rowindex={1} className={clsx(COLUMNS, "h-8 items-center text-xs text-muted")}>
            <HeadCell>{t("head.line")}</HeadCell>
            <HeadCell wide>{t("head.submission")}</HeadCell>
            <HeadCell>{t("head.worker")}</HeadCell>
            <HeadCell>{t("head.outcome")}</HeadCell>
            <HeadCell wide>{t("head.why")}</HeadCell>
          </div>
        </div>
        <div role="rowgroup" style={{ height: virtual.getTotalSize() }} className="relative">
          {virtual.getVirtualItems().map(({ index, start, key }) => {
            const row = shown[index];
            return (
              row !== undefined && (
                <Row key={key} row={row} index={index} style={{ transform: `translateY(${start}px)` }} />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

const TONES: Record<ImportRow["outcome"], Tone> = {
  approve: "approve",
  reject: "reject",
  skip: "neutral",
  refused: "conflict",
};

const CODES = [
  "unknown_submission",
  "already_decided",
  "decided_on_rapidworkers",
  "no_notes",
  "bad_verdict",
  "twice",
  "bad_row",
] as const;

function Row({ row, index, style }: { row: ImportRow; index: number; style: { transform: string } }) {
  const t = useTranslations("bulk.import");
  const code = CODES.find((one) => one === row.code);
  const why = code === undefined ? (row.code ?? row.notes) : t(`codes.${code}`);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      style={{ ...style, height: ROW_HEIGHT }}
      className={clsx(COLUMNS, "absolute inset-x-0 items-center border-b border-line")}
    >
      <Cell className="text-muted tabular-nums">{row.line}</Cell>
      <Cell wide className="tabular-nums">
        {row.submissionId !== null && t("id", { id: row.submissionId })}
      </Cell>
      <Cell>
        <bdi title={row.worker ?? undefined}>{row.worker}</bdi>
      </Cell>
      <Cell>
        <Badge tone={TONES[row.outcome]}>{t(`outcomes.${row.outcome}`)}</Badge>
      </Cell>
      <Cell wide className={row.outcome === "refused" ? undefined : "text-muted"}>
        <bdi title={why ?? undefined}>{why}</bdi>
      </Cell>
    </div>
  );
}

type CellProps = { children: ReactNode; wide?: boolean; className?: string | undefined };

/** `wide`: only where there is room for it. */
function Cell({ children, wide = false, className }: CellProps) {
  return (
    <span role="cell" className={clsx("truncate px-2", wide && "max-sm:hidden", className)}>
      {children}
    </span>
  );
}

function HeadCell({ children, wide = false }: CellProps) {
  return (
    <span role="columnheader" className={clsx("truncate px-2", wide && "max-sm:hidden")}>
      {children}
    </span>
  );
}
