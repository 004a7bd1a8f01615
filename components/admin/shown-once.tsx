"use client";
import { Notice } from "../form/notice";
import { Button } from "../ui/button";
import { Dialog, DialogActions, DialogBody } from "../ui/dialog";
import { CopyButton } from "../value/copy-button";

interface ShownOnceProps {
  readonly title: string;
  readonly about: string;
  /** Why it has to be stored now. */
  readonly once: string;
  /** What the button says that ends it. */
  readonly stored: string;
  /** null: nothing is shown. */
  readonly lines: readonly { readonly label: string; readonly text: string }[] | null;
  readonly onStored: () => void;
}

/** Shows something the one time that it can be shown. Only its button ends it: Esc would lose it for good. */
export function ShownOnce({ title, about, once, stored, lines, onStored }: ShownOnceProps) {
  return (
    <Dialog open={lines !== null} onOpenChange={() => {}} title={title} description={about} closeLabel={null}>
      {lines ? (
        <>
          <DialogBody>
            <Notice tone="attention">{once}</Notice>
            {lines.map(({ label, text }) => (
              <div key={label} className="flex flex-col gap-1">
                <span className="font-medium">{label}</span>
                <span className="flex items-start gap-2 rounded-sm border border-hairline bg-bg px-2.5 py-2">
                  <code className="min-w-0 flex-1 break-all font-mono text-sm">{text}</code>
                  <CopyButton text={text} what={label} />
                </span>
              </div>
            ))}
          </DialogBody>
          <DialogActions>
            <Button intent="primary" onClick={onStored}>
              {stored}
            </Button>
          </DialogActions>
        </>
      ) : null}
    </Dialog>
  );
}
