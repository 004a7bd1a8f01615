"use client";
import { useTranslations } from "use-intl";
import type { ContentView } from "@/server/services/contents/schemas";
import { Card } from "../ui/card";
import { CopyButton } from "../value/copy-button";
import { type Fact, FactList } from "../value/fact-list";
import { Id } from "../value/id";
import { Octets } from "../value/octets";
import { Time } from "../value/time";
import { useContentKind } from "./use-content-kind";

/** What a content is, which never changes, and what happened to it. */
export function ContentFacts({ content }: { readonly content: ContentView }) {
  const t = useTranslations("contents.fact");
  const kindName = useContentKind();
  const { decision, signature } = content;
  const what: Fact[] = [
    { label: t("id"), value: <Id id={content.id} what={t("idName")} /> },
    { label: t("kind"), value: kindName(content.kind) },
    { label: t("version"), value: content.version },
    { label: t("fromVersions"), value: content.fromVersions?.join(", ") ?? t("any") },
    { label: t("manufacturer"), value: content.manufacturer ?? t("any") },
    { label: t("models"), value: content.models?.join(", ") ?? t("any") },
    { label: t("size"), value: <Octets count={content.size} /> },
    {
      label: t("sha256"),
      value: (
        <span className="flex min-w-0 items-start gap-1">
          <code className="min-w-0 break-all font-mono text-sm">{content.sha256}</code>
          <CopyButton text={content.sha256} what={t("sha256")} />
        </span>
      ),
    },
    {
      label: t("signature"),
      value: signature ? `${signature.algorithm}, ${t(`form.${signature.form}`)}` : t("unsigned"),
    },
    ...(content.source ? [{ label: t("source"), value: <span className="break-all">{content.source.url}</span> }] : []),
  ];
  const when = (at: string) => <Time at={at} explain />;
  const history: Fact[] = [
    { label: t("created"), value: by(content.createdBy.name, when(content.createdAt)) },
    ...(content.readyAt ? [{ label: t("ready"), value: when(content.readyAt) }] : []),
    ...(decision ? [{ label: t("decided"), value: by(decision.by.name, when(decision.at)) }] : []),
    ...(content.scrubbedAt ? [{ label: t("scrubbed"), value: when(content.scrubbedAt) }] : []),
  ];
  return (
    <Card title={t("title")}>
      <FactList facts={what} />
      <h3 className="mt-4 border-hairline border-t pt-3 pb-2 font-medium">{t("history")}</h3>
      <FactList facts={history} />
    </Card>
  );
}

function by(who: string, when: React.ReactNode) {
  return (
    <>
      {who} · {when}
    </>
  );
}
