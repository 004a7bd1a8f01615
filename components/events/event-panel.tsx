"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { ErrorState } from "../data/error-state";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { SidePanel } from "../ui/side-panel";
import { SkeletonRows } from "../ui/skeleton";
import { FactList } from "../value/fact-list";
import { Id } from "../value/id";
import { JsonText } from "../value/json-text";
import { Time } from "../value/time";
import { AboutLinks } from "./about-links";
import { shortType } from "./event-types";

interface EventPanelProps {
  readonly environment: Environment;
  /** The number of the event in the log; null closes the panel. */
  readonly at: string | null;
  readonly onClose: () => void;
  readonly onPrevious: (() => void) | null;
  readonly onNext: (() => void) | null;
}

/** One event: what it is about, and what is told of it. */
export function EventPanel({ environment, at, ...panel }: EventPanelProps) {
  const t = useTranslations("events");
  const trpc = useTrpc();
  const sequence = /^[1-9]\d{0,14}$/.test(at ?? "") ? Number(at) : 0;
  const event = useQuery(trpc.events.read.queryOptions({ sequence }, { enabled: at !== null }));
  return (
    <SidePanel open={at !== null} title={event.data ? shortType(event.data.type) : t("one")} {...panel}>
      {event.isPending ? <SkeletonRows count={3} /> : null}
      {event.isError ? <ErrorState error={event.error} onRetry={() => void event.refetch()} /> : null}
      {event.data ? (
        <>
          <FactList
            facts={[
              { label: t("fact.at"), value: <Time at={event.data.at} explain /> },
              { label: t("fact.id"), value: <Id id={event.data.id} what={t("fact.id")} /> },
              { label: t("fact.about"), value: <AboutLinks environment={environment} about={event.data} /> },
              ...(event.data.reference ? [{ label: t("fact.reference"), value: event.data.reference }] : []),
              ...(event.data.reason ? [{ label: t("fact.reason"), value: event.data.reason }] : []),
            ]}
          />
          <JsonText label={t("payload")} value={event.data.payload} />
        </>
      ) : null}
    </SidePanel>
  );
}
