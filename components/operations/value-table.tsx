"use client";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

interface ValueTableProps {
  readonly caption: string;
  /** Of the columns after the node. */
  readonly headers: readonly string[];
  readonly rows: readonly { readonly uri: string; readonly cells: readonly ReactNode[] }[];
}

/** Nodes and what was read of or written to each. Where there is little room a node stands over its values. */
export function ValueTable({ caption, headers, rows }: ValueTableProps) {
  const t = useTranslations("result");
  return (
    <div className="@container">
      <table className="w-full text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead className="@max-2xl:sr-only">
          <tr className="border-hairline border-b bg-bg">
            {[t("node"), ...headers].map((header) => (
              <th key={header} scope="col" className="h-9 px-4 text-start font-medium text-muted">
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr
              // biome-ignore lint/suspicious/noArrayIndexKey: a script may read a node twice; rows never move
              key={`${place} ${row.uri}`}
              className="border-hairline border-b last:border-b-0 @max-2xl:flex @max-2xl:flex-col @max-2xl:py-2"
            >
              <th
                scope="row"
                className="px-4 py-2 text-start align-top font-mono font-normal text-muted @2xl:max-w-44 @2xl:break-words @max-2xl:wrap-anywhere @max-2xl:py-0.5"
              >
                {row.uri}
              </th>
              {row.cells.map((cell, i) => (
                <td
                  key={headers[i]}
                  className="px-4 py-2 align-top @2xl:max-w-44 @2xl:break-words @max-2xl:flex @max-2xl:wrap-anywhere @max-2xl:gap-2 @max-2xl:py-0.5"
                >
                  <span className="w-16 shrink-0 text-muted @2xl:hidden">{headers[i]}</span>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
