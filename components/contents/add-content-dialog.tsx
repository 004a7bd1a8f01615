"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { FormDialog } from "../form/form-dialog";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { ProgressBar } from "../ui/progress-bar";
import { SegmentedControl } from "../ui/segmented-control";
import { Octets } from "../value/octets";
import { type ContentForm, EMPTY_FORM, registrationOf } from "./content-form";
import { ContentFormFields } from "./content-form-fields";
import { ContentSignatureFields } from "./content-signature-fields";
import { FileField, type PulledFile, PulledFileFields, pulledOctets } from "./content-source-fields";
import { digestOf } from "./file-digest";
import { startUpload } from "./upload-book";

interface AddContentDialogProps {
  readonly environment: Environment;
  readonly open: boolean;
  readonly onClose: () => void;
}

type Source = "file" | "url";
const KEYS_MAX = 100;
const NOTHING_PULLED: PulledFile = { url: "", size: "", sha256: "" };

/** Takes a file in: uploaded from here, or pulled by the server. Its page opens, where the rest is shown. */
export function AddContentDialog({ environment, open, onClose }: AddContentDialogProps) {
  const t = useTranslations("contents.add");
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [source, setSource] = useState<Source>("file");
  const [file, setFile] = useState<File | null>(null);
  const [pulled, setPulled] = useState(NOTHING_PULLED);
  const [form, setForm] = useState<ContentForm>(EMPTY_FORM);
  const [read, setRead] = useState<number | null>(null);
  const register = useMutation(trpc.contents.register.mutationOptions());
  const known = useQuery(trpc.contents.signingKeys.queryOptions({ limit: KEYS_MAX }, { enabled: open }));
  const keys = (known.data?.items ?? []).filter((key) => key.revokedAt === null);

  const readFile = async (chosen: File) => {
    try {
      return { name: chosen.name, size: chosen.size, sha256: await digestOf(chosen, setRead) };
    } finally {
      setRead(null);
    }
  };
  const submit = async () => {
    const upload = source === "file" ? file : null;
    const octets = upload ? await readFile(upload) : pulledOctets(pulled);
    const content = await register.mutateAsync(registrationOf(form, octets, keys));
    if (upload && content.upload) startUpload(content.id, upload, content.upload.url);
    setFile(null);
    setPulled(NOTHING_PULLED);
    setForm(EMPTY_FORM);
    void queryClient.invalidateQueries({ queryKey: trpc.contents.list.pathKey() });
    onClose();
    router.push(`/${environment}/content/${content.id}`);
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t("title")}
      description={t("about")}
      act={t(source === "file" ? "upload" : "pull")}
      onSubmit={submit}
    >
      {(errorOf) => (
        <>
          <div>
            <SegmentedControl
              label={t("source")}
              value={source}
              onChange={setSource}
              options={[
                { value: "file", label: t("fromFile") },
                { value: "url", label: t("fromUrl") },
              ]}
            />
          </div>
          {source === "file" ? (
            <FileField hint={file ? <Octets count={file.size} /> : t("fileHint")} onFile={setFile} errorOf={errorOf} />
          ) : (
            <PulledFileFields pulled={pulled} onChange={setPulled} errorOf={errorOf} />
          )}
          {read === null || !file ? null : (
            <div className="flex flex-col gap-1">
              <p className="text-muted text-sm">{t("reading")}</p>
              <ProgressBar label={t("reading")} value={read} max={file.size} />
            </div>
          )}
          <ContentFormFields form={form} onChange={setForm} errorOf={errorOf} />
          {keys.length > 0 ? (
            <ContentSignatureFields form={form} keys={keys} onChange={setForm} errorOf={errorOf} />
          ) : null}
        </>
      )}
    </FormDialog>
  );
}
