"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { CredentialView } from "@/server/services/external-systems/schemas";
import { Field } from "../form/field";
import { FormDialog } from "../form/form-dialog";
import { StatusBadge } from "../status/status-badge";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";
import { Input } from "../ui/input";
import { useClock } from "../value/clock";
import { CopyButton } from "../value/copy-button";
import { type Fact, FactList } from "../value/fact-list";
import { Time } from "../value/time";
import { SecretRows } from "./secret-rows";
import type { NewSecret } from "./shown-once";
import { credentialStatus } from "./system-status";

interface CredentialPanelProps {
  readonly credential: CredentialView;
  readonly onChanged: () => void;
  readonly onSecret: (secret: NewSecret) => void;
}

/** One way in: what proves it, when it was used, and what ends it. */
export function CredentialPanel({ credential, onChanged, onSecret }: CredentialPanelProps) {
  const t = useTranslations("systems.credentials");
  const trpc = useTrpc();
  const status = credentialStatus(credential, useClock());
  const [asked, setAsked] = useState<"rotate" | "revoke" | null>(null);
  const [overlap, setOverlap] = useState("7");
  const rotate = useMutation(trpc.systems.rotateSecret.mutationOptions());
  const revoke = useMutation(trpc.systems.revokeCredential.mutationOptions());
  const { clientId, method } = credential;
  const facts: Fact[] = [
    { label: t("used"), value: credential.lastUsedAt ? <Time at={credential.lastUsedAt} explain /> : t("neverUsed") },
    { label: t("made"), value: <Time at={credential.createdAt} explain /> },
    ...(credential.expiresAt ? [{ label: t("expires"), value: <Time at={credential.expiresAt} explain /> }] : []),
    ...(credential.keys.length > 0
      ? [{ label: t("keys"), value: credential.keys.map((key) => `${key.kty} ${key.kid ?? ""}`.trim()).join(", ") }]
      : []),
    ...(credential.certificateThumbprint
      ? [
          {
            label: t("thumbprint"),
            value: <code className="break-all font-mono text-sm">{credential.certificateThumbprint}</code>,
          },
        ]
      : []),
  ];
  return (
    <div className="flex flex-col gap-3 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h3 className="flex min-w-0 items-center gap-1 font-medium">
          <code className="break-all font-mono text-sm">{clientId}</code>
          <CopyButton text={clientId} what={t("clientId")} />
        </h3>
        <span className="text-muted">{t(`methodName.${method}`)}</span>
        <StatusBadge thing="credential" state={status} explain />
        {status === "revoked" ? null : (
          <span className="ms-auto flex flex-wrap gap-2">
            {method === "secret" ? (
              <Button size="small" onClick={() => setAsked("rotate")}>
                {t("rotate")}
              </Button>
            ) : null}
            <Button size="small" onClick={() => setAsked("revoke")}>
              {t("revoke")}
            </Button>
          </span>
        )}
      </div>
      <FactList facts={facts} />
      {method === "secret" && status !== "revoked" ? (
        <SecretRows credential={credential} onChanged={onChanged} />
      ) : null}
      <FormDialog
        open={asked === "rotate"}
        onClose={() => setAsked(null)}
        title={t("rotate")}
        description={t("rotateAbout")}
        act={t("rotate")}
        onSubmit={async () => {
          const made = await rotate.mutateAsync({ clientId, overlapDays: Number(overlap) });
          setAsked(null);
          onSecret({ clientId, clientSecret: made.clientSecret ?? "" });
        }}
      >
        {(errorOf) => (
          <Field label={t("overlap")} hint={t("overlapHint")} error={errorOf("/overlapDays")}>
            {(field) => (
              <Input
                {...field}
                type="number"
                min={0}
                max={30}
                required
                value={overlap}
                onChange={(event) => setOverlap(event.target.value)}
              />
            )}
          </Field>
        )}
      </FormDialog>
      <FormDialog
        open={asked === "revoke"}
        onClose={() => setAsked(null)}
        title={t("revokeTitle")}
        description={t("revokeAbout")}
        act={t("revoke")}
        danger
        onSubmit={async () => {
          await revoke.mutateAsync({ clientId });
          setAsked(null);
          onChanged();
        }}
      />
    </div>
  );
}
