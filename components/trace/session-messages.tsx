"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { ErrorState } from "../data/error-state";
import { useTrpc } from "../trpc/trpc";
import { SegmentedControl } from "../ui/segmented-control";
import { Skeleton } from "../ui/skeleton";
import { useStatusWords } from "../value/use-status-words";
import { MessageView, type TraceForm } from "./message-view";
import { readTraceMessage, statusCodesOf } from "./trace-commands";

interface SessionMessagesProps {
  readonly deviceId: string;
  readonly sessionId: string;
}

/** Every message of one session in order, as commands or as XML. */
export function SessionMessages({ deviceId, sessionId }: SessionMessagesProps) {
  const t = useTranslations("trace");
  const trpc = useTrpc();
  const [form, setForm] = useState<TraceForm>("commands");
  const trace = useQuery(trpc.devices.sessionMessages.queryOptions({ deviceId, sessionId }));
  const messages = useMemo(
    () => (trace.data?.items ?? []).map((message) => ({ message, read: readTraceMessage(message.xml) })),
    [trace.data],
  );
  const meaningOf = useStatusWords(statusCodesOf(messages.map(({ read }) => read)));

  if (trace.isError) return <ErrorState error={trace.error} onRetry={() => void trace.refetch()} />;
  if (trace.isPending) {
    return (
      <div className="flex flex-col gap-3">
        <Skeleton className="h-24" />
        <Skeleton className="h-40" />
      </div>
    );
  }
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-muted text-sm">{t("count", { n: messages.length })}</p>
        <SegmentedControl
          label={t("form")}
          value={form}
          onChange={setForm}
          options={[
            { value: "commands", label: t("commands") },
            { value: "xml", label: "XML" },
          ]}
        />
      </div>
      {messages.map(({ message, read }) => (
        <MessageView
          key={`${message.msgNo} ${message.direction} ${message.at}`}
          message={message}
          read={read}
          form={form}
          meaningOf={meaningOf}
        />
      ))}
    </div>
  );
}
