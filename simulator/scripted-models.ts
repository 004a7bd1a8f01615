import type { DeviceHabits } from "./fleet-device";
import { builtInProfile, type Profile } from "./profile";
import type { QuirkName } from "./quirks";
import type { UpdateEnd } from "./updates";

interface ScriptedModelEntry {
  readonly does: string;
  /** How a `parameter.get` ends; `waits`: not at all, before it expires or is cancelled. */
  readonly reading: "succeeded" | "failed" | "waits";
  /** The outcome of a `firmware.update`; null: it never comes so far. */
  readonly update: UpdateEnd | null;
  readonly habits?: DeviceHabits;
  readonly quirks?: readonly QuirkName[];
  /** Who may do something in its tree, in place of everybody. */
  readonly acl?: string;
}

/**
 * Devices to test against what goes wrong: each model does one thing badly, always, and ends operations as it says here.
 */
export const SCRIPTED_MODELS = {
  "SIM-SLOW": {
    does: "Takes two seconds before each of its messages.",
    reading: "succeeded",
    update: "verified",
    habits: { pauseMs: 2_000 },
  },
  "SIM-ASLEEP": {
    does: "Hears no wake-up and calls nobody.",
    reading: "waits",
    update: null,
    habits: { isAsleep: true },
  },
  "SIM-REFUSING": {
    does: "Refuses every command with 425: its tree belongs to another server.",
    reading: "failed",
    update: "error",
    acl: "Add=another&Delete=another&Exec=another&Get=another&Replace=another",
  },
  "SIM-FORGETFUL": {
    does: "Has forgotten its nonce whenever a session begins, and proves itself with a wrong one first.",
    reading: "succeeded",
    update: "verified",
    quirks: ["forgetsNonces"],
  },
  "SIM-DROPPING": {
    does: "Loses the connection of every request, and goes down in the middle of some sessions.",
    reading: "succeeded",
    update: "verified",
    habits: { faults: { dropConnection: 1, die: 0.1 } },
  },
  "SIM-FAILING": {
    does: "Downloads a firmware, and has no room to install it.",
    reading: "succeeded",
    update: "error",
    habits: { updateFault: "noMemoryForInstall" },
  },
  "SIM-LYING": {
    does: "Reports that a firmware is installed, and still has its old version.",
    reading: "succeeded",
    update: "unconfirmed",
    habits: { updateFault: "successOnOldVersion" },
  },
} as const satisfies Record<string, ScriptedModelEntry>;

export type ScriptedModel = keyof typeof SCRIPTED_MODELS;

const MANUFACTURER = "Simulated";

/** The phone under the name of a scripted model; what it does in a session are its `habits` beside. */
export function scriptedProfile(model: ScriptedModel): Profile {
  const { quirks = [], acl }: ScriptedModelEntry = SCRIPTED_MODELS[model];
  const phone = builtInProfile("phone");
  const nodes = new Map(phone.nodes);
  const change = (uri: string, over: { readonly value?: string; readonly acl?: string }): void => {
    const node = nodes.get(uri);
    if (node) nodes.set(uri, { ...node, ...over });
  };
  change("./DevInfo/Man", { value: MANUFACTURER });
  change("./DevInfo/Mod", { value: model });
  if (acl !== undefined) change(".", { acl });
  return { ...phone, name: "scripted", manufacturer: MANUFACTURER, model, nodes, quirks: new Set(quirks) };
}
