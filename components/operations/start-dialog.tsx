"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { Role } from "@/server/services/principal";
import { Field } from "../form/field";
import { Notice } from "../form/notice";
import type { Environment } from "../trpc/api-client";
import { readApiProblem } from "../trpc/api-error";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";
import { Dialog, DialogActions, DialogBody } from "../ui/dialog";
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
export function StartDialog({ subject, onClose, ...rest }: StartDialogProps) {
  const t = useTranslations("start");
  const kindName = useKindName();
  return (
    <Dialog
      open={subject !== null}
      onOpenChange={(open) => open || onClose()}
      title={subject ? t("title", { act: kindName(subject.kind), device: rest.deviceName }) : ""}
      description={subject ? t(`about.${subject.kind.replace(".", "_") as "parameter_get"}`) : undefined}
      closeLabel={t("close")}
    >
      {subject ? <StartForm subject={subject} onClose={onClose} {...rest} /> : null}
    </Dialog>
  );
}

function StartForm({
  environment,
  role,
  deviceId,
  subject,
  onClose,
}: StartDialogProps & { readonly subject: StartSubject }) {
  const t = useTranslations("start");
  const kindName = useKindName();
  const router = useRouter();
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const notice = useRef<HTMLDivElement>(null);
  const [params, setParams] = useState<unknown>({});
  const [reference, setReference] = useState("");
  const start = useMutation(trpc.operations.start.mutationOptions());
  const problem = start.isError ? readApiProblem(start.error) : null;
  useEffect(() => {
    if (start.isError) notice.current?.focus();
  }, [start.isError]);

  const input = {
    kind: subject.kind,
    params,
    target: { devices: [deviceId] },
    priority: CARE_PRIORITY,
    ...(reference.trim() ? { reference: reference.trim() } : {}),
  };
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    const operation = await start.mutateAsync(input).catch(() => null);
    if (!operation) return;
    void queryClient.invalidateQueries({ queryKey: trpc.devices.tasks.pathKey() });
    onClose();
    router.push(`/${environment}/operations/${operation.id}`);
  };
  const fields = { subject, onChange: setParams, problems: problem?.fields ?? [] };
  return (
    <form onSubmit={onSubmit} className="flex min-h-0 flex-col">
      <DialogBody>
        {problem ? (
          <Notice ref={notice} tone="danger">
            {problem.fields.length > 0 ? t("refused", { n: problem.fields.length }) : problem.message || t("failed")}
          </Notice>
        ) : null}
        <KindFields {...fields} deviceId={deviceId} role={role} />
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
      </DialogBody>
      <DialogActions>
        <span className="me-auto text-sm">
          <CopyApiCall text={apiCall(input.kind, params, input.target)} />
        </span>
        <Button intent="quiet" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button
          type="submit"
          intent={subject.kind === "software.remove" ? "danger" : "primary"}
          pending={start.isPending}
        >
          {kindName(subject.kind)}
        </Button>
      </DialogActions>
    </form>
  );
}
