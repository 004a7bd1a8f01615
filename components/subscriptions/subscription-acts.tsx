"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { SubscriptionView } from "@/server/services/webhooks/schemas";
import { type NewSigningSecret, ShownOnce } from "../admin/shown-once";
import { FormDialog } from "../form/form-dialog";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";
import { ChangeSubscriptionDialog } from "./change-subscription-dialog";
import { RecoverDialog } from "./recover-dialog";
import { RotateSubscriptionSecretDialog } from "./rotate-secret-dialog";

interface SubscriptionActsProps {
  readonly environment: Environment;
  readonly subscription: SubscriptionView;
  /** Something was changed. */
  readonly onDone: () => void;
}

type Question = "pause" | "resume" | "test" | "change" | "rotate" | "recover" | "delete";

/** What an administrator can do with a subscription; each is asked about once more before it is done. */
export function SubscriptionActs({ environment, subscription, onDone }: SubscriptionActsProps) {
  const t = useTranslations("subscriptions.act");
  const [asked, setAsked] = useState<Question | null>(null);
  const [secret, setSecret] = useState<NewSigningSecret | null>(null);
  const close = () => setAsked(null);
  const done = () => {
    close();
    onDone();
  };
  const isActive = subscription.state === "active";
  const offered: readonly Question[] = [
    ...(isActive ? (["test"] as const) : []),
    ...(["recover", "rotate", "change"] as const),
    isActive ? "pause" : "resume",
    "delete",
  ];
  const dialog = { subscription, onClose: close, onDone: done };
  return (
    <>
      {offered.map((question) => (
        <Button
          key={question}
          intent={question === "resume" ? "primary" : "secondary"}
          onClick={() => setAsked(question)}
        >
          {t(`${question}.act`)}
        </Button>
      ))}
      <SimpleActs environment={environment} asked={asked} {...dialog} />
      <ChangeSubscriptionDialog key={`change ${asked}`} open={asked === "change"} {...dialog} />
      <RecoverDialog open={asked === "recover"} {...dialog} />
      <RotateSubscriptionSecretDialog
        open={asked === "rotate"}
        {...dialog}
        onRotated={(made) => {
          setSecret(made);
          done();
        }}
      />
      <ShownOnce given={secret} onStored={() => setSecret(null)} />
    </>
  );
}

interface SimpleActsProps {
  readonly environment: Environment;
  readonly subscription: SubscriptionView;
  readonly asked: Question | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** The acts that need no more than a yes. */
function SimpleActs({ environment, subscription, asked, onClose, onDone }: SimpleActsProps) {
  const t = useTranslations("subscriptions.act");
  const trpc = useTrpc();
  const router = useRouter();
  const pause = useMutation(trpc.subscriptions.pause.mutationOptions());
  const resume = useMutation(trpc.subscriptions.resume.mutationOptions());
  const sendTest = useMutation(trpc.subscriptions.sendTest.mutationOptions());
  const end = useMutation(trpc.subscriptions.delete.mutationOptions());
  const { id, revision } = subscription;
  const events = `/${environment}/events`;
  const acts = {
    pause: () => pause.mutateAsync({ id }),
    resume: () => resume.mutateAsync({ id }),
    test: async () => {
      const { id: eventId } = await sendTest.mutateAsync({ id });
      router.push(`${events}/deliveries?subscription=${id}&at=${eventId}`);
    },
    delete: async () => {
      await end.mutateAsync({ id, revision });
      router.push(`${events}/subscriptions`);
    },
  };
  return (Object.keys(acts) as (keyof typeof acts)[]).map((act) => (
    <FormDialog
      key={act}
      open={asked === act}
      onClose={onClose}
      title={t(`${act}.title`)}
      description={t(`${act}.about`)}
      act={t(`${act}.act`)}
      danger={act === "delete"}
      onSubmit={async () => {
        await acts[act]();
        onDone();
      }}
    />
  ));
}
