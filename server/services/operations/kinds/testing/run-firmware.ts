import type { Answer, ContentGrant, GenericAlert, OfferProblem, Progress } from "../../../../oma-dm";
import { type PlanRun, startPlanRun, taskSteps } from "../../plans";
import { type DeviceScript, offerAnswer, type TreeDevice, treeDevice } from "../../plans/testing/tree-device";
import { newestKind } from "../index";

export const CONTENT = "con_0000000000000000000000000a";
export const FUMO_TYPE = "org.openmobilealliance.dm.firmwareupdate.";

const text = (value: string) => ({ format: "chr", type: "text/plain", value });
const node = (type = "") => ({ format: "node", type, value: "" });

/** Nodes of a phone at version 1 whose object is where its id says. */
export const PHONE: DeviceScript["leaves"] = {
  "./DevInfo/Man": text("Nimbus"),
  "./DevInfo/Mod": text("N-1"),
  "./DevDetail/FwV": text("1"),
  "./Updates": node("urn:oma:mo:oma-fumo:1.0"),
  "./Updates/PkgName": text(""),
  "./Updates/PkgVersion": text(""),
  "./Updates/Download/PkgURL": text(""),
  "./Updates/Update/PkgData": { format: "bin", value: "" },
  "./Updates/DownloadAndUpdate/PkgURL": text(""),
  "./Updates/State": { format: "int", value: "10" },
};

/** What happens while the plan waits: the time is over, the device posts a line, or it sends an alert. */
type Happening =
  | "timeout"
  | { readonly posts: number }
  | (Partial<GenericAlert> & { readonly data: string; readonly says?: "download" | "update" | "downloadandupdate" });

/** One happening, and what is different on the device by then. */
interface Scene {
  readonly comes: Happening;
  readonly leaves?: Readonly<Record<string, string>>;
}

export interface FirmwareStory {
  readonly kind?: string;
  readonly params?: Record<string, unknown>;
  readonly offer?: Partial<ContentGrant> | { readonly problem: OfferProblem };
  readonly device?: Partial<DeviceScript>;
  readonly scenes?: readonly Scene[];
  /** In place of the device's answer; null: none is made up. */
  answer?(step: number, command: Extract<Progress, { kind: "commands" }>["commands"][number]): Answer | null;
}

/**
 * Plays a story of a device against a kind about firmware until the plan ends. An alert carries the Correlator and the
 * Source of the Exec unless the story says otherwise; a wait without a scene times out.
 */
export function runFirmware(story: FirmwareStory) {
  const kind = newestKind(story.kind ?? "firmware.update");
  if (!kind) throw new Error("no such kind");
  const device = treeDevice({ leaves: PHONE, ...story.device });
  const run = startPlanRun({
    key: "01890a5d-ac96-774b-bcce-b302099a8057",
    kind,
    device: { devId: "IMEI:350000000000001" },
    params: kind.params.parse({ content: CONTENT, ...story.params }),
    attempt: 1,
    answers: [],
    downloadUrlOf: (grant) => `https://dm.example/dl/${grant}`,
  });
  const scenes = [...(story.scenes ?? [])];
  const waits: number[] = [];
  const writes: string[] = [];
  for (let asked = run.progress(); asked.kind !== "ended"; asked = run.progress()) {
    if (asked.kind === "commands") {
      for (const { command } of asked.commands) {
        if (command.name === "Replace") writes.push(`${command.uri} ${JSON.stringify(command.data)}`);
      }
      run.give(
        asked.commands.map((command) => story.answer?.(asked.step, command) ?? device.answer(asked.step, command)),
      );
    } else if (asked.kind === "offer") run.give([offerAnswer(asked, story.offer ?? {})]);
    else if (asked.kind === "alert") {
      waits.push(asked.withinSeconds);
      happens(run, asked, device, scenes.shift());
    } else throw new Error(`Nothing is known of ${asked.kind}.`);
  }
  const executed = device.executed.map(({ uri }) => uri);
  return {
    verdict: run.verdict(),
    fault: run.fault,
    executed,
    waits,
    writes,
    steps: taskSteps(run),
    left: scenes.length,
  };
}

function happens(
  run: PlanRun,
  { step, wanted }: Extract<Progress, { kind: "alert" }>,
  device: TreeDevice,
  scene: Scene = { comes: "timeout" },
): void {
  for (const [uri, data] of Object.entries(scene.leaves ?? {})) {
    device.answer(0, { index: 0, command: { name: "Replace", uri, format: "chr", data } });
  }
  const { comes } = scene;
  if (comes === "timeout") run.give([{ kind: "timeout", step }]);
  else if ("posts" in comes) {
    run.give([{ kind: "report", report: { contentId: CONTENT, code: comes.posts, text: "" } }]);
  } else {
    const { says = "downloadandupdate", ...said } = comes;
    const { correlator, source } = wanted;
    const alert = {
      type: `${FUMO_TYPE}${says}`,
      ...(correlator && { correlator }),
      ...(source && { source }),
      ...said,
    };
    run.give([{ kind: "alert", alert }]);
    // An alert that is not for it leaves the plan where it was: the time runs out.
    const after = run.progress();
    if (after.kind === "alert" && after.step === step) run.give([{ kind: "timeout", step }]);
  }
}
