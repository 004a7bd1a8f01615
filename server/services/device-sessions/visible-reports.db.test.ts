import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, toPublicId, toTaskId } from "../../ids";
import type { SyncmlMessage } from "../../oma-dm";
import { approveOperation, startOperation } from "../operations";
import type { Principal } from "../principal";
import type { CallContext } from "../use-case";
import { listDeviceSessions } from "./list-device-sessions";
import { readSessionMessages } from "./read-session-messages";
import { readTaskTrace } from "./read-task-trace";
import { openSessionBed, type SessionBed } from "./testing/session-bed";

type Command = SyncmlMessage["commands"][number];

const NODE = "./Actions/Diagnose";
const REPORT = "their-report";
const OWN_WORD = "battery-low";

let bed: SessionBed;
let theirs: CallContext;
let mine: CallContext;
beforeAll(async () => {
  bed = await openSessionBed();
  theirs = as("xs_theirs");
  mine = as("xs_mine");
});
afterAll(() => bed.close());

function as(id: string): CallContext {
  const scopes: Principal["scopes"] = new Set([
    "operations:read",
    "operations:write",
    "operations:destructive",
    "devices:read",
  ]);
  return { ...bed.context, principal: { kind: "system", id, name: id, realm: "live", scopes } };
}

function report(source: string, data: string, correlator?: string): Command {
  const items = [{ source: { locUri: source }, meta: { type: "org.example.report", format: "chr" }, data }];
  return { name: "Alert", cmdId: "8", data: "1226", items, ...(correlator !== undefined && { correlator }) };
}

/**
 * The last session of a device that took an Exec of another system in the session before, and reports on it now; beside
 * that it says something of itself.
 */
async function reportedLater(withCorrelator: boolean) {
  const device = await bed.newDevice();
  const { id } = await startOperation(theirs, {
    kind: "node.execute",
    params: { uri: NODE, wait: { withinSeconds: 3_600 } },
    target: { devices: [device.devId] },
  });
  await approveOperation(bed.context, { id });
  const wire = device.wire();
  await wire.signIn();
  const asked = await wire.signIn();
  const exec = asked.commands.find(({ name }) => name === "Exec");
  const correlator = exec?.name === "Exec" && withCorrelator ? exec.correlator : undefined;
  await wire.send(wire.answersTo(asked, () => ({ status: 202 })));
  wire.hangUp();
  await wire.signIn({
    sessionId: "2",
    extra: [report(NODE, REPORT, correlator), report("./Power", OWN_WORD)],
  });
  const deviceId = toPublicId("dev", device.deviceId);
  const { items } = await listDeviceSessions(bed.context, { id: deviceId });
  const shownTo = async (context: CallContext) => {
    const { items: messages } = await readSessionMessages(context, { deviceId, sessionId: items[0]?.id ?? "" });
    return messages.map(({ xml }) => xml).join("\n");
  };
  return { shownTo, taskId: toTaskId(device.deviceId, fromPublicId("op", id) ?? "") };
}

describe.each([
  ["without a Correlator", false],
  ["with the Correlator of an Exec of an earlier session", true],
])("what a device reports to the operation of another system, %s", (_how, withCorrelator) => {
  it("is shown to that system and to people alone; what it says of itself is shown to all", async () => {
    const { shownTo, taskId } = await reportedLater(withCorrelator);
    for (const context of [theirs, bed.context]) {
      expect(await shownTo(context)).toContain(REPORT);
      expect(await shownTo(context)).toContain(OWN_WORD);
    }
    const others = await shownTo(mine);
    expect(others).not.toContain(REPORT);
    expect(others).not.toContain(NODE);
    expect(others).toContain(OWN_WORD);
    const trace = await readTaskTrace(theirs, { id: taskId });
    const reported = trace.items.find(({ xml }) => xml.includes(REPORT));
    expect(reported?.commands).toMatchObject([{ name: "Alert", taskId }]);
  });
});
