"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Role } from "@/server/services/principal";
import { Field } from "../form/field";
import { FormDialog } from "../form/form-dialog";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { Input } from "../ui/input";
import { apiCall } from "./api-call";
import { CopyApiCall } from "./copy-api-call";
import { KindFields } from "./kind-fields";
import type { StartSubject } from "./start-forms";
import { useKindName } from "./use-kind-name";

/** Work that somebody asks for by hand comes before campaigns. */
const CARE_PRIORITY = 2;

interface StartDialogProps {
  readonly environment: Environment;
  readonly role: Role;
  readonly deviceId: string;
  /** Short name of the device, for the title. */
  readonly deviceName: string;
  /** What to start; null closes the dialog. */
  readonly subject: StartSubject | null;
  readonly onClose: () => void;
}

/** Asks for what one kind of operation needs, starts it on the device, and opens its page. */
export function StartDialog({ subject, ...rest }: StartDialogProps) {
  return subject ? <OpenStartDialog subject={subject} {...rest} /> : null;
}

type OpenStartDialogProps = StartDialogProps & { readonly subject: StartSubject };

function OpenStartDialog({ environment, role, deviceId, deviceName, subject, onClose }: OpenStartDialogProps) {
  const t = useTranslations("start");
  const kindName = useKindName();
  const router = useRouter();
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const [params, setParams] = useState<unknown>({});
  const [reference, setReference] = useState("");
  const start = useMutation(trpc.operations.start.mutationOptions());
  const input = {
    kind: subject.kind,
    params,
    target: { devices: [deviceId] },
    priority: CARE_PRIORITY,
    ...(reference.trim() ? { reference: reference.trim() } : {}),
  };
  const submit = async () => {
    const operation = await start.mutateAsync(input);
    void queryClient.invalidateQueries({ queryKey: trpc.devices.tasks.pathKey() });
    onClose();
    router.push(`/${environment}/operations/${operation.id}`);
  };
  const act = kindName(subject.kind);
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t("title", { act, device: deviceName })}
      description={t(`about.${subject.kind.replace(".", "_") as "parameter_get"}`)}
      act={act}
      danger={subject.kind === "software.remove"}
      aside={<CopyApiCall text={apiCall(input.kind, params, input.target)} />}
      onSubmit={submit}
    >
      {(_errorOf, problems) => (
        <>
          <KindFields subject={subject} onChange={setParams} problems={problems} deviceId={deviceId} role={role} />
          <Field label={t("reference")} hint={t("referenceHint")}>
            {(field) => (
              <Input
                {...field}
                value={reference}
                maxLength={128}
                autoComplete="off"
                onChange={(event) => setReference(event.target.value)}
              />
            )}
          </Field>
        </>
      )}
    </FormDialog>
  );
}
