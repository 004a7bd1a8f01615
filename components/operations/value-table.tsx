"use client";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

interface ValueTableProps {
  readonly caption: string;
  /** Of the columns after the node. */
  readonly headers: readonly string[];
  readonly rows: readonly { readonly uri: string; readonly cells: readonly ReactNode[] }[];
}

/** Nodes and what was read of or written to each. On narrow screens a node stands over its values. */
export function ValueTable({ caption, headers, rows }: ValueTableProps) {
  const t = useTranslations("result");
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead className="max-sm:sr-only">
        <tr className="border-hairline border-b bg-bg">
          {[t("node"), ...headers].map((header) => (
            <th key={header} scope="col" className="h-9 px-4 text-start font-medium text-muted">
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={row.uri}
            className="border-hairline border-b last:border-b-0 max-sm:flex max-sm:flex-col max-sm:py-2"
          >
            <th
              scope="row"
              className="break-all px-4 py-2 text-start align-top font-mono font-normal text-muted sm:min-w-36 max-sm:py-0.5"
            >
              {row.uri}
            </th>
            {row.cells.map((cell, i) => (
              <td key={headers[i]} className="px-4 py-2 align-top sm:min-w-28 max-sm:flex max-sm:gap-2 max-sm:py-0.5">
                <span className="w-16 shrink-0 text-muted sm:hidden">{headers[i]}</span>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
