"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { ContentView } from "@/server/services/contents/schemas";
import { ProgressBar } from "../ui/progress-bar";
import { FileField } from "./content-source-fields";
import { digestOf } from "./file-digest";
import { startUpload } from "./upload-book";

interface ResumeUploadProps {
  readonly content: Pick<ContentView, "id" | "size" | "sha256">;
  readonly url: string;
}

/** A page that was loaded again has no file any more: it is chosen once more, and has to be the same. */
export function ResumeUpload({ content, url }: ResumeUploadProps) {
  const t = useTranslations("contents.incoming");
  const [read, setRead] = useState<number | null>(null);
  const [problem, setProblem] = useState<"other" | "unreadable" | null>(null);
  const choose = async (file: File | null) => {
    setProblem(null);
    if (!file) return;
    if (file.size !== content.size) return setProblem("other");
    try {
      const same = (await digestOf(file, setRead)) === content.sha256;
      if (same) startUpload(content.id, file, url);
      else setProblem("other");
    } catch {
      setProblem("unreadable");
    } finally {
      setRead(null);
    }
  };
  return (
    <>
      <FileField
        hint={t("sameFile")}
        onFile={(file) => void choose(file)}
        errorOf={(pointer) => (pointer === "/size" && problem ? t(problem) : undefined)}
      />
      {read === null ? null : <ProgressBar label={t("comparing")} value={read} max={content.size} />}
    </>
  );
}
