import { afterAll, beforeAll, expect, it } from "vitest";
import { builtInProfile, type DeviceUser, writePackageHeader } from "../../simulator";
import { FLEET_START_MS_MAX, type FleetBed, openFleetBed } from "./fleet-bed";
import { findViolations } from "./invariants";

const USERS = ["accepts", "refuses", "cancels", "absent", "none"] as const satisfies readonly DeviceUser[];
/** One of each that speaks WBXML, and one that speaks XML. */
const DEVICES = 2 * USERS.length;
/** Whoever is absent has it all, so it is short. */
const SECONDS = 1;
/** An attempt that the user did not answer is not repeated. */
const ONCE = { attempts: 1 };

let bed: FleetBed;

beforeAll(async () => {
  const profiles = USERS.map((user) => ({ ...builtInProfile("phone"), user }));
  bed = await openFleetBed({ devices: DEVICES, seed: "asked-users", polite: true, profiles });
}, FLEET_START_MS_MAX);
afterAll(async () => {
  expect(await findViolations(bed.test.sql)).toEqual([]);
  await bed?.close();
});

/** How the tasks of an operation ended, by the user of the device: that of both encodings, which have to be alike. */
async function endsOf<T>(operation: string, read: (task: Awaited<ReturnType<FleetBed["taskOn"]>>) => T) {
  await bed.run.untilAllEnded(60);
  const ends = await Promise.all(bed.run.devices.map(async ({ devId }) => read(await bed.taskOn(devId, operation))));
  expect(ends.slice(USERS.length)).toEqual(ends.slice(0, USERS.length));
  return Object.fromEntries(USERS.map((user, place) => [user, ends[place]]));
}

it("a firmware update that asks first is done where the user agrees, and nothing is done where not", {
  timeout: 90_000,
}, async () => {
  const content = await bed.addContent(writePackageHeader({ version: "Asked-1" }), { version: "Asked-1" });
  const ask = { text: "Install Asked-1 now?", maxSeconds: SECONDS };
  const operation = await bed.run.startOnAll("firmware.update", { content: content.id, ask }, ONCE);
  const ends = await endsOf(operation, ({ state, outcome, reason }) => [state, outcome, reason?.code, reason?.text]);
  expect(ends).toEqual({
    accepts: ["succeeded", "verified", undefined, undefined],
    refuses: ["failed", "refused", "refused_by_user", "The user was asked first, and said no."],
    cancels: ["failed", "refused", "refused_by_user", "The user was asked first, and turned the question away."],
    absent: ["failed", "refused", "refused_by_user", "The user was asked first, and did not answer in time."],
    none: ["failed", "error", "unsupported_by_device", "The user was to be asked first, which the device cannot do."],
  });
  const installs = bed.run.devices.map(({ devId }) =>
    bed.run.fleet.ledgerOf(devId).filter(({ command }) => command === "Install"),
  );
  expect(installs.map(({ length }) => length)).toEqual([1, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
});

it("each kind of question brings back what the user answered, and its default where nobody does", {
  timeout: 90_000,
}, async () => {
  const choices = ["home", "office", "car"];
  const questions = [
    { kind: "show", text: "Maintenance tonight." },
    { kind: "confirm", text: "Agreed?", default: true },
    { kind: "enter", text: "Your number?", input: "phone", charactersMax: 4 },
    { kind: "choose", text: "Where?", choices, default: 2 },
    { kind: "choose_several", text: "Where else?", choices, default: [1, 3] },
  ].map((question) => ({ command: "Alert", question: { ...question, maxSeconds: SECONDS } }));
  const operation = await bed.run.startOnAll("script.run", { commands: questions, onRefusal: "continue" }, ONCE);
  const ends = await endsOf(operation, ({ result }) =>
    (result as ScriptResult).steps.map(({ reply }) => [reply.outcome, reply.text, reply.choices]),
  );
  const not = (outcome: string) => [outcome, null, []];
  const yes = not("answered");
  expect(ends).toEqual({
    accepts: [yes, yes, ["answered", "5550", []], ["answered", null, [2]], ["answered", null, [1, 3]]],
    refuses: [yes, not("declined"), not("cancelled"), not("cancelled"), not("cancelled")],
    cancels: [yes, not("cancelled"), not("cancelled"), not("cancelled"), not("cancelled")],
    absent: [yes, yes, not("timed_out"), ["answered", null, [2]], ["answered", null, [1, 3]]],
    none: questions.map(() => not("not_shown")),
  });
});

interface ScriptResult {
  readonly steps: readonly {
    readonly reply: { readonly outcome: string; readonly text: string | null; readonly choices: readonly number[] };
  }[];
}
