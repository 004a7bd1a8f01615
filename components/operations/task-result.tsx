"use client";
import Link from "next/link";
import { useTranslations } from "use-intl";
import type { Environment } from "../trpc/api-client";
import type { TaskView } from "../trpc/views";
import { Card } from "../ui/card";
import { CopyButton } from "../value/copy-button";
import { Missing } from "../value/missing";
import { StatusCode } from "../value/status-code";
import { useOwnStatusWords, useStatusWords } from "../value/use-status-words";
import { FirmwareResult } from "./firmware-result";
import { type ShownResult, shownResult } from "./result-shapes";
import { InventoryResult, SoftwareResult } from "./software-result";
import { ValueTable } from "./value-table";

interface TaskResultProps {
  readonly environment: Environment;
  readonly task: TaskView;
}

/** What came of a task, in the form of its kind. */
export function TaskResult({ environment, task }: TaskResultProps) {
  const t = useTranslations("result");
  if (task.result === null || task.result === undefined) return null;
  const shown = shownResult(task.kind, task.result);
  return (
    <Card
      title={t("title")}
      aside={<CopyButton text={JSON.stringify(task.result, null, 2)} what={t("copyName")} />}
      flush={shown.form === "read" || shown.form === "changed"}
    >
      <ResultBody shown={shown} deviceHref={`/${environment}/devices/${task.deviceId}`} />
    </Card>
  );
}

function ResultBody({ shown, deviceHref }: { readonly shown: ShownResult; readonly deviceHref: string }) {
  const t = useTranslations("result");
  const codes = shown.form === "read" || shown.form === "changed" ? shown.values.map((value) => value.status ?? 0) : [];
  const meaningOf = useStatusWords(codes);
  const own = useOwnStatusWords();
  switch (shown.form) {
    case "read":
      return (
        <ValueTable
          caption={t("readCaption")}
          headers={[t("value"), t("format")]}
          rows={shown.values.map((value) => ({
            uri: value.uri,
            cells: [
              value.value === null ? (
                <StatusCode key="status" code={value.status} meaning={meaningOf(value.status)} />
              ) : (
                <Literal key="value" text={value.value} />
              ),
              value.format ? (
                <span key="format" className="font-mono text-muted text-xs">
                  {value.format}
                </span>
              ) : (
                <Missing key="format" />
              ),
            ],
          }))}
        />
      );
    case "changed":
      return (
        <ValueTable
          caption={t("changedCaption")}
          headers={[...shown.facts.map((fact) => t(fact)), t("answer")]}
          rows={shown.values.map((value) => ({
            uri: value.uri,
            cells: [
              ...shown.facts.map((fact) => <ChangedFact key={fact} fact={value[fact] ?? null} />),
              <StatusCode
                key="status"
                code={value.status}
                meaning={value.status === null ? t("notSent") : meaningOf(value.status)}
              />,
            ],
          }))}
        />
      );
    case "executed":
      return (
        <div className="flex flex-col gap-2">
          <StatusCode code={shown.status} meaning={own(shown.status)?.meaning ?? shown.meaning} />
          {shown.reported === null ? null : (
            <p>
              {t("reported")} <Literal text={shown.reported} />
            </p>
          )}
        </div>
      );
    case "discovered":
      return (
        <p>
          {t(shown.truncated ? "discoveredPart" : "discovered", { n: shown.nodes })}{" "}
          <Link href={`${deviceHref}?tab=tree`} className="text-link hover:underline">
            {t("openTree")}
          </Link>
        </p>
      );
    case "firmware":
      return <FirmwareResult outcome={shown.outcome} />;
    case "software":
      return <SoftwareResult outcome={shown.outcome} removed={shown.removed} />;
    case "inventory":
      return <InventoryResult {...shown} href={`${deviceHref}?tab=software`} />;
    case "data":
      return (
        <pre className="whitespace-pre-wrap wrap-anywhere font-mono text-sm">{JSON.stringify(shown.data, null, 2)}</pre>
      );
  }
}

function ChangedFact({ fact }: { readonly fact: string | boolean | null }) {
  const t = useTranslations("result");
  if (fact === null) return <Missing />;
  return typeof fact === "string" ? <Literal text={fact} /> : <span>{t(fact ? "yes" : "no")}</span>;
}

function Literal({ text }: { readonly text: string }) {
  const t = useTranslations("value");
  return text === "" ? (
    <span className="text-muted">{t("empty")}</span>
  ) : (
    <span className="min-w-0 font-mono">{text}</span>
  );
}
