import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PushNews } from "../../../oma-dm";
import { taskSteps } from "../plans";
import { startHistory } from "../plans/testing/recorded-history";
import { bootstrapSend } from "./bootstrap-send";

const ABOUT = { title: "t", kind: "bootstrap.send", version: 1, devId: "IMEI:350000000000001", attempt: 1 };

function run(news: readonly (PushNews | "timeout")[], params: unknown = {}) {
  const stored = bootstrapSend.params.parse(params);
  const answers = news.map((push) =>
    push === "timeout" ? { kind: "timeout" as const, step: 0 } : { kind: "push" as const, step: 0, push },
  );
  return startHistory({ ...ABOUT, params: stored, messages: [], verdict: null }, bootstrapSend, answers);
}

const PREPARED: PushNews = { state: "prepared" };
const taken = (channel: string): PushNews => ({ state: "taken", channel });

describe("bootstrap.send", () => {
  it("asks for the push of its profile and method, and keeps asking until a session proves it", () => {
    expect(run([]).push()).toMatchObject({
      prepared: false,
      order: { profile: "oma_cp", security: "NETWPIN", pin: null },
    });
    expect(run([], { profile: "dm", security: "usernetwpin", pin: "1234" }).push()).toMatchObject({
      order: { profile: "dm", security: "USERPIN_NETWORKID" },
    });
    const sent = run([PREPARED, taken("udp"), taken("smpp"), taken("smpp")]);
    expect(sent.push()).toMatchObject({ prepared: true });
    expect(taskSteps(sent)).toEqual([
      {
        command: "Bootstrap",
        uri: "",
        status: null,
        meaning: "Sent by udp, smpp. Waiting for the device's first session",
      },
    ]);
    sent.give([{ kind: "push", step: 0, push: { state: "proved" } }]);
    expect(sent.push()).toBeNull();
    expect(sent.verdict()).toEqual({
      state: "succeeded",
      outcome: "verified",
      result: { profile: "cp", channels: ["udp", "smpp"], sends: 3 },
    });
  });

  it("may have worked when it was sent and no session came, and has failed when no channel took it", () => {
    expect(run([PREPARED, taken("udp"), "timeout"]).verdict()).toMatchObject({
      outcome: "unconfirmed",
      reason: { code: "unconfirmed" },
    });
    expect(run([PREPARED, "timeout"]).verdict()).toMatchObject({ outcome: "error", reason: { code: "timed_out" } });
    expect(run([{ state: "unsendable", problem: "No IMSI." }]).verdict()).toMatchObject({
      outcome: "error",
      reason: { code: "not_sendable", text: "No IMSI." },
    });
  });

  it("ends once, by the first news that ends it, whatever comes behind", () => {
    const any = fc.constantFrom<PushNews | "timeout">(
      PREPARED,
      taken("udp"),
      { state: "proved" },
      { state: "unsendable", problem: "p" },
      "timeout",
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (news) => {
        const firstEnd = news.findIndex(
          (one) => one === "timeout" || one.state === "proved" || one.state === "unsendable",
        );
        const whole = run(news).verdict();
        if (firstEnd < 0) expect(whole).toBeNull();
        else expect(whole).toEqual(run(news.slice(0, firstEnd + 1)).verdict());
      }),
    );
  });

  it.each([
    [{ security: "userpin" }, "a PIN is missing"],
    [{ security: "netwpin", pin: "1234" }, "a PIN is too much"],
    [{ security: "userpin", pin: "12a4" }, "a PIN has digits"],
    [{ security: "none" }, "nothing goes out without a MAC"],
    [{ withinSeconds: 5 }, "nobody comes so fast"],
  ])("refuses %j: %s", (params, _why) => {
    expect(bootstrapSend.params.safeParse(params).success).toBe(false);
  });
});
