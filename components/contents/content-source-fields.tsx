"use client";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Field } from "../form/field";
import { Input } from "../ui/input";
import { type ContentOctets, nameInUrl } from "./content-form";

/** What was wrong with a field, by JSON pointer into the input. */
export type ErrorOf = (pointer: string) => string | undefined;

interface FileFieldProps {
  /** What is said of the file that was chosen, or of which is wanted. */
  readonly hint: ReactNode;
  readonly onFile: (file: File | null) => void;
  readonly errorOf: ErrorOf;
}

/** The file to upload: chosen, or dropped onto the field. */
export function FileField({ hint, onFile, errorOf }: FileFieldProps) {
  const t = useTranslations("contents.add");
  return (
    <Field label={t("file")} hint={hint} error={errorOf("/size") ?? errorOf("/name") ?? errorOf("/sha256")}>
      {(field) => (
        <input
          {...field}
          type="file"
          required
          onChange={(event) => onFile(event.target.files?.[0] ?? null)}
          className="w-full rounded-sm border border-control border-dashed bg-sunken px-3 py-5 text-muted file:me-3 file:h-8 file:rounded-sm file:border file:border-control/45 file:bg-surface file:px-3 file:font-medium file:text-ink aria-invalid:border-danger"
        />
      )}
    </Field>
  );
}

/** A file elsewhere, as it was typed. */
export interface PulledFile {
  readonly url: string;
  readonly size: string;
  readonly sha256: string;
}

export function pulledOctets({ url, size, sha256 }: PulledFile): ContentOctets {
  const address = url.trim();
  return { name: nameInUrl(address), size: Number(size), sha256: sha256.trim(), source: { url: address } };
}

interface PulledFileFieldsProps {
  readonly pulled: PulledFile;
  readonly onChange: (pulled: PulledFile) => void;
  readonly errorOf: ErrorOf;
}

/** Where the server gets the file, and what it has to be. */
export function PulledFileFields({ pulled, onChange, errorOf }: PulledFileFieldsProps) {
  const t = useTranslations("contents.add");
  return (
    <>
      <Field label={t("url")} hint={t("urlHint")} error={errorOf("/source") ?? errorOf("/name")}>
        {(field) => (
          <Input
            {...field}
            type="url"
            required
            autoComplete="off"
            placeholder="https://…"
            value={pulled.url}
            onChange={(event) => onChange({ ...pulled, url: event.target.value })}
          />
        )}
      </Field>
      <Field label={t("size")} hint={t("sizeHint")} error={errorOf("/size")}>
        {(field) => (
          <Input
            {...field}
            type="number"
            inputMode="numeric"
            min={1}
            required
            value={pulled.size}
            onChange={(event) => onChange({ ...pulled, size: event.target.value })}
          />
        )}
      </Field>
      <Field label={t("digest")} hint={t("digestHint")} error={errorOf("/sha256")}>
        {(field) => (
          <Input
            {...field}
            required
            autoComplete="off"
            spellCheck={false}
            className="font-mono text-sm"
            value={pulled.sha256}
            onChange={(event) => onChange({ ...pulled, sha256: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
