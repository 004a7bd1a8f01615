"use client";
import Link from "next/link";
import { useTranslations } from "use-intl";
import type { Environment } from "../trpc/api-client";
import type { TaskView } from "../trpc/views";
import { Card } from "../ui/card";
import { CopyButton } from "../value/copy-button";
import { Missing } from "../value/missing";
import { StatusCode } from "../value/status-code";
import { useStatusWords } from "../value/use-status-words";
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
      flush={shown.form === "read" || shown.form === "set"}
    >
      <ResultBody shown={shown} deviceHref={`/${environment}/devices/${task.deviceId}`} />
    </Card>
  );
}

function ResultBody({ shown, deviceHref }: { readonly shown: ShownResult; readonly deviceHref: string }) {
  const t = useTranslations("result");
  const codes = shown.form === "read" || shown.form === "set" ? shown.values.map((value) => value.status) : [];
  const meaningOf = useStatusWords(codes);
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
    case "set":
      return (
        <ValueTable
          caption={t("setCaption")}
          headers={[t("before"), t("after"), t("answer")]}
          rows={shown.values.map((value) => ({
            uri: value.uri,
            cells: [
              value.before === null ? <Missing key="before" /> : <Literal key="before" text={value.before} />,
              value.after === null ? <Missing key="after" /> : <Literal key="after" text={value.after} />,
              <StatusCode key="status" code={value.status} meaning={meaningOf(value.status)} />,
            ],
          }))}
        />
      );
    case "executed":
      return (
        <div className="flex flex-col gap-2">
          <StatusCode code={shown.status} meaning={shown.meaning} />
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
      return <pre className="overflow-x-auto font-mono text-sm">{JSON.stringify(shown.data, null, 2)}</pre>;
  }
}

function Literal({ text }: { readonly text: string }) {
  const t = useTranslations("value");
  return text === "" ? (
    <span className="text-muted">{t("empty")}</span>
  ) : (
    <span className="break-all font-mono">{text}</span>
  );
}
