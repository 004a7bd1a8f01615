import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, toTaskId } from "../../ids";
import { readRecordedSession } from "../../services/device-sessions/recorded-session";
import { replaySession } from "../../services/device-sessions/replay-session";
import { type DeviceEndpoint, openDeviceEndpoint } from "../../testing/device-endpoint";
import { type RestAnswer, type RestClient, type RestServer, startRestServer } from "./testing/rest-server";

let server: RestServer;
let endpoint: DeviceEndpoint;
let mine: RestClient;
let theirs: RestClient;
let device: Awaited<ReturnType<DeviceEndpoint["addDevice"]>>;
let deviceId: string;
let myTask: string;
let theirTask: string;
let sessionId: string;

const SCOPES = ["devices:read", "devices:write", "operations:write", "operations:read"] as const;
const slugOf = (answer: RestAnswer) => String(answer.json?.type).replace("urn:dmwsi:problem:", "");

/** One session in which a device does work of two systems. */
beforeAll(async () => {
  server = await startRestServer();
  endpoint = await openDeviceEndpoint({ over: server });
  mine = await server.client(SCOPES);
  theirs = await server.client(SCOPES);
  device = await endpoint.addDevice();
  const taskOf = async (client: RestClient, uri: string): Promise<string> => {
    const target = { devices: [device.devId] };
    const { json } = await client.post("/operations", { kind: "parameter.get", params: { uris: [uri] }, target });
    return toTaskId(device.deviceId, fromPublicId("op", json.id) ?? "");
  };
  myTask = await taskOf(mine, "./DevDetail/FwV");
  theirTask = await taskOf(theirs, "./Theirs/Only");
  const { wire } = device;
  await wire.signIn();
  const asked = await wire.signIn();
  const gets = asked.commands.filter(({ name }) => name === "Get");
  expect(gets).toHaveLength(2);
  const msgRef = asked.header.msgId;
  const refs = { msgRef, targetRefs: [], sourceRefs: [] };
  await wire.send([
    { ...refs, name: "Status", cmdId: "1", cmdRef: "0", cmd: "SyncHdr", data: 200, items: [] },
    ...gets.map(({ cmdId }, index) => ({
      ...refs,
      name: "Status" as const,
      cmdId: String(2 + index),
      cmdRef: cmdId,
      cmd: "Get",
      data: 404,
      items: [],
    })),
  ]);
  deviceId = (await mine.get(`/devices?devId=${device.devId}`)).json.items[0].id;
  sessionId = (await mine.get(`/devices/${deviceId}/sessions`)).json.items[0].id;
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await endpoint.close();
  await server.close();
});

const messagesPath = () => `/devices/${deviceId}/sessions/${sessionId}/messages`;

describe("GET /devices/{id}/sessions", () => {
  it("answers the sessions with their outcome", async () => {
    const answer = await mine.get(`/devices/${deviceId}/sessions`);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ items: [{ id: sessionId, messages: 2, outcome: "completed" }], next: null });
  });
});

describe("GET /devices/{deviceId}/sessions/{sessionId}/messages", () => {
  it("answers each message decoded, secrets masked, and says whose the commands are", async () => {
    const answer = await mine.get(messagesPath());
    expect(answer.status).toBe(200);
    const { items } = answer.json;
    expect(items.map((message: { direction: string }) => message.direction)).toEqual([
      "device",
      "server",
      "device",
      "server",
    ]);
    expect(items[0].xml).toContain("<Data>******</Data>");
    const link = { taskId: myTask, kind: "parameter.get", createdBy: { kind: "system", id: mine.id } };
    expect(items[1].commands).toMatchObject([{ name: "Get", ...link }]);
    expect(items[2].commands).toMatchObject([{ name: "Status", ...link }]);
  });

  it("shows nothing of commands of others, nor of what the device said to them", async () => {
    const own = (await mine.get(messagesPath())).text;
    expect(own).toContain("./DevDetail/FwV");
    expect(own).not.toContain("./Theirs/Only");
    const other = (await theirs.get(messagesPath())).text;
    expect(other).toContain("./Theirs/Only");
    expect(other).not.toContain("./DevDetail/FwV");
  });

  it("is not given away as a recording where it did work of others", async () => {
    const answer = await mine.get(`${messagesPath()}?format=recorded`);
    expect([answer.status, slugOf(answer)]).toEqual([409, "state-conflict"]);
  });

  it("answers a recording that runs again with the same answers", async () => {
    const alone = await endpoint.addDevice();
    const { json } = await mine.post("/operations", {
      kind: "parameter.get",
      params: { uris: ["./DevDetail/FwV"] },
      target: { devices: [alone.devId] },
    });
    expect(json.state).toBe("running");
    await alone.wire.signIn();
    await alone.wire.signIn();
    const { id } = (await mine.get(`/devices?devId=${alone.devId}`)).json.items[0];
    const [session] = (await mine.get(`/devices/${id}/sessions`)).json.items;
    const answer = await fetch(`${server.url}/devices/${id}/sessions/${session.id}/messages?format=recorded`, {
      headers: { authorization: `Bearer ${mine.token}` },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/x-ndjson");
    const verdict = replaySession(readRecordedSession(Buffer.from(await answer.text())));
    expect(verdict).toEqual({ exchanges: 1, difference: null });
  });

  it.each(["ses_unknown", "ses_00000000000000000000000000"])("of an unknown session %s is 404", async (id) => {
    const answer = await mine.get(`/devices/${deviceId}/sessions/${id}/messages`);
    expect([answer.status, slugOf(answer)]).toEqual([404, "not-found"]);
  });
});

describe("GET /tasks/{id}/trace", () => {
  it("answers the messages that the task was about", async () => {
    const answer = await mine.get(`/tasks/${myTask}/trace`);
    expect(answer.status).toBe(200);
    expect(answer.json.items).toHaveLength(4);
    expect(answer.json.items[1]).toMatchObject({ sessionId, commands: [{ taskId: myTask }] });
    expect(answer.text).not.toContain("./Theirs/Only");
  });

  it("shows nothing of what the device said to commands of others in the message before", async () => {
    const { devId, deviceId: id, wire } = await endpoint.addDevice();
    const target = { devices: [devId] };
    const values = [{ uri: "./Theirs/Only", value: "theirs-alone" }];
    await theirs.post("/operations", { kind: "parameter.set", params: { values }, target });
    const { json } = await mine.post("/operations", {
      kind: "parameter.get",
      params: { uris: ["./DevDetail/FwV"] },
      target,
    });
    await wire.signIn();
    let asked = await wire.signIn();
    for (let message = 0; message < 6 && asked.commands.length > 1; message += 1) {
      const value = (uri: string) => (uri === "./Theirs/Only" ? "theirs-alone" : "1.0");
      asked = await wire.send(wire.answersTo(asked, (uri) => ({ status: 200, value: value(uri) })));
    }
    const answer = await mine.get(`/tasks/${toTaskId(id, fromPublicId("op", json.id) ?? "")}/trace`);
    expect(answer.text).toContain("./DevDetail/FwV");
    expect(answer.text).not.toContain("theirs-alone");
    expect(answer.text).not.toContain("./Theirs/Only");
  });

  it("of a task of others is 404", async () => {
    const answer = await mine.get(`/tasks/${theirTask}/trace`);
    expect([answer.status, slugOf(answer)]).toEqual([404, "not-found"]);
  });
});
