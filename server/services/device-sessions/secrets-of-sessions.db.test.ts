import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, toPublicId, toTaskId } from "../../ids";
import type { SyncmlMessage } from "../../oma-dm";
import { startOperation } from "../operations";
import { listDeviceSessions } from "./list-device-sessions";
import { readSessionMessages } from "./read-session-messages";
import { readTaskTrace } from "./read-task-trace";
import { recordSession } from "./record-session";
import { readRecordedSession } from "./recorded-session";
import { replaySession } from "./replay-session";
import { openSessionBed, type SessionBed } from "./testing/session-bed";

const CANARY = "planted-canary";
const SECRET = "./DMAcc/x/AppAuth/y/AAuthSecret";

let bed: SessionBed;
beforeAll(async () => {
  bed = await openSessionBed();
});
afterAll(() => bed.close());

/** A device that was asked for these nodes, and gave these values in Results that name none. */
async function afterUnnamedAnswers(encoding: "wbxml" | "xml", values: Readonly<Record<string, string>>) {
  const device = await bed.newDevice();
  const { id } = await startOperation(bed.context, {
    kind: "parameter.get",
    params: { uris: Object.keys(values) },
    target: { devices: [device.devId] },
  });
  const wire = device.wire({ encoding });
  await wire.signIn();
  const asked = await wire.signIn();
  const answers = wire.answersTo(asked, (uri) => ({ status: 200, value: values[uri] ?? "" }));
  await wire.send(answers.map(withoutAddress));
  const deviceId = toPublicId("dev", device.deviceId);
  const { items } = await listDeviceSessions(bed.context, { id: deviceId });
  const taskId = toTaskId(device.deviceId, fromPublicId("op", id) ?? "");
  return { taskId, place: { deviceId, sessionId: items[0]?.id ?? "" }, key: device.deviceId };
}

function withoutAddress(command: SyncmlMessage["commands"][number]): SyncmlMessage["commands"][number] {
  if (command.name !== "Results") return command;
  return { ...command, items: command.items.map(({ source: _source, ...item }) => item) };
}

interface Answered {
  readonly taskId: string;
  readonly place: { readonly deviceId: string; readonly sessionId: string };
}

/** All that people and systems see of the session: its trace, the trace of its task, and its recording. */
async function seenOf({ place, taskId }: Answered): Promise<readonly string[]> {
  const trace = await readSessionMessages(bed.context, place);
  const taskTrace = await readTaskTrace(bed.context, { id: taskId });
  const { text } = await recordSession(bed.context, place);
  const bodies = readRecordedSession(Buffer.from(text)).messages.map(({ body }) =>
    Buffer.from(body).toString("latin1"),
  );
  return [JSON.stringify(trace), JSON.stringify(taskTrace), text + bodies.join("\n")];
}

describe.each(["wbxml", "xml"] as const)(
  "a secret that a device gives in %s without saying of which node",
  (encoding) => {
    it("is in no trace and no recording, which has all else and runs again", async () => {
      const answered = await afterUnnamedAnswers(encoding, { [SECRET]: CANARY, "./Vendor/Colour": "cornflower" });
      const seen = await seenOf(answered);
      for (const text of seen) {
        expect(text).not.toContain(CANARY);
        expect(text).toContain("cornflower");
      }
      const { text } = await recordSession(bed.context, answered.place);
      expect(replaySession(readRecordedSession(Buffer.from(text))).difference).toBeNull();
    });

    it("is in none either when the question is no longer kept", async () => {
      const answered = await afterUnnamedAnswers(encoding, { [SECRET]: CANARY });
      const { count } = await bed.test.sql`
      delete from dm_messages m where device_id = ${answered.key} and at < (select max(at) from dm_messages where device_id = m.device_id)`;
      expect(count).toBeGreaterThan(0);
      for (const text of await seenOf(answered)) expect(text).not.toContain(CANARY);
    });
  },
);
