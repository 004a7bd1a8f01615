import { Duplex } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import * as fc from "fast-check";
import smpp, { type Pdu } from "smpp";
import { describe, expect, test } from "vitest";
import { readBootstrap } from "../../../simulator/bootstrap-reader";
import { readWspPush } from "../../../simulator/push-reader";
import { DecodeError, writeWspPush } from "../../oma-dm";
import { damagedMessage } from "../../oma-dm/testing/codec-fuzz";
import { SMPP, terminated, writeDeliver, writePdu } from "../../testing/smpp-octets";
import { bootstrapMessage, package0Message } from "../../testing/test-pushes";
import { readDeliveryReceipt } from "./smpp/delivery-receipt";
import { SmppLink } from "./smpp/link";

const INPUTS = 20_000;
const SEED = 2_948;
const TIMEOUT_MS = 60_000;

const AT_A_TIME = 200;
const PUSH_START = Buffer.of(7, 6);

const counted = (outcomes: Map<string, number>): string =>
  [...outcomes].map(([name, count]) => `${name} ${count}`).join(", ");

describe("a push with random damage", () => {
  test("is read or refused, and nothing else", { timeout: TIMEOUT_MS }, () => {
    const outcomes = new Map<string, number>();
    const whole = [
      writeWspPush(package0Message("1").push, 7),
      writeWspPush(bootstrapMessage("1").push, 8),
      writeWspPush(
        {
          ...package0Message("1").push,
          contentType: `text/${"x".repeat(40)}`,
          protection: { security: "USERPIN", mac: null },
        },
        9,
      ),
    ];
    // Damage to the first octets says at once that it is no push: half of the inputs keep them.
    const behindStart = damagedMessage(whole.map((pdu) => pdu.subarray(2))).map((rest) =>
      Buffer.concat([PUSH_START, rest]),
    );
    fc.assert(
      fc.property(fc.oneof(damagedMessage(whole), behindStart), (octets) => {
        let outcome = "read";
        try {
          const push = readWspPush(octets);
          expect(push.body.length).toBeLessThanOrEqual(octets.length);
        } catch (error) {
          if (!(error instanceof DecodeError)) throw error;
          outcome = error.code;
        }
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }),
      { numRuns: INPUTS, seed: SEED },
    );
    const total = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
    console.log(`wsp-fuzz ${total}/${INPUTS} (${counted(outcomes)})`);
    expect([...outcomes.keys()]).toEqual(expect.arrayContaining(["read", "TRUNCATED", "UNSUPPORTED_TOKEN"]));
  });
});

describe("a bootstrap with random damage", () => {
  test("gives an account, none, or an error of the decoder", { timeout: TIMEOUT_MS }, () => {
    const outcomes = new Map<string, number>();
    for (const profile of ["oma_cp", "dm"] as const) {
      const { contentType, body } = bootstrapMessage("1", 10, profile).push;
      fc.assert(
        fc.property(damagedMessage([body]), (octets) => {
          let outcome: string;
          try {
            const push = { contentType, applicationId: null, security: null, mac: null, body: octets };
            outcome = readBootstrap(push) ? "account" : "none";
          } catch (error) {
            if (!(error instanceof DecodeError)) throw error;
            outcome = "refused";
          }
          outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        }),
        { numRuns: INPUTS / 2, seed: SEED },
      );
    }
    const total = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
    console.log(`bootstrap-fuzz ${total}/${INPUTS} (${counted(outcomes)})`);
    expect([...outcomes.keys()].sort()).toEqual(["account", "none", "refused"]);
  });
});

/** The peer's side of a connection, in memory. */
class Line extends Duplex {
  override _read(): void {}
  override _write(_octets: Buffer, _encoding: string, done: () => void): void {
    done();
  }
}

const RECEIPT_PARAMETERS: [number, Buffer][] = [
  [0x001e, terminated("8F3A")],
  [0x0427, Buffer.of(2)],
];

describe("octets of a message centre with random damage", () => {
  test("are read, left alone, or end the connection: no error gets past it", { timeout: TIMEOUT_MS }, async () => {
    const outcomes = new Map<string, number>();
    const pdu = (command: number, body: Buffer): Buffer => writePdu({ command, status: 0, sequence: 1, body });
    const text = "id:42 sub:001 dlvrd:001 submit date:2701311645 done date:2701311645 stat:DELIVRD err:000 text:";
    const bodies: readonly (readonly [number, Buffer])[] = [
      [SMPP.deliverSm, writeDeliver({ source: "436641234567", esmClass: 0x04, text })],
      [SMPP.deliverSm, writeDeliver({ source: "436641234567", esmClass: 0x44, text: "", extra: RECEIPT_PARAMETERS })],
      [SMPP.enquireLink, Buffer.alloc(0)],
      [SMPP.submitSm | SMPP.response, terminated("42")],
      [SMPP.bindTransceiver | SMPP.response, Buffer.concat([terminated("smsc"), Buffer.of(0x02, 0x10, 0, 1, 0x34)])],
      [SMPP.unbind, Buffer.alloc(0)],
    ];
    // A wrong length ends everything: half of the inputs have a right one.
    const inside = fc
      .constantFrom(...bodies)
      .chain(([command, body]) => damagedMessage([body]).map((damaged) => pdu(command, Buffer.from(damaged))));
    const anywhere = damagedMessage(bodies.map(([command, body]) => pdu(command, body)));
    const inputs = fc.sample(fc.oneof(inside, anywhere), { numRuns: INPUTS, seed: SEED });
    for (let at = 0; at < inputs.length; at += AT_A_TIME) {
      for (const outcome of await Promise.all(inputs.slice(at, at + AT_A_TIME).map(hear))) {
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
    }
    const total = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
    console.log(`smpp-fuzz ${total}/${INPUTS} (${counted(outcomes)})`);
    expect([...outcomes.keys()]).toEqual(
      expect.arrayContaining(["receipt", "no receipt", "closed", "waits", "answered"]),
    );
  });
});

async function hear(octets: Uint8Array): Promise<string> {
  const line = new Line();
  const deliveries: Pdu[] = [];
  let outcome = "waits";
  const link = new SmppLink(new smpp.Session({ socket: line }), {
    responseMs: 60_000,
    enquireMs: 60_000,
    onDelivery: async (pdu) => deliveries.push(pdu) > 0,
  });
  void link.closed.then(() => {
    outcome = "closed";
  });
  const answer = link.request("enquire_link").then(
    () => "answered",
    () => "failed",
  );
  line.push(octets);
  await nextTurn();
  await nextTurn();
  for (const pdu of deliveries) outcome = readDeliveryReceipt(pdu) ? "receipt" : "no receipt";
  const seen = outcome;
  link.close("done");
  return (await answer) === "answered" ? "answered" : seen;
}
