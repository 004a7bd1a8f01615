import assert from "node:assert/strict";
import type { UserAnswer } from "./device-user";
import type { DownloadLine } from "./download-lines";
import type { DeviceOutcomes } from "./server-under-test";
import { readGrant } from "./simulated-contents";
import type { SimulatedDevice } from "./simulated-device";
import type { SimulatedOperation } from "./simulated-operations";

/** What a device knows of a world that is over, beside what the server has of it. */
interface DeviceLedger {
  readonly device: SimulatedDevice;
  /** Nothing proved its messages whole, and one was taken that was not: it was heard to say what it never said. */
  readonly isMisheard: boolean;
  readonly operations: ReadonlyMap<string, SimulatedOperation>;
  readonly outcomes: DeviceOutcomes;
  readonly storedAlerts: readonly string[];
  /** What it posted of downloads and was told is taken, in that order. */
  readonly linesTaken: readonly DownloadLine[];
  readonly seen: (name: string) => void;
}

/** Throws where the device did or said something that the server has otherwise. */
export function checkLedger(ledger: DeviceLedger): void {
  const { device, storedAlerts } = ledger;
  for (const [correlator, runs] of device.runner.execs) {
    assert.equal(runs, 1, `I7: ${device.devId} ran the Exec ${correlator} ${runs} times`);
  }
  const stored = new Set(storedAlerts);
  for (const data of device.reports.taken) assert.ok(stored.has(data), `I8: "${data}" was taken and is not stored`);
  checkAskedOnce(ledger);
  checkLines(ledger);
  if (ledger.isMisheard) return;
  checkReplies(ledger);
  checkVersions(ledger);
}

/** Of a task that had one attempt, the first line that was taken is what its plan was given. */
function checkLines({ linesTaken, outcomes }: DeviceLedger): void {
  const first = new Map<string, DownloadLine>();
  for (const line of linesTaken) if (!first.has(line.grant)) first.set(line.grant, line);
  for (const [grant, { code, text }] of first) {
    const { operationId = "", contentId } = readGrant(grant) ?? {};
    const [, attempt, , , rows = []] = outcomes[operationId] ?? [];
    if (attempt !== 1) continue;
    const given = rows.flatMap(({ data }) => data.answers).filter((answer) => answer.kind === "report");
    const report = { contentId, code, text };
    assert.deepEqual(given, [{ kind: "report", report }], `the line "${text}" was taken first`);
  }
}

interface ObjectResult {
  readonly verified: boolean;
  readonly toVersion: string | null;
  readonly item?: { readonly uri: string } | null;
}

const FIRMWARE_VERSIONS = ["./DevDetail/FwV", "./FwUpdate/PkgVersion"];

/** What an operation on firmware or software proved, its device did have. */
function checkVersions({ device, operations, outcomes }: DeviceLedger): void {
  for (const [operationId, [, , , , rows]] of Object.entries(outcomes)) {
    const kind = operations.get(operationId)?.kind.kind ?? "";
    if (!/^(software\..*|firmware\.(update|install))$/.test(kind)) continue;
    for (const { data } of rows) {
      const { verified, toVersion, item } = (data.result ?? {}) as Partial<ObjectResult>;
      if (!verified || !toVersion) continue;
      const leaves = item ? [`${item.uri}/Version`] : FIRMWARE_VERSIONS;
      const isHad = leaves.some((leaf) => device.runner.tree.versions.has(`${leaf} ${toVersion}`));
      assert.ok(isHad, `${kind} proved version ${toVersion}, which ${device.devId} never had`);
    }
  }
}

/** The text of a question begins with its operation. */
function checkAskedOnce({ device, outcomes }: DeviceLedger): void {
  for (const [text, { shown }] of device.runner.user.asked) {
    const attempts = outcomes[text.split(" ")[0] ?? ""]?.[1] ?? 0;
    assert.ok(shown <= attempts, `${device.devId} was asked "${text}" ${shown} times in ${attempts} attempts`);
  }
}

/** What a script says of a question to the user. */
interface Reply {
  readonly outcome: string;
  readonly text: string | null;
  readonly choices: readonly number[];
}

interface ScriptResult {
  readonly steps: readonly { readonly status: number | null; readonly reply?: Reply }[];
}

interface Asked {
  readonly text: string;
  readonly kind: string;
  readonly choices?: readonly string[];
}

type ScriptEntry = { readonly question?: Asked; readonly commands?: readonly ScriptEntry[] };

const OF_THE_USER: ReadonlySet<string> = new Set(["answered", "declined", "cancelled", "timed_out"]);

/** What a script tells of its user the device did say, of this very question. */
function checkReplies({ device, operations, outcomes, seen }: DeviceLedger): void {
  for (const [operationId, [, , , , rows]] of Object.entries(outcomes)) {
    const operation = operations.get(operationId);
    if (operation?.kind.kind !== "script.run") continue;
    const { commands } = operation.params as { readonly commands: readonly ScriptEntry[] };
    const flat = commands.flatMap((entry) => [entry, ...(entry.commands ?? [])]);
    for (const { data } of rows) {
      const steps = (data.result as ScriptResult | undefined)?.steps ?? [];
      for (const [at, { status, reply }] of steps.entries()) {
        const question = flat[at]?.question;
        if (!reply || !question) continue;
        seen(`user ${reply.outcome}`);
        if (!OF_THE_USER.has(reply.outcome)) continue;
        const answers = device.runner.user.asked.get(question.text)?.answers ?? [];
        const isSaid = answers.some((answer) => answer.status === status && isTold(question, answer, reply));
        assert.ok(isSaid, `"${question.text}": ${JSON.stringify(reply)} of ${JSON.stringify(answers)}`);
      }
    }
  }
}

function isTold({ kind, choices = [] }: Asked, { status, texts }: UserAnswer, reply: Reply): boolean {
  const isAnswered = status === 200;
  const text = isAnswered && kind === "enter" ? (texts[0] ?? "") : null;
  const made = new Set(isAnswered ? texts.map((one) => choices[Number(one) - 1] && Number(one)) : []);
  made.delete(undefined);
  return reply.text === text && made.size === reply.choices.length && reply.choices.every((one) => made.has(one));
}
