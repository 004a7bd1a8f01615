import { childOf, parseXml, textAt, type XmlElement } from "./parse-xml";

/** One thing a message says about a node or to its receiver. */
export interface TraceItem {
  readonly uri: string | null;
  readonly value: string | null;
  readonly format: string | null;
}

/** One command of a message, for people to read. */
export interface TraceCommand {
  readonly name: string;
  readonly cmdId: string | null;
  /** How deep it stands in Atomic and Sequence. */
  readonly depth: number;
  /** Of a Status: the code, and which command of which message it answers. */
  readonly status: {
    readonly code: number;
    readonly command: string;
    readonly msgRef: string;
    readonly cmdRef: string;
  } | null;
  /** Of an Alert: its code. */
  readonly alert: string | null;
  readonly items: readonly TraceItem[];
}

export interface TraceMessage {
  readonly sessionId: string | null;
  readonly msgId: string | null;
  /** How its sender proves itself; the secret itself is masked by the server. */
  readonly credentials: { readonly type: string; readonly data: string } | null;
  readonly commands: readonly TraceCommand[];
  /** The sender's package ends with this message. */
  readonly final: boolean;
}

const GROUPS = new Set(["Atomic", "Sequence"]);

/** What a message says, command by command; null when it is no SyncML message. */
export function readTraceMessage(xml: string): TraceMessage | null {
  const root = parseXml(xml);
  if (root?.name !== "SyncML") return null;
  const header = childOf(root, "SyncHdr");
  const body = childOf(root, "SyncBody");
  const credentials = childOf(header, "Cred");
  return {
    sessionId: textAt(header, "SessionID"),
    msgId: textAt(header, "MsgID"),
    credentials: credentials
      ? { type: textAt(credentials, "Meta", "Type") ?? "", data: textAt(credentials, "Data") ?? "" }
      : null,
    commands: body ? commandsIn(body, 0) : [],
    final: childOf(body, "Final") !== undefined,
  };
}

/** Status codes that a message holds, each once. */
export function statusCodesOf(messages: readonly (TraceMessage | null)[]): number[] {
  const codes = messages.flatMap((message) => message?.commands.flatMap((command) => command.status?.code ?? []) ?? []);
  return [...new Set(codes)].sort((a, b) => a - b);
}

function commandsIn(element: XmlElement, depth: number): TraceCommand[] {
  return element.children
    .filter((child) => childOf(child, "CmdID") !== undefined)
    .flatMap((child) => [readCommand(child, depth), ...(GROUPS.has(child.name) ? commandsIn(child, depth + 1) : [])]);
}

function readCommand(element: XmlElement, depth: number): TraceCommand {
  const isStatus = element.name === "Status";
  return {
    name: element.name,
    cmdId: textAt(element, "CmdID"),
    depth,
    status: isStatus
      ? {
          code: Number(textAt(element, "Data") ?? 0),
          command: textAt(element, "Cmd") ?? "",
          msgRef: textAt(element, "MsgRef") ?? "",
          cmdRef: textAt(element, "CmdRef") ?? "",
        }
      : null,
    alert: element.name === "Alert" ? textAt(element, "Data") : null,
    items: isStatus ? referencesOf(element) : itemsOf(element),
  };
}

/** What a Status is about. */
function referencesOf(element: XmlElement): TraceItem[] {
  return element.children
    .filter((child) => child.name === "TargetRef" || child.name === "SourceRef")
    .map((child) => ({ uri: child.text, value: null, format: null }));
}

function itemsOf(element: XmlElement): TraceItem[] {
  const formatOfAll = textAt(element, "Meta", "Format");
  return element.children
    .filter((child) => child.name === "Item")
    .map((item) => ({
      uri: textAt(item, "Target", "LocURI") ?? textAt(item, "Source", "LocURI"),
      value: textAt(item, "Data"),
      format: textAt(item, "Meta", "Format") ?? formatOfAll,
    }));
}
