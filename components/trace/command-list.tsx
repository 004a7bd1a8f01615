"use client";
import { CornerDownRight, KeyRound } from "lucide-react";
import { useTranslations } from "use-intl";
import type { LinkedCommandView } from "@/server/services/device-sessions/schemas";
import { useKindName } from "../operations/use-kind-name";
import { StatusCode } from "../value/status-code";
import type { TraceCommand, TraceItem, TraceMessage } from "./trace-commands";

interface CommandListProps {
  readonly message: TraceMessage;
  /** Whose the commands are that belong to a task, by CmdID. */
  readonly links: readonly LinkedCommandView[];
  /** Words of a status code; nothing while they are loading. */
  readonly meaningOf: (code: number) => string | undefined;
}

/** A message command by command, each code with its meaning. */
export function CommandList({ message, links, meaningOf }: CommandListProps) {
  const t = useTranslations("trace");
  const linkOf = new Map(links.map((link) => [link.cmdId, link]));
  return (
    <div className="divide-y divide-hairline text-sm">
      {message.credentials ? (
        <p className="flex flex-wrap items-center gap-x-2 px-4 py-2">
          <KeyRound aria-hidden="true" className="size-4 text-muted" />
          <span className="font-medium">{t("credentials")}</span>
          <span className="font-mono text-muted">{message.credentials.type}</span>
          <span className="rounded-sm bg-attention-tint px-1 font-mono text-attention-text">
            {message.credentials.data}
          </span>
        </p>
      ) : null}
      {message.commands.map((command, i) => (
        // The commands of a message never change: their place is their name.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={i} className="flex gap-2 px-4 py-2" style={{ paddingInlineStart: `${1 + command.depth * 1.5}rem` }}>
          {command.depth > 0 ? (
            <CornerDownRight aria-hidden="true" className="mt-0.5 size-3.5 shrink-0 text-muted" />
          ) : null}
          <div className="min-w-0 flex-1">
            <CommandHead
              command={command}
              link={linkOf.get(command.cmdId ?? "")}
              meaning={command.status ? meaningOf(command.status.code) : undefined}
            />
            {command.items.length > 0 ? (
              <ul className="mt-0.5">
                {command.items.map((item, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  <TraceItemLine key={place} item={item} />
                ))}
              </ul>
            ) : null}
          </div>
        </div>
      ))}
      {message.commands.length === 0 ? <p className="px-4 py-2 text-muted">{t("noCommands")}</p> : null}
    </div>
  );
}

interface CommandHeadProps {
  readonly command: TraceCommand;
  readonly link: LinkedCommandView | undefined;
  readonly meaning: string | undefined;
}

function CommandHead({ command, link, meaning }: CommandHeadProps) {
  const t = useTranslations("trace");
  const kindName = useKindName();
  const alertKey = `alert.${command.alert}` as "alert.1201";
  return (
    <p className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
      <span className="font-medium">{command.name}</span>
      {command.status ? (
        <>
          <StatusCode code={command.status.code} meaning={meaning} />
          <span className="text-muted">
            {t("answers", {
              command: command.status.command,
              cmdRef: command.status.cmdRef,
              msgRef: command.status.msgRef,
            })}
          </span>
        </>
      ) : null}
      {command.alert ? (
        <span>
          <span className="font-mono">{command.alert}</span> {t.has(alertKey) ? t(alertKey) : null}
        </span>
      ) : null}
      {link ? (
        <span className="text-muted">{t("for", { what: kindName(link.kind), who: link.createdBy.name })}</span>
      ) : null}
    </p>
  );
}

function TraceItemLine({ item }: { readonly item: TraceItem }) {
  return (
    <li className="break-all">
      {item.uri ? <span className="font-mono text-muted">{item.uri}</span> : null}
      {item.value === null ? null : (
        <>
          <span className="text-muted"> = </span>
          <span className="font-mono">{item.value}</span>
        </>
      )}
      {item.format ? <span className="ms-2 text-muted text-xs">{item.format}</span> : null}
    </li>
  );
}
