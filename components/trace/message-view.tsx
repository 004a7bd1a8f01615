"use client";
import { ArrowLeft, ArrowRight } from "lucide-react";
import { useTranslations } from "use-intl";
import type { SessionMessageView } from "@/server/services/device-sessions/schemas";
import { cx } from "../ui/cx";
import { CopyButton } from "../value/copy-button";
import { Octets } from "../value/octets";
import { Time } from "../value/time";
import { CommandList } from "./command-list";
import type { TraceMessage } from "./trace-commands";
import { XmlView } from "./xml-view";

export type TraceForm = "commands" | "xml";

interface MessageViewProps {
  readonly message: SessionMessageView;
  /** null when it could not be decoded; its text then says why. */
  readonly read: TraceMessage | null;
  readonly form: TraceForm;
  readonly meaningOf: (code: number) => string | undefined;
}

/** One message of a session. */
export function MessageView({ message, read, form, meaningOf }: MessageViewProps) {
  const t = useTranslations("trace");
  const fromDevice = message.direction === "device";
  const Arrow = fromDevice ? ArrowRight : ArrowLeft;
  const title = t(fromDevice ? "fromDevice" : "fromServer", { n: read?.msgId ?? message.msgNo });
  return (
    <article aria-label={title} className="overflow-hidden rounded-md border border-hairline bg-surface">
      <header
        className={cx(
          "flex min-h-9 flex-wrap items-center gap-x-3 gap-y-0.5 border-hairline border-b bg-bg px-4 py-1 text-sm",
          !fromDevice && "border-s-2 border-s-primary",
        )}
      >
        <Arrow aria-hidden="true" className="size-4 text-muted" />
        <h2 className="font-semibold text-sm">{title}</h2>
        <span className="text-muted">
          <Octets count={message.octets} /> {message.encoding === "wbxml" ? "WBXML" : "XML"}
          {message.isCut ? ` · ${t("isCut")}` : null}
        </span>
        <span className="ms-auto flex items-center gap-1 text-muted">
          <Time at={message.at} as="clock" />
          <CopyButton text={message.xml} what={t("copyName")} />
        </span>
      </header>
      {read && form === "commands" ? (
        <CommandList message={read} links={message.commands} meaningOf={meaningOf} />
      ) : (
        <XmlView xml={message.xml} label={t("xmlOf", { title })} />
      )}
    </article>
  );
}
