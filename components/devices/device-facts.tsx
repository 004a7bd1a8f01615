"use client";
import { useTranslations } from "use-intl";
import type { DeviceView } from "@/server/services/devices/schemas";
import { Card } from "../ui/card";
import { CopyButton } from "../value/copy-button";
import { type Fact, FactList } from "../value/fact-list";
import { Id } from "../value/id";
import { Time } from "../value/time";

export function DeviceFacts({ device }: { readonly device: DeviceView }) {
  const t = useTranslations("device.fact");
  const mono = (text: string | null) => (text === null ? null : <span className="font-mono text-sm">{text}</span>);
  const number = (text: string | null, what: string) =>
    text === null ? null : (
      <>
        {mono(text)}
        <CopyButton text={text} what={what} />
      </>
    );
  const facts: readonly Fact[] = [
    { label: t("manufacturer"), value: device.manufacturer },
    { label: t("model"), value: device.model },
    { label: t("firmware"), value: mono(device.firmware) },
    { label: t("software"), value: mono(device.software) },
    { label: t("hardware"), value: mono(device.hardware) },
    { label: t("dmVersion"), value: mono(device.dmVersion) },
    { label: t("language"), value: device.language },
  ];
  const subscriber: readonly Fact[] = [
    { label: "MSISDN", value: number(device.msisdn && `+${device.msisdn}`, "MSISDN") },
    { label: "IMSI", value: number(device.imsi, "IMSI") },
    { label: t("timeZone"), value: device.timeZone },
  ];
  const record: readonly Fact[] = [
    { label: t("id"), value: <Id id={device.id} what={t("idName")} /> },
    { label: t("registered"), value: <Time at={device.registeredAt} explain /> },
    { label: t("tags"), value: device.tags.length === 0 ? null : <Tags tags={device.tags} /> },
  ];
  return (
    <div className="flex flex-col gap-5">
      <Card title={t("device")}>
        <FactList facts={facts} />
      </Card>
      <Card title={t("subscriber")}>
        <FactList facts={subscriber} />
      </Card>
      <Card title={t("record")}>
        <FactList facts={record} />
      </Card>
    </div>
  );
}

function Tags({ tags }: { readonly tags: readonly string[] }) {
  return (
    <ul className="flex flex-wrap gap-1">
      {tags.map((tag) => (
        <li key={tag} className="rounded-full bg-neutral-tint px-2 text-neutral-text text-xs leading-5">
          {tag}
        </li>
      ))}
    </ul>
  );
}
