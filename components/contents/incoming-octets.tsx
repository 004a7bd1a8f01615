"use client";
import { Pause, Play } from "lucide-react";
import { useTranslations } from "use-intl";
import type { ContentView } from "@/server/services/contents/schemas";
import { Notice } from "../form/notice";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { ProgressBar } from "../ui/progress-bar";
import { Octets } from "../value/octets";
import { Time } from "../value/time";
import { ResumeUpload } from "./resume-upload";
import { continueUpload, pauseUpload, type UploadProgress, useUpload } from "./upload-book";

/** How many octets are there, and how the rest of them comes. */
export function IncomingOctets({ content }: { readonly content: ContentView }) {
  const t = useTranslations("contents.incoming");
  const upload = useUpload(content.id);
  const there = Math.max(content.received, upload?.sent ?? 0);
  const isRunning = upload?.phase === "sending" || upload?.phase === "stalled";
  return (
    <Card
      title={t(content.source ? "pulling" : "uploading")}
      aside={
        isRunning ? (
          <Button size="small" onClick={() => pauseUpload(content.id)}>
            <Pause aria-hidden="true" />
            {t("pause")}
          </Button>
        ) : upload?.phase === "stopped" ? (
          <Button size="small" intent="primary" onClick={() => continueUpload(content.id)}>
            <Play aria-hidden="true" />
            {t("continue")}
          </Button>
        ) : null
      }
    >
      <div className="flex flex-col gap-3">
        <ProgressBar label={t("progress")} value={there} max={content.size} />
        <p className="text-muted text-sm">
          <Octets count={there} /> {t("of")} <Octets count={content.size} />
        </p>
        <State content={content} upload={upload} />
      </div>
    </Card>
  );
}

interface StateProps {
  readonly content: ContentView;
  readonly upload: UploadProgress | null;
}

/** What goes on, or what has to be done for it to go on. */
function State({ content, upload }: StateProps) {
  const t = useTranslations("contents.incoming");
  if (content.source) return <p>{t("pulledByServer")}</p>;
  if (upload?.phase === "sending") return <p role="status">{t("sending")}</p>;
  // Until the next look at the content, which is being checked then.
  if (upload?.phase === "sent") return <p role="status">{t("sent")}</p>;
  if (upload?.phase === "stalled") return <Notice tone="attention">{t("stalled")}</Notice>;
  if (upload?.phase === "stopped") return <Notice tone="attention">{t("stopped")}</Notice>;
  if (upload?.phase === "refused") return <Notice tone="danger">{t("refused")}</Notice>;
  if (!content.upload) return <p>{t("elsewhere", { who: content.createdBy.name })}</p>;
  return (
    <>
      {content.upload.expiresAt ? (
        <p>
          {t("kept")} <Time at={content.upload.expiresAt} explain />
        </p>
      ) : null}
      <ResumeUpload content={content} url={content.upload.url} />
    </>
  );
}
