import {
  ALERT,
  type Chal,
  type Command,
  type Cred,
  type Item,
  type Location,
  type Meta,
  type ReadMessage,
  type SyncHdr,
  statusMeaning,
} from "../../server/oma-dm/syncml";

/** What is shown of a value; the rest is counted. */
const VALUE_CHARACTERS_SHOWN = 200;
const OCTETS_SHOWN = 32;
const INDENT = "    ";

/** A message in words: who to whom, then a line a command with its lines below it, then what was odd. */
export function messageLines({ message, problems }: ReadMessage): string[] {
  return [
    ...headerLines(message.header),
    ...message.commands.flatMap(commandLines),
    message.final ? "Final" : "no Final: the package goes on in the next message",
    ...problems.map(({ code, cmdId, detail }) => `! ${code}, command ${cmdId}: ${detail}`),
  ].map((line) => INDENT + line);
}

function headerLines({ verProto, sessionId, msgId, source, target, respUri, cred, meta }: SyncHdr): string[] {
  return [
    `${verProto}, session ${sessionId}, message ${msgId}, ${partner(source)} to ${partner(target)}`,
    ...(respUri === undefined ? [] : [`wants answers at ${partner({ locUri: respUri })}`]),
    ...(cred ? [credLine(cred)] : []),
    ...(meta?.maxMsgSize === undefined ? [] : [`takes messages up to ${meta.maxMsgSize} octets`]),
  ];
}

/** Without the query: a server's address carries the token of the session there. */
function partner({ locUri, locName }: Location): string {
  const [address = "", query] = locUri.split("?", 2);
  return `${address}${query === undefined ? "" : "?******"}${locName ? ` (${locName})` : ""}`;
}

function credLine({ type, format, data }: Cred): string {
  return `credentials ${type}${format ? `, ${format}` : ""}: ${data}`;
}

function chalLine({ type, nextNonce }: Chal): string {
  return `challenge ${type}${nextNonce ? `, next nonce ${nextNonce}` : ""}`;
}

function commandLines(command: Command): string[] {
  const label = command.cmdId.padStart(3);
  const inner = (lines: readonly string[]) => lines.map((line) => INDENT + INDENT + line);
  switch (command.name) {
    case "Status": {
      const { msgRef, cmdRef, cmd, targetRefs, sourceRefs, data, chal, items } = command;
      // The header's own references repeat its addresses.
      const uris = cmd === "SyncHdr" ? [] : [...targetRefs, ...sourceRefs];
      return [
        `${label} Status to ${cmd} (${refs(msgRef, cmdRef)}): ${statusWords(data)}`,
        ...inner([...uris, ...(chal ? [chalLine(chal)] : []), ...items.map(itemLine)]),
      ];
    }
    case "Results": {
      const { msgRef, cmdRef, meta, targetRef, sourceRef, items } = command;
      const uris = [targetRef, sourceRef].filter((uri) => uri !== undefined);
      return [
        `${label} Results to ${refs(msgRef, cmdRef)}${metaWords(meta)}`,
        ...inner([...uris, ...items.map(itemLine)]),
      ];
    }
    case "Alert":
      return [
        `${label} Alert ${alertWords(command.data)}${correlation(command)}`,
        ...inner(command.items.map(itemLine)),
      ];
    case "Exec":
      return [`${label} Exec${correlation(command)}${metaWords(command.meta)}`, ...inner(command.items.map(itemLine))];
    case "Atomic":
    case "Sequence":
      return [`${label} ${command.name}`, ...command.commands.flatMap(commandLines).map((line) => INDENT + line)];
    case "Unknown":
      return [`${label} ${command.element}, which DM does not use`];
    default:
      return [`${label} ${command.name}${metaWords(command.meta)}`, ...inner(command.items.map(itemLine))];
  }
}

function refs(msgRef: string, cmdRef: string): string {
  return `message ${msgRef}, command ${cmdRef}`;
}

function statusWords(code: number): string {
  if (Number.isNaN(code)) return "no status code";
  const { name, meaning } = statusMeaning(code);
  return `${code} ${name} - ${meaning}`;
}

const ALERT_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries(ALERT).map(([name, code]) => [code, name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)]),
);

function alertWords(code: string): string {
  const words = ALERT_WORDS.get(code);
  return words === undefined ? code : `${code} ${words}`;
}

function correlation({ correlator }: { readonly correlator?: string }): string {
  return correlator === undefined ? "" : `, correlator ${correlator}`;
}

function itemLine({ target, source, meta, data, moreData }: Item): string {
  const way = [source?.locUri, target?.locUri].filter((uri) => uri !== undefined).join(" to ");
  const value = data === undefined ? "" : `${way === "" ? "" : " = "}${valueText(data)}`;
  return `${way}${value}${metaWords(meta)}${moreData ? " and more data follows" : ""}`;
}

function metaWords(meta: Meta | undefined): string {
  if (meta === undefined) return "";
  const size = meta.size === undefined ? undefined : `${meta.size} octets in all`;
  const words = [meta.format, meta.type, meta.mark, size].filter((word) => word !== undefined);
  return words.length === 0 ? "" : `  [${words.join(", ")}]`;
}

function valueText(data: string | Uint8Array): string {
  if (typeof data !== "string") {
    const shown = Buffer.from(data.subarray(0, OCTETS_SHOWN)).toString("hex");
    return `octets ${shown}${data.length > OCTETS_SHOWN ? `... (${data.length} octets)` : ""}`;
  }
  if (data.length <= VALUE_CHARACTERS_SHOWN) return JSON.stringify(data);
  return `${JSON.stringify(data.slice(0, VALUE_CHARACTERS_SHOWN))}... (${data.length} characters)`;
}
