"use client";
import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import type { GrantView } from "@/server/services/grants/schemas";
import { useSystemNames } from "../events/use-system-names";
import { FormDialog } from "../form/form-dialog";
import { useTrpc } from "../trpc/trpc";

interface Decision {
  readonly act: "accept" | "end";
  readonly grant: GrantView;
}

interface DecideGrantDialogProps {
  /** null closes the dialog. */
  readonly asked: Decision | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Accepts a grant for the side that has not consented, or ends one. */
export function DecideGrantDialog({ asked, onClose, onDone }: DecideGrantDialogProps) {
  const t = useTranslations("grants");
  const trpc = useTrpc();
  const { nameOf } = useSystemNames();
  const accept = useMutation(trpc.grants.accept.mutationOptions());
  const end = useMutation(trpc.grants.end.mutationOptions());
  // While the dialog closes its texts stay.
  const last = useRef(asked);
  if (asked) last.current = asked;
  const { act, grant } = last.current ?? { act: "end", grant: null };
  const sides = { name: nameOf(grant?.from ?? ""), to: nameOf(grant?.to ?? "") };
  return (
    <FormDialog
      open={asked !== null}
      onClose={onClose}
      title={t(`${act}.title`, sides)}
      description={t(`${act}.about`, sides)}
      act={t(`${act}.act`)}
      danger={act === "end"}
      onSubmit={async () => {
        if (!asked) return;
        await (asked.act === "accept" ? accept : end).mutateAsync({ id: asked.grant.id });
        onDone();
      }}
    />
  );
}
