"use client";
import { useTranslations } from "use-intl";
import type { KnownFirmware } from "@/server/services/devices/schemas";
import { type Column, DataTable } from "../data/data-table";
import { Missing } from "../value/missing";
import { Time } from "../value/time";

/** The update objects of a device's firmware, and what each holds. */
export function FirmwareObjects({ objects }: { readonly objects: readonly KnownFirmware[] }) {
  const t = useTranslations("software");
  const columns: readonly Column<KnownFirmware>[] = [
    {
      key: "root",
      header: t("column.object"),
      className: "w-full max-w-0",
      cell: ({ root, pkgName, pkgVersion }) => (
        <>
          <span className="block wrap-anywhere font-mono">{root}</span>
          <span className="block truncate text-muted sm:hidden">{[pkgName, pkgVersion].filter(Boolean).join(" ")}</span>
        </>
      ),
    },
    {
      key: "package",
      header: t("column.package"),
      className: "max-sm:hidden max-w-60 truncate",
      cell: ({ pkgName, pkgVersion }) => [pkgName, pkgVersion].filter(Boolean).join(" ") || <Missing />,
    },
    {
      key: "state",
      header: t("column.state"),
      className: "max-w-52",
      cell: ({ stateMeaning }) => stateMeaning ?? <Missing />,
    },
    {
      key: "read",
      header: t("column.read"),
      className: "w-px max-sm:hidden whitespace-nowrap text-muted",
      cell: ({ readAt }) => <Time at={readAt} />,
    },
  ];
  if (objects.length === 0) return <p className="p-4 text-muted">{t("noFirmware")}</p>;
  return (
    <DataTable
      caption={t("firmware")}
      columns={columns}
      rows={objects}
      rowKey={({ root }) => root}
      rowCount={objects.length}
    />
  );
}
