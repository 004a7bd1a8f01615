import type { ReactNode } from "react";
import { cx } from "../ui/cx";

export interface Column<Row> {
  readonly key: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** Width, and where the table is too narrow for it, such as `@max-4xl:hidden w-40`. */
  readonly className?: string;
}

interface DataTableProps<Row> {
  /** What the table is, for readers; shown nowhere. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Rows in all; -1 while more may come. */
  readonly rowCount: number;
}

/** A plain table. The first column names the row and holds its link, which RowLink stretches over the row. */
export function DataTable<Row>({ caption, columns, rows, rowKey, rowCount }: DataTableProps<Row>) {
  return (
    // What there is room for depends on what stands beside the table, not on the screen alone.
    <div className="@container">
      <table className="w-full border-collapse text-start text-sm" aria-rowcount={rowCount < 0 ? -1 : rowCount + 1}>
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr aria-rowindex={1} className="border-hairline border-b bg-bg">
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={cx("h-9 px-4 text-start font-medium text-muted whitespace-nowrap", column.className)}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr
              key={rowKey(row)}
              aria-rowindex={i + 2}
              className="relative border-hairline border-b transition-colors last:border-b-0 focus-within:bg-hover hover:bg-hover"
            >
              {columns.map((column, place) => {
                const Cell = place === 0 ? "th" : "td";
                return (
                  <Cell
                    key={column.key}
                    {...(place === 0 ? { scope: "row" } : {})}
                    className={cx("row-height px-4 py-1.5 text-start font-normal", column.className)}
                  >
                    {column.cell(row)}
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
