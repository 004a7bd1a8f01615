"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { ContentWithUse } from "@/server/services/contents/schemas";
import type { Role } from "@/server/services/principal";
import { FormDialog } from "../form/form-dialog";
import { ReasonField } from "../form/reason-field";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";
import { actsFor, type ContentAct } from "./content-acts";
import { stopUpload } from "./upload-book";

interface ContentActButtonsProps {
  readonly environment: Environment;
  readonly role: Role;
  readonly content: ContentWithUse;
  readonly onDone: () => void;
}

/** What a person can do with the content; each act asks first, with its reason where one is kept. */
export function ContentActButtons({ environment, role, content, onDone }: ContentActButtonsProps) {
  const t = useTranslations("contents.act");
  const router = useRouter();
  const mutations = useActMutations();
  const [asked, setAsked] = useState<ContentAct | null>(null);
  const [reason, setReason] = useState("");
  // While the dialog closes its texts stay.
  const [last, setLast] = useState<ContentAct>("retire");
  const { id, state, usedBy } = content;
  const isNeeded = usedBy.operations > 0;
  const words = (act: ContentAct) => (act === "delete" && state === "uploading" ? "giveUp" : act);
  const submit = async () => {
    const given = reason.trim();
    if (last === "delete") {
      await mutations.delete.mutateAsync({ id });
      stopUpload(id);
    } else if (last === "retire") {
      await mutations.retire.mutateAsync({ id, ...(given && { reason: given }) });
    } else {
      await mutations[last].mutateAsync({ id, reason: given });
    }
    setAsked(null);
    setReason("");
    // Before the list is read again: what is gone must not be asked for.
    if (last === "delete") router.push(`/${environment}/content`);
    onDone();
  };
  const ask = (act: ContentAct) => {
    setLast(act);
    setAsked(act);
  };
  return (
    <>
      {actsFor(content, role).map((act) => (
        <Button key={act} intent={act === "approve" ? "primary" : "secondary"} onClick={() => ask(act)}>
          {t(`${words(act)}.act`)}
        </Button>
      ))}
      <FormDialog
        open={asked !== null}
        onClose={() => setAsked(null)}
        title={t(`${words(last)}.title`, { name: content.name })}
        description={
          isNeeded && last === "retire"
            ? t("retire.inUse", { n: usedBy.tasks, total: usedBy.operations })
            : t(`${words(last)}.about`)
        }
        act={t(`${words(last)}.act`)}
        danger={last !== "approve"}
        onSubmit={submit}
      >
        {last === "delete"
          ? undefined
          : (errorOf) => (
              <ReasonField
                required={last !== "retire"}
                error={errorOf("/reason")}
                value={reason}
                onChange={setReason}
              />
            )}
      </FormDialog>
    </>
  );
}

function useActMutations() {
  const trpc = useTrpc();
  return {
    approve: useMutation(trpc.contents.approve.mutationOptions()),
    reject: useMutation(trpc.contents.reject.mutationOptions()),
    retire: useMutation(trpc.contents.retire.mutationOptions()),
    delete: useMutation(trpc.contents.delete.mutationOptions()),
  };
}
