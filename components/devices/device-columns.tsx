"use client";
import { useTranslations } from "use-intl";
import type { DeviceView } from "@/server/services/devices/schemas";
import type { Column } from "../data/data-table";
import { RowLink } from "../data/row-link";
import { StatusBadge } from "../status/status-badge";
import type { Environment } from "../trpc/api-client";
import { DevIdText } from "../value/dev-id";
import { Missing } from "../value/missing";
import { Time } from "../value/time";

export function useDeviceColumns(environment: Environment): readonly Column<DeviceView>[] {
  const t = useTranslations("devices.column");
  return [
    {
      key: "device",
      header: t("device"),
      // It takes what the others leave, and cuts what does not fit.
      className: "w-full max-w-0",
      cell: (device) => (
        <>
          <RowLink href={`/${environment}/devices/${device.id}`}>
            <DevIdText devId={device.devId} />
          </RowLink>
          <span className="block wrap-anywhere text-muted @4xl:hidden">{modelOf(device)}</span>
        </>
      ),
    },
    {
      key: "model",
      header: t("model"),
      className: "@max-4xl:hidden max-w-52 truncate",
      cell: (device) => modelOf(device) || <Missing />,
    },
    {
      key: "firmware",
      header: t("firmware"),
      className: "@max-4xl:hidden max-w-40 truncate",
      cell: (device) => (device.firmware ? <span className="font-mono">{device.firmware}</span> : <Missing />),
    },
    {
      key: "contact",
      header: t("contact"),
      className: "w-px whitespace-nowrap",
      cell: (device) => <StatusBadge thing="contact" state={device.contact.state} />,
    },
    {
      key: "lastContact",
      header: t("lastContact"),
      className: "max-sm:hidden whitespace-nowrap text-muted",
      cell: (device) => (device.contact.lastContactAt ? <Time at={device.contact.lastContactAt} /> : <Missing />),
    },
    {
      key: "subscriber",
      header: t("subscriber"),
      className: "@max-4xl:hidden whitespace-nowrap",
      cell: (device) => (device.msisdn ? <span className="font-mono">{`+${device.msisdn}`}</span> : <Missing />),
    },
  ];
}

function modelOf(device: DeviceView): string {
  return [device.manufacturer, device.model].filter(Boolean).join(" ");
}
