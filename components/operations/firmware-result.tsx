"use client";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { FactList } from "../value/fact-list";
import { StatusCode } from "../value/status-code";
import type { FirmwareOutcome } from "./result-shapes";

/** What the device reported, beside the versions that were read: the proof does not rest on what it says. */
export function FirmwareResult({ outcome }: { readonly outcome: FirmwareOutcome }) {
  const t = useTranslations("result.firmware");
  const { code, meaning, fromVersion, toVersion, seenVersion, stateMeaning, detail } = outcome;
  return (
    <FactList
      facts={[
        { label: t("reported"), value: code === null ? meaning || null : <StatusCode code={code} meaning={meaning} /> },
        ...(detail ? [{ label: t("detail"), value: literal(detail) }] : []),
        { label: t("from"), value: literal(fromVersion) },
        { label: t("to"), value: literal(toVersion) },
        { label: t("seen"), value: literal(seenVersion) },
        { label: t("state"), value: stateMeaning },
      ]}
    />
  );
}

function literal(text: string | null): ReactNode {
  return text === null ? null : <span className="break-all font-mono">{text}</span>;
}
