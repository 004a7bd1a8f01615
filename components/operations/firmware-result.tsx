"use client";
import { useTranslations } from "use-intl";
import { FactList } from "../value/fact-list";
import { literal, useReportFacts } from "./report-facts";
import type { FirmwareOutcome } from "./result-shapes";

/** What the device reported, beside the versions that were read: the proof does not rest on what it says. */
export function FirmwareResult({ outcome }: { readonly outcome: FirmwareOutcome }) {
  const t = useTranslations("result.firmware");
  const reported = useReportFacts(outcome);
  const { fromVersion, toVersion, seenVersion, stateMeaning } = outcome;
  return (
    <FactList
      facts={[
        ...reported,
        { label: t("from"), value: literal(fromVersion) },
        { label: t("to"), value: literal(toVersion) },
        { label: t("seen"), value: literal(seenVersion) },
        { label: t("state"), value: stateMeaning },
      ]}
    />
  );
}
