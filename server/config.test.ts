import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { readConfig } from "./config";

function problemsOf(environment: Record<string, string>): string[] {
  try {
    readConfig(environment);
  } catch (error) {
    expect(error).toMatchObject({ name: "StartProblem" });
    return (error as Error).message.split("\n");
  }
  return [];
}

describe("readConfig", () => {
  test("starts all roles on loopback with an embedded database when nothing is set", () => {
    const config = readConfig({});
    expect([...config.roles]).toEqual(["web", "device", "worker"]);
    expect(config).toMatchObject({
      host: "127.0.0.1",
      publicUrl: "http://127.0.0.1:3000",
      dmPublicUrl: "http://127.0.0.1:3001/dm",
      databaseUrl: null,
      dataDir: resolve(".data"),
      dmLegProtected: true,
      dmLimits: "default",
      masterKey: { kind: "file", path: resolve(".data/master.key"), mayBeMade: false },
    });
  });

  test("lets a missing master key be made only by quickstart and in development", () => {
    expect(readConfig({ QUICKSTART: "1" }).masterKey).toMatchObject({ mayBeMade: true });
    expect(readConfig({}, true).masterKey).toMatchObject({ mayBeMade: true });
    expect(readConfig({ DMWSI_MASTER_KEY_FILE: "/k" }, true).masterKey).toMatchObject({ mayBeMade: false });
  });

  test("takes a master key as base64 of exactly 32 octets", () => {
    const octets = randomBytes(32);
    const { masterKey } = readConfig({ DMWSI_MASTER_KEY: octets.toString("base64") });
    expect(masterKey).toEqual({ kind: "value", octets });
  });

  test("counts an empty variable as not set", () => {
    expect(readConfig({ WEB_PORT: "", DATABASE_URL: "" })).toMatchObject({ webPort: 3000, databaseUrl: null });
  });

  test("runs the sandbox on quickstart and where it is asked for, on a port that all processes know", () => {
    expect(readConfig({}).sandbox).toEqual({ runs: false, devices: 12, port: 3_004 });
    expect(readConfig({ QUICKSTART: "1" }).sandbox).toEqual({ runs: true, devices: 12, port: 0 });
    expect(readConfig({ QUICKSTART: "1", SIMULATED_DEVICES_RUN: "0" }).sandbox.runs).toBe(false);
    expect(readConfig({ SANDBOX: "1", SANDBOX_PORT: "4004" }).sandbox).toMatchObject({ runs: true, port: 4_004 });
  });

  const wrong: readonly [string, Record<string, string>][] = [
    ["ROLES", { ROLES: "web,devices" }],
    ["WEB_PORT", { WEB_PORT: "70000" }],
    ["WEB_PORT", { WEB_PORT: "0" }],
    ["DM_PORT", { DM_PORT: "30o1" }],
    ["METRICS_PORT", { METRICS_PORT: "-1" }],
    ["WEB_PORT, DM_PORT, METRICS_PORT, SIMULATOR_PORT, SANDBOX_PORT, HTTP_SMS_RECEIPT_PORT", { WEB_PORT: "3001" }],
    ["DATABASE_URL", { DATABASE_URL: "mysql://127.0.0.1/x" }],
    ["DATABASE_OWNER_URL", { DATABASE_OWNER_URL: "postgres://owner:p@127.0.0.1/x" }],
    ["DATABASE_URL", { DATABASE_URL: "postgres://u:p@db.example/x" }],
    ["DATABASE_URL", { DATABASE_URL: "postgres://u:p@db.example/x?sslmode=require" }],
    ["PUBLIC_URL", { PUBLIC_URL: "console.example" }],
    ["DM_PUBLIC_URL", { DM_PUBLIC_URL: "ftp://dm.example/dm" }],
    ["TRUSTED_PROXIES", { TRUSTED_PROXIES: "10.0.0.0/33" }],
    ["TRUSTED_PROXIES", { TRUSTED_PROXIES: "proxy.example" }],
    ["DMWSI_MASTER_KEY", { DMWSI_MASTER_KEY: "short" }],
    ["DMWSI_MASTER_KEY", { DMWSI_MASTER_KEY: Buffer.alloc(32).toString("base64"), DMWSI_MASTER_KEY_FILE: "/k" }],
    ["AUTH_SECRET", { AUTH_SECRET: "secret" }],
    ["QUICKSTART", { QUICKSTART: "yes" }],
    ["SANDBOX", { SANDBOX: "yes" }],
    ["SANDBOX_DEVICES", { SANDBOX_DEVICES: "201" }],
    ["HOST", { QUICKSTART: "1", HOST: "192.0.2.1" }],
    ["DM_LIMITS", { DM_LIMITS: "none" }],
    ["DM_LIMITS", { DM_LIMITS: "bench", HOST: "192.0.2.1" }],
    ["CONTENT_STORE", { CONTENT_STORE: "tape" }],
    ["CONTENT_S3_BUCKET", { CONTENT_S3_BUCKET: "contents" }],
    ["CONTENT_S3_BUCKET", { CONTENT_STORE: "s3", CONTENT_S3_ACCESS_KEY_ID: "a", CONTENT_S3_SECRET_ACCESS_KEY: "s" }],
    ["CONTENT_S3_ACCESS_KEY_ID", { CONTENT_STORE: "s3", CONTENT_S3_BUCKET: "con", CONTENT_S3_SECRET_ACCESS_KEY: "s" }],
    ["CONTENT_S3_SECRET_ACCESS_KEY", { CONTENT_STORE: "s3", CONTENT_S3_BUCKET: "con", CONTENT_S3_ACCESS_KEY_ID: "a" }],
    ["LOG_LEVEL", { LOG_LEVEL: "loud" }],
    ["HOT_POOL_CONNECTIONS", { HOT_POOL_CONNECTIONS: "1" }],
  ];
  test.each(wrong)("names %s in one line when it is wrong: %j", (name, environment) => {
    const problems = problemsOf(environment);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.startsWith(`${name}: `)).toBe(true);
  });

  test("names every wrong variable, each in a line of its own, and never its secret value", () => {
    const problems = problemsOf({ WEB_PORT: "x", DMWSI_MASTER_KEY: "hunter2", LOG_LEVEL: "loud" });
    expect(problems.map((line) => line.split(":")[0])).toEqual(["WEB_PORT", "DMWSI_MASTER_KEY", "LOG_LEVEL"]);
    expect(problems.join()).not.toContain("hunter2");
  });

  test("wants the outer addresses where the listener is on all of them", () => {
    expect(problemsOf({ HOST: "0.0.0.0" }).map((line) => line.split(":")[0])).toEqual(["PUBLIC_URL", "DM_PUBLIC_URL"]);
    const config = readConfig({
      HOST: "0.0.0.0",
      PUBLIC_URL: "https://c.example/",
      DM_PUBLIC_URL: "https://d.example/dm",
    });
    expect(config).toMatchObject({ publicUrl: "https://c.example", dmLegProtected: false });
  });

  test("takes a database on another machine only with a verified certificate", () => {
    const url = "postgres://u:p@db.example/x?sslmode=verify-full";
    expect(readConfig({ DATABASE_URL: url }).databaseUrl).toBe(url);
  });

  test("reads the pauses and rates of wake-ups, and refuses what is none", () => {
    expect(readConfig({}).wakeUpPausesMinutes).toEqual([1, 5, 30]);
    expect(readConfig({ WAKE_UP_PAUSES: "2,10" }).wakeUpPausesMinutes).toEqual([2, 10]);
    expect([...readConfig({ WAKE_UP_RATES: "smpp=20,udp=0.5" }).wakeUpRates]).toEqual([
      ["smpp", 20],
      ["udp", 0.5],
    ]);
    for (const wrong of ["", "smpp", "smpp=0", "smpp=-1", "smpp=1,", "smpp=0.0,udp=1"].filter(Boolean)) {
      expect(problemsOf({ WAKE_UP_RATES: wrong })).toMatchObject([expect.stringMatching(/^WAKE_UP_RATES: /)]);
    }
    expect(problemsOf({ WAKE_UP_PAUSES: "1,,5" })).toMatchObject([expect.stringMatching(/^WAKE_UP_PAUSES: /)]);
  });
});
