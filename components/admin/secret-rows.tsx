"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { CredentialView } from "@/server/services/external-systems/schemas";
import { FormDialog } from "../form/form-dialog";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";
import { Time } from "../value/time";

interface SecretRowsProps {
  readonly credential: CredentialView;
  readonly onChanged: () => void;
}

/** The secrets that are taken now: two while one takes over from the other. Which is which tells when it was made. */
export function SecretRows({ credential, onChanged }: SecretRowsProps) {
  const t = useTranslations("systems.credentials");
  const trpc = useTrpc();
  const end = useMutation(trpc.systems.endSecret.mutationOptions());
  const [ending, setEnding] = useState<string | null>(null);
  return (
    <>
      <ul className="flex flex-col gap-1 text-sm">
        {credential.secrets.map((secret) => (
          <li key={secret.id} className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <span>
              {t("secretMade")} <Time at={secret.createdAt} />
            </span>
            <span className="text-muted">
              {secret.lastUsedAt ? (
                <>
                  {t("used")} <Time at={secret.lastUsedAt} />
                </>
              ) : (
                t("neverUsed")
              )}
            </span>
            {secret.expiresAt ? (
              <span className="text-muted">
                {t("secretEnds")} <Time at={secret.expiresAt} />
              </span>
            ) : null}
            {credential.secrets.length > 1 ? (
              <Button size="small" intent="quiet" onClick={() => setEnding(secret.id)}>
                {t("endSecret")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <FormDialog
        open={ending !== null}
        onClose={() => setEnding(null)}
        title={t("endSecret")}
        description={t("endSecretAbout")}
        act={t("endSecret")}
        danger
        onSubmit={async () => {
          if (ending === null) return;
          await end.mutateAsync({ clientId: credential.clientId, secretId: ending });
          setEnding(null);
          onChanged();
        }}
      />
    </>
  );
}
