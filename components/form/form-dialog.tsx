"use client";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { type ApiProblem, readApiProblem } from "../trpc/api-error";
import { Button } from "../ui/button";
import { Dialog, DialogActions, DialogBody } from "../ui/dialog";
import { Notice } from "./notice";
import { ProofField } from "./proof-field";
import { useFocusOnWrong } from "./use-focus-on-wrong";
import { useProof } from "./use-proof";

/** The others are told once these are mended. */
const PROBLEMS_SHOWN_MAX = 3;

interface FormDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What will happen, in one or two sentences. */
  readonly description?: ReactNode;
  /** What the main button says: the act itself. */
  readonly act: string;
  readonly danger?: boolean;
  /** Beside the buttons, at the far end. */
  readonly aside?: ReactNode;
  /** Does it; what it throws is shown, and the dialog stays. Closes the dialog itself where all is done. */
  readonly onSubmit: () => Promise<void>;
  /** Given what was wrong with a field, by JSON pointer into the input, and all that was wrong. */
  readonly children?:
    | ((errorOf: (pointer: string) => string | undefined, problems: ApiProblem["fields"]) => ReactNode)
    | undefined;
}

/** A question with its fields, sent as one act. Where the act needs it, the person's password is asked for first. */
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

type FormInDialogProps = Pick<FormDialogProps, "onClose" | "act" | "danger" | "aside" | "onSubmit" | "children">;

function FormInDialog({ onClose, act, danger, aside, onSubmit, children }: FormInDialogProps) {
  const t = useTranslations("form");
  const [sends, setSends] = useState(0);
  const { form, notice } = useFocusOnWrong(sends);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const proof = useProof();
  const problem = error === null ? null : readApiProblem(error);

  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    setPending(true);
    setError(null);
    try {
      if (await proof.give()) await onSubmit();
    } catch (thrown) {
      if (!proof.askFor(thrown)) setError(thrown);
    }
    setPending(false);
    setSends((count) => count + 1);
  };
  const problems = problem?.fields ?? [];
  const errorOf = (pointer: string) =>
    problems.find((field) => field.pointer === pointer || field.pointer.startsWith(`${pointer}/`))?.detail;
  return (
    <form ref={form} onSubmit={send} className="flex min-h-0 flex-col">
      <DialogBody>
        {problem ? (
          <Notice ref={notice} tone="danger">
            {problems.length > 0
              ? t("refused", { n: problems.length })
              : problem.message || t(problem.kind === "unreachable" ? "unanswered" : "failed")}
            {/* Said here too: what is wrong may be something that has no field. */}
            {problems.slice(0, PROBLEMS_SHOWN_MAX).map(({ pointer, detail }) => (
              <p key={pointer + detail}>{detail}</p>
            ))}
          </Notice>
        ) : null}
        {children?.(errorOf, problems)}
        <ProofField proof={proof} />
      </DialogBody>
      <DialogActions>
        {aside ? <span className="me-auto text-sm">{aside}</span> : null}
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
