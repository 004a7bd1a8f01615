import type { Answer, ContentGrant, GenericAlert, OfferProblem, Progress } from "../../../../oma-dm";
import { type PlanRun, startPlanRun, taskSteps } from "../../plans";
import { type DeviceScript, offerAnswer, type TreeDevice, treeDevice } from "../../plans/testing/tree-device";
import { newestKind } from "../index";

export const CONTENT = "con_0000000000000000000000000a";

export const text = (value: string) => ({ format: "chr", type: "text/plain", value });
export const node = (type = "") => ({ format: "node", type, value: "" });

/** What happens while the plan waits: the time is over, the device posts a line, or it sends an alert. */
export type Happening = "timeout" | { readonly posts: number } | (Partial<GenericAlert> & { readonly data: string });

/** One happening, and what is different on the device by then. */
export interface Scene {
  readonly comes: Happening;
  /** null: the node is gone. */
  readonly leaves?: Readonly<Record<string, string | null>>;
}

type AskedCommand = Extract<Progress, { kind: "commands" }>["commands"][number];

export interface Story {
  readonly kind: string;
  readonly params: Record<string, unknown>;
  readonly offer?: Partial<ContentGrant> | { readonly problem: OfferProblem };
  readonly device: DeviceScript;
  readonly scenes?: readonly Scene[];
  /** Of alerts that do not say otherwise. */
  readonly alertType: string;
  /** The status of a question to the user; 200, which is a yes, when left out. */
  readonly userSays?: number;
  /** In place of the device's answer; null: none is made up. */
  answer?(step: number, command: AskedCommand): Answer | null;
}

/**
 * Plays a story of a device against a kind until the plan ends. An alert carries the Correlator and the Source of the Exec
 * unless the story says otherwise; a wait without a scene times out.
 */
export function playStory(story: Story) {
  const kind = newestKind(story.kind);
  if (!kind) throw new Error("no such kind");
  const device = treeDevice(story.device);
  const run = startPlanRun({
    key: "01890a5d-ac96-774b-bcce-b302099a8057",
    kind,
    device: { devId: "IMEI:350000000000001" },
    params: kind.params.parse(story.params),
    attempt: 1,
    answers: [],
    downloadUrlOf: (grant) => `https://dm.example/dl/${grant}`,
  });
  const scenes = [...(story.scenes ?? [])];
  const waits: number[] = [];
  const writes: string[] = [];
  const executed: string[] = [];
  const questions: string[] = [];
  for (let asked = run.progress(); asked.kind !== "ended"; asked = run.progress()) {
    if (asked.kind === "commands") {
      for (const { command } of asked.commands) {
        if (command.name === "Exec") executed.push(command.uri);
        if (command.name === "Alert") questions.push(command.texts[0] ?? "");
        if (command.name === "Replace" || command.name === "Add") {
          writes.push(`${command.uri} ${JSON.stringify(command.data)}`);
        }
      }
      run.give(
        asked.commands.map(
          (planned) =>
            story.answer?.(asked.step, planned) ??
            userAnswer(story, asked.step, planned) ??
            device.answer(asked.step, planned),
        ),
      );
    } else if (asked.kind === "offer") run.give([offerAnswer(asked, story.offer ?? {})]);
    else if (asked.kind === "alert") {
      waits.push(asked.withinSeconds);
      happens(run, asked, device, story.alertType, scenes.shift());
    } else throw new Error(`Nothing is known of ${asked.kind}.`);
  }
  return {
    verdict: run.verdict(),
    fault: run.fault,
    executed,
    questions,
    waits,
    writes,
    steps: taskSteps(run),
    left: scenes.length,
  };
}

function userAnswer({ userSays = 200 }: Story, step: number, { index, command }: AskedCommand): Answer | null {
  return command.name === "Alert" ? { kind: "status", step, index, status: userSays } : null;
}

function happens(
  run: PlanRun,
  { step, wanted }: Extract<Progress, { kind: "alert" }>,
  device: TreeDevice,
  alertType: string,
  scene: Scene = { comes: "timeout" },
): void {
  for (const [uri, data] of Object.entries(scene.leaves ?? {})) become(device, uri, data);
  const { comes } = scene;
  if (comes === "timeout") run.give([{ kind: "timeout", step }]);
  else if ("posts" in comes) {
    run.give([{ kind: "report", report: { contentId: CONTENT, code: comes.posts, text: "" } }]);
  } else {
    const { correlator, source } = wanted;
    const alert = { type: alertType, ...(correlator && { correlator }), ...(source && { source }), ...comes };
    run.give([{ kind: "alert", alert }]);
    // An alert that is not for it leaves the plan where it was: the time runs out.
    const after = run.progress();
    if (after.kind === "alert" && after.step === step) run.give([{ kind: "timeout", step }]);
  }
}

/** The device itself gives the node a value, makes it with all that is above it, or takes it away. */
function become(device: TreeDevice, uri: string, data: string | null): void {
  if (data === null) device.answer(0, { index: 0, command: { name: "Delete", uri } });
  else {
    const above = uri.split("/").slice(0, -1);
    for (let length = 2; length <= above.length; length += 1) {
      const parent = above.slice(0, length).join("/");
      device.answer(0, { index: 0, command: { name: "Add", uri: parent, format: "node", data: "" } });
    }
    for (const name of ["Add", "Replace"] as const) {
      device.answer(0, { index: 0, command: { name, uri, format: "chr", data } });
    }
  }
}
