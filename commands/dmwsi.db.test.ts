import { execFile } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type RestClient, type RestServer, startRestServer } from "../server/api/rest/testing/rest-server";
import { createDeviceStore } from "../server/services/device-sessions";
import { projectEvents } from "../server/services/events/project-events";
import { endRetiredTasks } from "../server/services/operations/end-retired-tasks";
import { Scope } from "../server/services/principal";
import { bundledProgram } from "../server/testing/bundled-program";

// Each run starts a process.
vi.setConfig({ testTimeout: 60_000 });

const ROOT = join(import.meta.dirname, "..");
const ROUNDS_MAX = 50;
const DEV_ID = "IMEI:350000000000001";

let server: RestServer;
let client: RestClient;
let program: string;
beforeAll(async () => {
  program = await bundledProgram("commands/dmwsi.ts");
  server = await startRestServer();
  client = await server.client(Scope.options);
  await client.post("/devices", { devId: DEV_ID, model: "M1", tags: ["pilot"] });
  await client.post("/devices", { devId: "IMEI:350000000000002" });
});
afterAll(() => server.close());

interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function dmwsi(args: readonly string[], changes: Record<string, string> = {}): Promise<Run> {
  const { clientId, clientSecret } = client;
  const facts = { DMWSI_API_URL: server.url, DMWSI_CLIENT_ID: clientId, DMWSI_CLIENT_SECRET: clientSecret };
  const env = { ...process.env, FORCE_COLOR: "0", ...facts, ...changes };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd: ROOT, env }, (error, stdout, stderr) =>
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

describe("npm run dmwsi", () => {
  it("finds devices by what the API filters by, a line each for people, one JSON value with --json", async () => {
    const people = await dmwsi(["devices", "list", "--where", "tag=pilot"]);
    expect(people).toMatchObject({ status: 0, stderr: "" });
    expect(people.stdout).toMatch(/^dev_\w+ {2}IMEI:350000000000001 {2}- {2}M1 {2}- {2}never\n$/);
    const all = await dmwsi(["devices", "list", "--json", "--limit", "2"]);
    expect(JSON.parse(all.stdout)).toHaveLength(2);
  });

  it("shows a device by its DevId", async () => {
    const { status, stdout } = await dmwsi(["devices", "show", DEV_ID, "--json"]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ devId: DEV_ID, tags: ["pilot"] });
  });

  it("starts an operation, once for a key, shows its tasks, and says with 4 that it has not ended in time", async () => {
    const start = ["operations", "start", "parameter.get", "--device", DEV_ID, "--key", "k1", "--json"];
    const params = ["--params", '{"uris":["./DevInfo/Man"]}'];
    const [one, two] = [await dmwsi([...start, ...params]), await dmwsi([...start, ...params])];
    const { id } = JSON.parse(one.stdout);
    expect(JSON.parse(two.stdout).id).toBe(id);
    const tasks = await dmwsi(["tasks", "list", id]);
    expect(tasks.stdout).toMatch(/^task_\w+ {2}IMEI:350000000000001 {2}queued/);
    const watched = await dmwsi(["operations", "watch", id, "--timeout", "1", "--json"]);
    expect(watched).toMatchObject({ status: 4, stdout: "" });
    expect(watched.stderr).toMatch(/running {2}0 of 1 ended[\s\S]*has not ended within 1 s/);
  });

  it("says with 3 that not every task succeeded, with how each ended", async () => {
    const { json: device } = await client.post("/devices", { devId: "IMEI:350000000000003" });
    const params = ["--params", '{"uris":["./DevInfo/Man"]}'];
    const started = await dmwsi([
      "operations",
      "start",
      "parameter.get",
      "--device",
      device.devId,
      ...params,
      "--json",
    ]);
    const { id } = JSON.parse(started.stdout);
    await client.delete(`/devices/${device.id}`);
    await endRetiredTasks(server.test.sql, createDeviceStore(server.test.sql));
    for (let round = 0; round < ROUNDS_MAX && (await projectEvents(server.test.sql)) > 0; round += 1);
    const watched = await dmwsi(["operations", "watch", id, "--timeout", "20"]);
    expect(watched.status).toBe(3);
    expect(watched.stderr).toMatch(/1 of 1 ended {2}0 succeeded/);
    expect(watched.stdout).toMatch(/^IMEI:350000000000003 {2}cancelled/);
  });

  it("says with 1 what the API says no to, field by field, and that the API is not there", async () => {
    const refused = await dmwsi(["operations", "start", "parameter.get", "--device", DEV_ID]);
    expect(refused).toMatchObject({ status: 1, stdout: "" });
    expect(refused.stderr).toMatch(/^dmwsi: .*urn:dmwsi:problem:invalid-field, request \w+\); \/params\/uris /);
    const stranger = await dmwsi(["devices", "list"], { DMWSI_CLIENT_SECRET: "wrong" });
    expect(stranger).toMatchObject({ status: 1, stdout: "" });
    expect(stranger.stderr).toContain("invalid_client");
    const nobody = await dmwsi(["devices", "list"], { DMWSI_API_URL: "http://127.0.0.1:1/api/v1" });
    expect(nobody).toMatchObject({ status: 1, stdout: "" });
    expect(nobody.stderr).toMatch(/^dmwsi: fetch failed: .*\n$/);
  });

  it.each([[[]], [[""]]])(
    "%j: says what commands there are, a line each with what it does, and ends with 2",
    async (args) => {
      const { status, stdout, stderr } = await dmwsi(args);
      expect(status).toBe(2);
      expect(stdout).toBe("");
      expect(stderr).toMatch(/^The public API from the command line\.\n/);
      expect(stderr).toMatch(/\n {2}npm run -s dmwsi -- devices list.*\n {6}\w/);
      expect(stderr).not.toContain("There is no");
    },
  );

  it.each([
    ["no such command", ["devices", "explode"]],
    ["an unknown flag", ["devices", "list", "--colour"]],
    ["a condition that is none", ["devices", "list", "--where", "tag"]],
    ["parameters that are no JSON", ["operations", "start", "parameter.get", "--device", "x", "--params", "{"]],
    ["a file that is not there", ["devices", "list", "--config", "/nowhere"]],
  ])("says with 2 that the command is wrong: %s", async (_what, args) => {
    const { status, stdout, stderr } = await dmwsi(args);
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^dmwsi: /);
  });
});
