import { afterEach, describe, expect, test } from "vitest";
import { createLog } from "../log";
import { metrics } from "../metrics";
import { openInternalListener } from "./internal-listener";
import type { Listener } from "./listener";

let listener: Listener;
afterEach(() => listener.close(0));

async function open(readiness: Record<string, () => Promise<boolean>> = {}): Promise<string> {
  listener = await openInternalListener({
    port: 0,
    log: createLog("silent"),
    showMetrics: () => metrics().registry.metrics(),
    readiness,
    refreshMetrics: () => Promise.reject(new Error("the database is away")),
  });
  return `http://127.0.0.1:${listener.port}`;
}

describe("openInternalListener", () => {
  test("is alive without any of what makes it ready", async () => {
    const url = await open({ database: () => Promise.reject(new Error("away")) });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test("is ready only while everything holds, and names what does not", async () => {
    let holds = true;
    const url = await open({ database: async () => true, running: async () => holds });
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    holds = false;
    const answer = await fetch(`${url}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ ready: false, checks: { database: true, running: false } });
  });

  test("answers in time when a check hangs", async () => {
    const url = await open({ database: () => new Promise(() => {}) });
    const startedAt = performance.now();
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  test("shows metrics also when the database is away", async () => {
    const answer = await fetch(`${await open()}/metrics`);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toMatch(/^dmwsi_build_info\{node="[\d.]+"\} 1$/m);
  });

  test("answers no other path and no other method", async () => {
    const url = await open();
    expect((await fetch(`${url}/`)).status).toBe(404);
    expect((await fetch(`${url}/healthz`, { method: "POST" })).status).toBe(405);
  });
});
