import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readWspPush } from "../../../../simulator/push-reader";
import { assembleSms } from "../../../testing/assemble-sms";
import { type PushGatewayLab, startPushGateway, whyNoNamespace } from "../../../testing/push-gateway-lab";
import { type SmscDouble, startSmsc } from "../../../testing/smsc-double";
import { bootstrapMessage, package0Message } from "../../../testing/test-pushes";
import { papChannel } from "./pap-channel";

const NUMBER = "436641234567";
const LAB_MS_MAX = 40_000;
/** Kannel sets "store and forward" beside the flag of the header. */
const ESM_CLASS = 0x43;
const obstacle = whyNoNamespace();

let smsc: SmscDouble;
let lab: PushGatewayLab;

beforeAll(async () => {
  if (obstacle) return;
  smsc = await startSmsc();
  lab = await startPushGateway(smsc.port);
}, LAB_MS_MAX);
afterAll(async () => {
  await lab?.close();
  await smsc?.close();
});

/** A test that says by its name where it was not run. */
function inNamespace(name: string, run: () => Promise<void>): void {
  test(name, { timeout: LAB_MS_MAX }, async () => {
    if (obstacle) return console.log(`"${name}" not run: it needs a network namespace of its own: ${obstacle}`);
    await run();
  });
}

describe("through Kannel's push proxy gateway, which is not ours", () => {
  inNamespace("Package 0 to a number reaches the message centre bit-exact, as one short message", async () => {
    const message = package0Message(`+${NUMBER}`);
    expect(await papChannel(lab).send(message)).toEqual({ state: "accepted", refs: [] });
    await vi.waitFor(() => expect(smsc.messages).toHaveLength(1), { timeout: 10_000 });
    const [received] = smsc.messages;
    expect(received).toMatchObject({ destination: NUMBER, dataCoding: 0x04, esmClass: ESM_CLASS });
    const push = readWspPush(assembleSms(received ? [received.userData] : []) ?? Buffer.alloc(0));
    expect(push).toMatchObject({
      contentType: "application/vnd.syncml.notification",
      applicationId: "x-wap-application:syncml.dm",
    });
    expect(Buffer.from(push.body)).toEqual(Buffer.from(message.push.body));
  });

  inNamespace("Package 0 to an IPv4 address comes out as one datagram", async () => {
    const message = package0Message("127.0.0.1");
    expect(await papChannel(lab).send(message)).toEqual({ state: "accepted", refs: [] });
    await vi.waitFor(() => expect(lab.datagrams).toHaveLength(1), { timeout: 10_000 });
    const push = readWspPush(lab.datagrams[0] ?? Buffer.alloc(0));
    expect(Buffer.from(push.body)).toEqual(Buffer.from(message.push.body));
  });

  inNamespace("what it refuses is rejected with its own code, and nothing goes out", async () => {
    const sent = [smsc.messages.length, lab.datagrams.length];
    const wrongLogin = await papChannel({ ...lab, password: "wrong" }).send(package0Message(NUMBER));
    expect(wrongLogin).toMatchObject({ state: "rejected", code: "401" });
    expect(JSON.stringify(wrongLogin)).not.toContain("wrong");
    const tooLate = await papChannel(lab).send({ ...package0Message(NUMBER), validForSeconds: -3_600 });
    expect(tooLate).toMatchObject({ state: "rejected", code: "2001" });
    const bootstrap = await papChannel(lab).send(bootstrapMessage(NUMBER));
    expect(bootstrap).toMatchObject({ state: "rejected", code: "bootstrap_mac" });
    expect([smsc.messages.length, lab.datagrams.length]).toEqual(sent);
  });
});
