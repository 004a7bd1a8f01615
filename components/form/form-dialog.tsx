"use client";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { readApiProblem } from "../trpc/api-error";
import { Button } from "../ui/button";
import { Dialog, DialogActions, DialogBody } from "../ui/dialog";
import { Notice } from "./notice";

interface FormDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What will happen, in one or two sentences. */
  readonly description?: ReactNode;
  /** What the main button says: the act itself. */
  readonly act: string;
  readonly danger?: boolean;
  /** Does it; what it throws is shown, and the dialog stays. Closes the dialog itself where all is done. */
  readonly onSubmit: () => Promise<void>;
  /** Given what was wrong with a field, by JSON pointer into the input. */
  readonly children?: ((errorOf: (pointer: string) => string | undefined) => ReactNode) | undefined;
}

/** A question with its fields, sent as one act. */
export function FormDialog({ open, onClose, title, description, children, ...rest }: FormDialogProps) {
  const t = useTranslations("form");
  return (
    <Dialog
      open={open}
      onOpenChange={(stays) => stays || onClose()}
      title={title}
      description={description}
      closeLabel={t("close")}
    >
      {open ? (
        <FormInDialog onClose={onClose} {...rest}>
          {children}
        </FormInDialog>
      ) : null}
    </Dialog>
  );
}

type FormInDialogProps = Pick<FormDialogProps, "onClose" | "act" | "danger" | "onSubmit" | "children">;

function FormInDialog({ onClose, act, danger, onSubmit, children }: FormInDialogProps) {
  const t = useTranslations("form");
  const notice = useRef<HTMLDivElement>(null);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const problem = error === null ? null : readApiProblem(error);
  useEffect(() => {
    if (error !== null) notice.current?.focus();
  }, [error]);

  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    setPending(true);
    setError(null);
    try {
      await onSubmit();
    } catch (thrown) {
      setError(thrown);
    }
    setPending(false);
  };
  const fields = problem?.fields ?? [];
  const errorOf = (pointer: string) =>
    fields.find((field) => field.pointer === pointer || field.pointer.startsWith(`${pointer}/`))?.detail;
  return (
    <form onSubmit={send} className="flex min-h-0 flex-col">
      <DialogBody>
        {problem ? (
          <Notice ref={notice} tone="danger">
            {fields.length > 0 ? t("refused", { n: fields.length }) : problem.message || t("failed")}
          </Notice>
        ) : null}
        {children?.(errorOf)}
      </DialogBody>
      <DialogActions>
        <Button intent="quiet" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button type="submit" intent={danger ? "danger" : "primary"} pending={pending}>
          {act}
        </Button>
      </DialogActions>
    </form>
  );
}
