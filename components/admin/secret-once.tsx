"use client";
import { useTranslations } from "use-intl";
import { Notice } from "../form/notice";
import { Button } from "../ui/button";
import { Dialog, DialogActions, DialogBody } from "../ui/dialog";
import { CopyButton } from "../value/copy-button";

/** What a system signs in with. It is in memory of this page alone, and nowhere once the dialog is gone. */
export interface NewSecret {
  readonly clientId: string;
  readonly clientSecret: string;
}

interface SecretOnceProps {
  /** null: nothing is shown. */
  readonly secret: NewSecret | null;
  readonly onStored: () => void;
}

/** Shows a secret the one time that it can be shown. Only its button ends it: Esc would lose the secret for good. */
export function SecretOnce({ secret, onStored }: SecretOnceProps) {
  const t = useTranslations("secretOnce");
  return (
    <Dialog
      open={secret !== null}
      onOpenChange={() => {}}
      title={t("title")}
      description={t("about")}
      closeLabel={null}
    >
      {secret ? (
        <>
          <DialogBody>
            <Notice tone="attention">{t("once")}</Notice>
            <Shown label={t("clientId")} text={secret.clientId} />
            <Shown label={t("clientSecret")} text={secret.clientSecret} />
          </DialogBody>
          <DialogActions>
            <Button intent="primary" onClick={onStored}>
              {t("stored")}
            </Button>
          </DialogActions>
        </>
      ) : null}
    </Dialog>
  );
}

function Shown({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <div className="flex flex-col gap-1">
      <span className="font-medium">{label}</span>
      <span className="flex items-start gap-2 rounded-sm border border-hairline bg-bg px-2.5 py-2">
        <code className="min-w-0 flex-1 break-all font-mono text-sm">{text}</code>
        <CopyButton text={text} what={label} />
      </span>
    </div>
  );
}
