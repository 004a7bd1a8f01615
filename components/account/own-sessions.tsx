"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { ErrorState } from "../data/error-state";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";
import { SkeletonRows } from "../ui/skeleton";
import { Time } from "../value/time";

/** Where the person is signed in, and the end of each sign-in but this one. */
export function OwnSessions() {
  const t = useTranslations("account.sessions");
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const sessions = useQuery(trpc.account.sessions.queryOptions({}));
  const end = useMutation(
    trpc.account.endSession.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.account.sessions.pathKey() }),
    }),
  );
  if (sessions.isPending) return <SkeletonRows count={2} />;
  if (sessions.isError) return <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />;
  return (
    <ul aria-label={t("title")} className="divide-y divide-hairline">
      {sessions.data.items.map((session) => (
        <li key={session.id} className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
          <span className="font-mono text-sm">{session.sourceAddress}</span>
          <span className="text-muted text-sm">
            {t("since")} <Time at={session.createdAt} explain />
          </span>
          <span className="text-muted text-sm">
            {t("seen")} <Time at={session.lastSeenAt} explain />
          </span>
          <span className="ms-auto">
            {session.isThis ? (
              <span className="text-muted text-sm">{t("this")}</span>
            ) : (
              <Button
                size="small"
                pending={end.isPending && end.variables.id === session.id}
                onClick={() => end.mutate({ id: session.id })}
              >
                {t("end")}
              </Button>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
