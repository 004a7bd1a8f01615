"use client";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Fact } from "../value/fact-list";
import { StatusCode } from "../value/status-code";
import type { FirmwareOutcome } from "./result-shapes";

/** What the device itself said of firmware or software: code, meaning, and its own words where it has any. */
export function useReportFacts({
  code,
  meaning,
  detail,
}: Pick<FirmwareOutcome, "code" | "meaning" | "detail">): Fact[] {
  const t = useTranslations("result.report");
  return [
    { label: t("reported"), value: code === null ? meaning || null : <StatusCode code={code} meaning={meaning} /> },
    ...(detail ? [{ label: t("detail"), value: literal(detail) }] : []),
  ];
}

/** A word of the device, such as a version, as it is. */
export function literal(text: string | null): ReactNode {
  return text === null ? null : <span className="break-all font-mono">{text}</span>;
}
