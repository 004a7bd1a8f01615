import { expect, test } from "vitest";
import type { Answer, OfferNews, StepOutput } from "../../oma-dm";
import { newestKind } from "../operations/kinds";
import type { LoadedTask, StoredResult } from "./device-snapshot";
import { MessageSupplies, type PlanContents } from "./plan-contents";
import { runningTasksOf } from "./running-tasks";
import type { RunningTask } from "./task-changes";
import { newDeviceSnapshot } from "./testing/device-snapshot";

const DEVICE = "018f0000-0000-7000-8000-00000000000d";
const CONTENT = `con_${"0".repeat(26)}`;
const [FIRST, SECOND] = ["018f0000-0000-7000-8000-000000000001", "018f0000-0000-7000-8000-000000000002"];
const OFFER: OfferNews = {
  grant: "g-1",
  contentId: CONTENT,
  name: "Firmware",
  version: "2.0",
  fromVersions: null,
  manufacturer: null,
  models: null,
  size: 3,
  sha256: "0".repeat(64),
};
const CONTENTS: PlanContents = {
  urlOf: (grant) => `https://dm.carrier.example/dl/${grant}`,
  offer: async () => OFFER,
  read: async () => null,
};
const OUTPUT: StepOutput = {
  state: null,
  reply: {
    header: {
      verDtd: "1.2",
      verProto: "DM/1.2",
      sessionId: "1",
      msgId: "1",
      target: { locUri: "IMEI:350000000000001" },
      source: { locUri: "https://dm.carrier.example/dm" },
    },
    commands: [],
    final: true,
  },
  effects: [],
};

function update(operationId: string, state: LoadedTask["state"], answers: readonly Answer[]): LoadedTask {
  const kind = newestKind("firmware.update");
  const params = kind?.params.parse({ content: CONTENT });
  const results: StoredResult[] | null = answers.length > 0 ? [{ answers }] : null;
  const facts = { operationId, state, attempt: 1, kind: "firmware.update", kindVersion: kind?.version ?? 0, params };
  return { ...facts, attemptsMax: 1, backoffSeconds: 60, results };
}

/** The device's two updates; `first` is what the first one was answered so far. */
function updates(first: readonly Answer[]): readonly RunningTask[] {
  return runningTasksOf(newDeviceSnapshot([update(FIRST, "in_session", first), update(SECOND, "queued", [])]));
}

const begun: Answer = { kind: "offer", step: 0, offer: OFFER };
const withdrawn: Answer = { kind: "offer", step: 0, offer: { problem: "content_withdrawn" } };

test("an operation whose turn had come, and has not once another message was first, is not begun by what was fetched for it", async () => {
  const supplies = new MessageSupplies(CONTENTS);
  const asSeenFirst = updates([withdrawn]);
  expect(await supplies.fetch(DEVICE, asSeenFirst, OUTPUT)).toBe(true);
  expect(supplies.joinedTo([])).toHaveLength(1);

  const asItIs = updates([begun]);
  supplies.giveAgain(asItIs);
  expect(await supplies.fetch(DEVICE, asItIs, OUTPUT)).toBe(true);
  expect(supplies.joinedTo([])).toEqual([]);

  const anew = updates([begun]);
  supplies.giveAgain(anew);
  expect(await supplies.fetch(DEVICE, anew, OUTPUT)).toBe(false);
  expect(anew[1]?.run.progress()).toMatchObject({ kind: "offer" });
});
