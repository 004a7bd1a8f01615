"use client";
import Link from "next/link";
import { useTranslations } from "use-intl";
import type { TaskDownloadView } from "@/server/services/operations/schemas";
import type { Environment } from "../trpc/api-client";
import { Card } from "../ui/card";
import { ProgressBar } from "../ui/progress-bar";
import { Octets } from "../value/octets";
import { StatusCode } from "../value/status-code";
import { Time } from "../value/time";
import { downloadPhase } from "./download-state";

interface TaskDownloadsProps {
  readonly environment: Environment;
  readonly downloads: readonly TaskDownloadView[];
  /** Nothing more goes out. */
  readonly ended: boolean;
}

/** How far the contents have come that the task gives its device. */
export function TaskDownloads({ environment, downloads, ended }: TaskDownloadsProps) {
  const t = useTranslations("downloads");
  if (downloads.length === 0) return null;
  return (
    <Card title={t("title")}>
      <ul className="flex flex-col gap-4">
        {downloads.map((download) => (
          <li key={download.contentId} className="flex flex-col gap-2">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <Link
                href={`/${environment}/content/${download.contentId}`}
                className="break-all rounded-sm font-medium hover:text-link"
              >
                {download.name}
              </Link>
              <span className="text-muted text-sm">
                <DownloadedOctets download={download} />
              </span>
            </div>
            <ProgressBar label={t("progress")} value={download.reached} max={download.size} />
            <Phase download={download} ended={ended} />
            {download.report ? (
              <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
                {t("reported")} <StatusCode code={download.report.code} meaning={download.report.text} />
                <Time at={download.report.at} explain />
              </p>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** "3.1 MB of 8 MB". */
export function DownloadedOctets({ download }: { readonly download: Pick<TaskDownloadView, "reached" | "size"> }) {
  const t = useTranslations("downloads");
  return (
    <>
      <Octets count={download.reached} /> {t("of")} <Octets count={download.size} />
    </>
  );
}

function Phase({ download, ended }: { readonly download: TaskDownloadView; readonly ended: boolean }) {
  const t = useTranslations("downloads");
  const phase = downloadPhase(download);
  const again = download.sent - download.reached;
  return (
    <p className="text-muted text-sm">
      {t(ended ? `ended.${phase}` : `phase.${phase}`)}
      {download.lastAt ? (
        <>
          {" · "}
          {t("requests", { n: download.requests })}
          {" · "}
          {t("last")} <Time at={download.lastAt} explain />
        </>
      ) : null}
      {again > 0 ? (
        <>
          {" · "}
          <Octets count={again} /> {t("again")}
        </>
      ) : null}
    </p>
  );
}
