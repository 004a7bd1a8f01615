import type { SyncmlMessage } from "../../../oma-dm";
import type { WireDevice } from "./wire-device";

type Commands = SyncmlMessage["commands"];

const MESSAGES_MAX = 1_000;
const ROOT = "./FwUpdate";
const PACKAGE = `${ROOT}/Update/PkgData`;

const NODES: Readonly<Record<string, string>> = {
  ".": "DevInfo/DevDetail/FwUpdate",
  [ROOT]: "Update/Download/DownloadAndUpdate/State",
};

/** A device with a firmware object that takes what it is given, at once where it is given a package, and answers over the wire. */
export class UpdateDevice {
  /** What was written, joined where it came in parts. */
  readonly written = new Map<string, Buffer>();
  octets = 0;
  readonly #leaves: Record<string, string> = {
    [`${ROOT}?prop=Type`]: "urn:oma:mo:oma-fumo:1.0",
    [`${ROOT}/State`]: "10",
    "./DevDetail/FwV": "1.0",
  };

  /** `keeps`: also what a package held, not only how long it was. */
  constructor(
    private readonly wire: WireDevice,
    private readonly keeps = true,
  ) {}

  /** A session to its end. `before` is told of each of the server's messages that asks for something. Throws where it does not end. */
  async comes(before: (count: number) => Promise<void> = async () => {}): Promise<void> {
    const { wire } = this;
    wire.hangUp();
    let message = await wire.signIn();
    if (message.commands.some((command) => command.name === "Status" && command.data === 401)) {
      message = await wire.signIn();
    }
    for (let count = 0; count < MESSAGES_MAX; count += 1) {
      if (message.commands.every(({ name }) => name === "Status")) return;
      await before(count);
      message = await wire.send(this.#answersTo(message));
    }
    throw new Error("The session does not end.");
  }

  #answersTo({ header, commands }: SyncmlMessage): Commands {
    const answers: Commands[number][] = [];
    const nextId = () => String(answers.length + 1);
    const say = (cmdRef: string, cmd: string, data: number) => {
      const refs = { msgRef: header.msgId, cmdRef, cmd, targetRefs: [], sourceRefs: [], items: [] };
      answers.push({ name: "Status", cmdId: nextId(), ...refs, data });
    };
    say("0", "SyncHdr", 212);
    for (const command of commands) {
      if (command.name === "Status" || !("items" in command)) continue;
      const [item] = command.items;
      const uri = item?.target?.locUri ?? "";
      if (command.name === "Get") {
        const value = NODES[uri] ?? this.#leaves[uri];
        say(command.cmdId, "Get", value === undefined ? 404 : 200);
        if (value === undefined) continue;
        const meta = { format: uri in NODES ? "node" : "chr" };
        const items = [{ source: { locUri: uri }, meta, data: value }];
        answers.push({ name: "Results", cmdId: nextId(), msgRef: header.msgId, cmdRef: command.cmdId, items });
      } else if (command.name === "Replace" || command.name === "Add") {
        this.#take(uri, item?.data, item?.meta?.format ?? command.meta?.format);
        say(command.cmdId, command.name, item?.moreData ? 213 : 200);
      } else say(command.cmdId, command.name, command.name === "Exec" ? this.#execute() : 200);
    }
    return answers;
  }

  #take(uri: string, data: unknown, format: string | undefined): void {
    const isBase64 = typeof data === "string" && format === "b64";
    const octets = isBase64 ? Buffer.from(data, "base64") : Buffer.from(data as Uint8Array | string);
    this.octets += octets.length;
    if (this.keeps) this.written.set(uri, Buffer.concat([this.written.get(uri) ?? Buffer.alloc(0), octets]));
    else this.written.set(uri, Buffer.alloc(0));
  }

  #execute(): number {
    if (!this.written.has(PACKAGE)) return 202;
    this.#leaves["./DevDetail/FwV"] = "2.0";
    return 200;
  }
}
