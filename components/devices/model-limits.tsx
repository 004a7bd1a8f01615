"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import type { DeviceView } from "@/server/services/devices/schemas";
import type { Role } from "@/server/services/principal";
import { ErrorState } from "../data/error-state";
import { Notice } from "../form/notice";
import { readApiProblem } from "../trpc/api-error";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Time } from "../value/time";

interface ModelLimitsProps {
  readonly device: DeviceView;
  readonly role: Role;
}

/** As many as a model is known not to know at most, of all that there is to know. */
const SHOWN_MAX = 50;

/**
 * What devices of this model and firmware were seen not to know, which operations that can do without do not try on them;
 * it can be forgotten, so that they do. Nothing where nothing is missing.
 */
export function ModelLimits({ device, role }: ModelLimitsProps) {
  const t = useTranslations("limits");
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const { manufacturer, model, firmware } = device;
  const list = useQuery(
    trpc.devices.limits.queryOptions(
      {
        limit: SHOWN_MAX,
        ...(manufacturer !== null && { manufacturer }),
        ...(model !== null && { model }),
        ...(firmware !== null && { firmware }),
      },
      { enabled: manufacturer !== null && model !== null },
    ),
  );
  const forget = useMutation(
    trpc.devices.forgetLimit.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.devices.limits.pathKey() }),
    }),
  );
  const missing = list.data?.items ?? [];
  if (missing.length === 0 && !list.isError && !forget.data) return null;
  return (
    <Card title={t("title")}>
      <div className="flex flex-col gap-3">
        {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
        {missing.length > 0 ? <p className="text-muted text-sm">{t("about")}</p> : null}
        <ul className="flex flex-col gap-3">
          {missing.map(({ id, capability, status, meaning, wholeModel, learnedAt }) => (
            <li key={id} className="flex items-center justify-between gap-3">
              <div className="min-w-0">
                <p className="wrap-anywhere font-mono text-sm">{capability}</p>
                <p className="text-muted text-sm">
                  {status} {meaning}, <Time at={learnedAt} explain />
                </p>
                {wholeModel ? null : <p className="text-muted text-sm">{t("oneDevice")}</p>}
              </div>
              {role === "agent" ? null : (
                <Button
                  size="small"
                  pending={forget.isPending && forget.variables.id === id}
                  aria-label={t("tryAgain.of", { capability })}
                  onClick={() => forget.mutate({ id })}
                >
                  {t("tryAgain.act")}
                </Button>
              )}
            </li>
          ))}
        </ul>
        <div role="status">
          {forget.isError ? <Notice tone="danger">{readApiProblem(forget.error)?.message}</Notice> : null}
          {forget.data ? (
            <Notice tone="neutral">{t("forgotten", { capability: forget.data.capability })}</Notice>
          ) : null}
        </div>
      </div>
    </Card>
  );
}
