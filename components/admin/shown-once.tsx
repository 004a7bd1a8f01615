"use client";
import { useTranslations } from "use-intl";
import { Notice } from "../form/notice";
import { Button } from "../ui/button";
import { Dialog, DialogActions, DialogBody } from "../ui/dialog";
import { CopyButton } from "../value/copy-button";

/** What a system signs in with. */
export interface NewSecret {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** With what a person signs in for the first time. */
export interface NewPassword {
  readonly email: string;
  readonly password: string;
}

/** What signs the messages of a subscription. */
export interface NewSigningSecret {
  readonly subscriptionId: string;
  readonly signingSecret: string;
}

type Given = NewSecret | NewPassword | NewSigningSecret;

interface ShownOnceProps {
  /** It is in memory of this page alone, and nowhere once the dialog is gone. null: nothing is shown. */
  readonly given: Given | null;
  readonly onStored: () => void;
}

/** Shows something the one time that it can be shown. Only its button ends it: Esc would lose it for good. */
export function ShownOnce({ given, onStored }: ShownOnceProps) {
  const t = useTranslations();
  const words = given === null ? "secretOnce" : wordsOf(given);
  return (
    <Dialog
      open={given !== null}
      onOpenChange={() => {}}
      title={t(`${words}.title`)}
      description={t(`${words}.about`)}
      closeLabel={null}
    >
      {given ? (
        <>
          <DialogBody>
            <Notice tone="attention">{t(`${words}.once`)}</Notice>
            <Lines given={given} />
          </DialogBody>
          <DialogActions>
            <Button intent="primary" onClick={onStored}>
              {t(`${words}.stored`)}
            </Button>
          </DialogActions>
        </>
      ) : null}
    </Dialog>
  );
}

function wordsOf(given: Given) {
  if ("password" in given) return "users.password";
  return "signingSecret" in given ? "subscriptions.secretOnce" : "secretOnce";
}

function Lines({ given }: { readonly given: Given }) {
  const t = useTranslations();
  if ("signingSecret" in given) {
    return <Line label={t("subscriptions.secretOnce.secret")} text={given.signingSecret} />;
  }
  return "password" in given ? (
    <>
      <Line label={t("users.password.email")} text={given.email} />
      <Line label={t("users.password.password")} text={given.password} />
    </>
  ) : (
    <>
      <Line label={t("secretOnce.clientId")} text={given.clientId} />
      <Line label={t("secretOnce.clientSecret")} text={given.clientSecret} />
    </>
  );
}

function Line({ label, text }: { readonly label: string; readonly text: string }) {
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
