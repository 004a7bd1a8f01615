import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { readWspPush } from "../../../../simulator/push-reader";
import { assembleSms } from "../../../testing/assemble-sms";
import { SMPP } from "../../../testing/smpp-octets";
import { type SmscDouble, type SmscOptions, startSmsc } from "../../../testing/smsc-double";
import { bootstrapMessage, package0Message } from "../../../testing/test-pushes";
import type { DeviceChannel, HearReceipt, Receipt } from "../channel";
import { type SmppSettings, smppChannel } from "./smpp-channel";

const NUMBER = "436641234567";
/** Of the optional parameters `receipted_message_id` and `message_state` [SMPP 3.4, 5.3.2]. */
const RECEIPTED_MESSAGE_ID = 0x001e;
const MESSAGE_STATE = 0x0427;

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function centre(options: SmscOptions = {}): Promise<SmscDouble> {
  const smsc = await startSmsc(options);
  open.push(() => smsc.close());
  return smsc;
}

function channelTo(
  port: number,
  settings: Partial<SmppSettings> = {},
  hear: HearReceipt = async () => true,
  keepingMs = 10_000,
): { channel: DeviceChannel; receipts: Receipt[] } {
  const channel = smppChannel(
    {
      host: "127.0.0.1",
      port,
      tls: false,
      ca: null,
      systemId: "dm",
      password: "secret",
      systemType: "",
      sourceAddress: "",
      dataCoding: 0x04,
      window: 10,
      perSecond: 1_000,
      ...settings,
    },
    {
      keepingMs,
      responseMs: 300,
      enquireMs: 200,
      pauses: { reconnectMs: 20, reconnectMsMax: 100, throttledMs: 40, throttledMsMax: 200 },
    },
  );
  open.push(() => channel.close());
  const receipts: Receipt[] = [];
  channel.onReceipt((receipt) => {
    receipts.push(receipt);
    return hear(receipt);
  });
  return { channel, receipts };
}

/** A certificate of the tests for 127.0.0.1, and its key. */
const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, "../../../listeners/fixtures", name), "utf8");
const CERTIFICATE = { cert: fixture("server.crt.pem"), key: fixture("server.key.pem") };

const payloads = (smsc: SmscDouble): Buffer[] => smsc.messages.map(({ userData }) => userData);

describe("pushes as short messages", () => {
  test("Package 0 goes out as one 8-bit message with the ports in its header, and arrives bit-exact", async () => {
    const smsc = await centre();
    const message = package0Message(`+${NUMBER}`);
    expect(await channelTo(smsc.port).channel.send(message)).toEqual({ state: "accepted", refs: ["1"] });
    expect(smsc.messages).toMatchObject([
      {
        destination: NUMBER,
        destinationTon: 1,
        esmClass: 0x40,
        dataCoding: 0x04,
        registeredDelivery: 1,
        validity: "000000000500000R",
      },
    ]);
    const pdu = assembleSms(payloads(smsc)) ?? Buffer.alloc(0);
    expect(readWspPush(pdu)).toMatchObject({ contentType: "application/vnd.syncml.notification" });
    expect(Buffer.from(readWspPush(pdu).body)).toEqual(Buffer.from(message.push.body));
  });

  test("a bootstrap of six parts arrives bit-exact, and each part has its receipt", async () => {
    const smsc = await centre({ receipt: (id) => ({ text: `id:${id} sub:001 dlvrd:001 stat:DELIVRD err:000 text:` }) });
    const { channel, receipts } = channelTo(smsc.port, { dataCoding: 0xf5 });
    const message = bootstrapMessage(NUMBER, 320);
    const result = await channel.send(message);
    expect(result).toMatchObject({ state: "accepted" });
    expect(smsc.messages).toHaveLength(6);
    expect(smsc.messages[0]?.dataCoding).toBe(0xf5);
    const push = readWspPush(assembleSms(payloads(smsc)) ?? Buffer.alloc(0));
    expect(Buffer.from(push.body)).toEqual(Buffer.from(message.push.body));
    expect(push.mac).toBe(message.push.protection?.mac);
    await vi.waitFor(() => expect(receipts).toHaveLength(6));
    expect(receipts.map(({ part }) => part).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(receipts.every(({ parts }) => parts === 6)).toBe(true);
    expect(receipts.every(({ id, state }) => id === message.id && state === "delivered")).toBe(true);
  });

  test("each short message of a push takes its time at the rate of the channel", async () => {
    const { channel } = channelTo(1, { perSecond: 4 });
    const pushes = [package0Message(NUMBER), bootstrapMessage(NUMBER, 320)].map(({ push }) => push);
    expect(pushes.map((push) => channel.secondsFor(push))).toEqual([1 / 4, 6 / 4]);
  });

  test("two bootstraps at a time to one number differ in their reference", async () => {
    const smsc = await centre();
    const { channel } = channelTo(smsc.port);
    await Promise.all([channel.send(bootstrapMessage(NUMBER)), channel.send(bootstrapMessage(NUMBER))]);
    expect(new Set(payloads(smsc).map((userData) => userData[9])).size).toBe(2);
  });

  test("what is no number, or does not fit 255 parts, is rejected without a connection", async () => {
    const smsc = await centre();
    const { channel } = channelTo(smsc.port);
    expect(await channel.send(package0Message("10.0.0.1"))).toMatchObject({ state: "rejected", code: "bad_address" });
    const large = { ...package0Message(NUMBER).push, body: new Uint8Array(33_000) };
    expect(await channel.send({ ...package0Message(NUMBER), push: large })).toMatchObject({ code: "too_large" });
    expect(smsc.messages).toEqual([]);
  });
});

describe("receipts", () => {
  test.each([
    ["hex in the answer, decimal in the receipt", "0001F4AB", "128171"],
    ["decimal in the answer, hex in the receipt", "128171", "1F4AB"],
    ["the same in both, but for leading zeros", "0007", "7"],
    ["a name", "msg-Ab", "MSG-AB"],
  ])("find their message when its id is %s", async (_, answered, receipted) => {
    const smsc = await centre({
      answer: () => ({ status: 0, messageId: answered }),
      receipt: () => ({
        text: "",
        extra: [
          [RECEIPTED_MESSAGE_ID, Buffer.from(`${receipted}\0`)],
          [MESSAGE_STATE, Buffer.of(5)],
        ],
      }),
    });
    const { channel, receipts } = channelTo(smsc.port);
    const message = package0Message(NUMBER);
    const result = await channel.send(message);
    await vi.waitFor(() => expect(receipts).toHaveLength(1));
    expect(receipts).toMatchObject([{ id: message.id, part: 1, state: "failed" }]);
    expect(receipts[0]?.refs).toContain(result.state === "accepted" && result.refs[0]);
  });

  test("that come before the centre's answer find their message", async () => {
    const receipt = (id: string) => ({ text: `id:${id} stat:DELIVRD` });
    const smsc = await centre({ receipt, answerLate: 50 });
    const { channel, receipts } = channelTo(smsc.port);
    const message = package0Message(NUMBER);
    expect(await channel.send(message)).toMatchObject({ state: "accepted" });
    const heard = { id: message.id, part: 1, parts: 1, state: "delivered" };
    await vi.waitFor(() => expect(receipts.at(-1)).toMatchObject(heard));
  });

  test.each([
    ["empty", ""],
    ["longer than any may be", "7".repeat(5_000)],
  ])("a message id that is %s is accepted, and there is no reference to wait for", async (_, messageId) => {
    const smsc = await centre({ answer: () => ({ status: 0, messageId }) });
    expect(await channelTo(smsc.port).channel.send(package0Message(NUMBER))).toEqual({ state: "accepted", refs: [] });
  });

  test("are listened for at once by who wants to, and by others from their first message on", async () => {
    const smsc = await centre();
    const { channel, receipts } = channelTo(smsc.port);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(smsc.connections()).toBe(0);
    channel.listen?.();
    await vi.waitFor(() => expect(smsc.commands).toContain(SMPP.bindTransceiver));
    smsc.deliver("id:9F stat:DELIVRD");
    await vi.waitFor(() => expect(receipts).toMatchObject([{ refs: ["9f", "159"], state: "delivered" }]));
  });

  test("of a message from before a restart is told by its reference; every delivery is answered", async () => {
    const smsc = await centre();
    const { channel, receipts } = channelTo(smsc.port);
    await channel.send(package0Message(NUMBER));
    smsc.deliver("id:9F stat:EXPIRED err:042");
    await vi.waitFor(() => expect(receipts).toHaveLength(1));
    expect(receipts[0]).toEqual({
      id: null,
      part: null,
      parts: null,
      refs: ["9f", "159"],
      state: "expired",
      code: "042",
    });
    smsc.deliver("STOP");
    smsc.deliver("id:9F stat:ENROUTE");
    await vi.waitFor(() => expect(smsc.deliveryAnswers).toEqual([0, 0, 0]));
    expect(receipts).toHaveLength(1);
  });
});

describe("a receipt is answered when it is kept: the centre forgets what was taken", () => {
  /** ESME receiver temporary application error: the centre may send it again [SMPP 3.4, 5.1.3]. */
  const COME_AGAIN = 0x64;

  test("and not before; one that could not be kept is to come again, and is heard then", async () => {
    const smsc = await centre();
    let keep: (isKept: boolean) => void = () => {};
    const { channel, receipts } = channelTo(smsc.port, {}, () => new Promise((kept) => (keep = kept)));
    await channel.send(package0Message(NUMBER));
    for (const isKept of [false, true]) {
      receipts.length = 0;
      const answeredBefore = smsc.deliveryAnswers.length;
      smsc.deliver("id:1 stat:DELIVRD");
      await vi.waitFor(() => expect(receipts).toMatchObject([{ refs: ["1"], state: "delivered" }]));
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(smsc.deliveryAnswers).toHaveLength(answeredBefore);
      keep(isKept);
      await vi.waitFor(() => expect(smsc.deliveryAnswers.at(-1)).toBe(isKept ? 0 : COME_AGAIN));
    }
  });

  test("or is to come again when that takes too long; what is none is not kept waiting", async () => {
    const smsc = await centre();
    const { channel } = channelTo(smsc.port, {}, () => new Promise(() => {}), 50);
    await channel.send(package0Message(NUMBER));
    smsc.deliver("id:1 stat:DELIVRD");
    smsc.deliver("STOP");
    await vi.waitFor(() => expect(smsc.deliveryAnswers).toEqual([0, COME_AGAIN]));
  });
});

describe("what a device sends", () => {
  test.each([
    ["a message", 0x00],
    ["a message with a path for the reply", 0x80],
    ["an acknowledgement of its own", 0x08],
    ["an acknowledgement by its user", 0x10],
    ["the end of a conversation", 0x18],
  ])("is no receipt, though it reads like one: %s", async (_, esmClass) => {
    const smsc = await centre();
    const { channel, receipts } = channelTo(smsc.port);
    await channel.send(package0Message(NUMBER));
    smsc.deliver("id:1 sub:001 dlvrd:001 stat:UNDELIV err:001 text:", [], esmClass);
    await vi.waitFor(() => expect(smsc.deliveryAnswers).toEqual([0]));
    // The receipt that comes then is the first one of the message: what the device wrote took nothing away from it.
    smsc.deliver("id:1 stat:DELIVRD");
    await vi.waitFor(() => expect(receipts).toHaveLength(1));
    expect(receipts).toMatchObject([{ part: 1, state: "delivered" }]);
  });

  test("a receipt is one by its flag, whatever other flags it has, or by the fields that only a centre fills", async () => {
    const smsc = await centre();
    const { channel, receipts } = channelTo(smsc.port);
    await channel.send(package0Message(NUMBER));
    smsc.deliver("id:a1 stat:DELIVRD", [], 0x04 | 0x03 | 0x80);
    smsc.deliver("id:a2 stat:DELIVRD", [[RECEIPTED_MESSAGE_ID, Buffer.from("a2\0")]], 0x00);
    smsc.deliver(
      "",
      [
        [RECEIPTED_MESSAGE_ID, Buffer.from("a3\0")],
        [MESSAGE_STATE, Buffer.of(2)],
      ],
      0x00,
    );
    smsc.deliver("id:a4", [[MESSAGE_STATE, Buffer.of(2)]], 0x00);
    await vi.waitFor(() => expect(smsc.deliveryAnswers).toEqual([0, 0, 0, 0]));
    await vi.waitFor(() => expect(receipts.map(({ refs }) => refs[0])).toEqual(["a1", "a2", "a3", "a4"]));
  });

  test("a notice on the way is not the last word", async () => {
    const smsc = await centre();
    const { channel, receipts } = channelTo(smsc.port);
    await channel.send(package0Message(NUMBER));
    smsc.deliver(
      "id:1 stat:UNDELIV",
      [
        [RECEIPTED_MESSAGE_ID, Buffer.from("1\0")],
        [MESSAGE_STATE, Buffer.of(5)],
      ],
      0x20,
    );
    smsc.deliver("id:1 stat:DELIVRD");
    await vi.waitFor(() => expect(receipts).toHaveLength(1));
    expect(receipts).toMatchObject([{ part: 1, state: "delivered" }]);
  });
});

describe("a centre that makes trouble", () => {
  test("throttling slows down and loses nothing", async () => {
    const throttled = new Set([0, 1, 2, 5]);
    const smsc = await centre({
      answer: (_, count) =>
        throttled.has(count) ? { status: count === 5 ? 0x14 : 0x58 } : { status: 0, messageId: `${count}` },
    });
    const message = bootstrapMessage(NUMBER, 320);
    expect(await channelTo(smsc.port).channel.send(message)).toMatchObject({ state: "accepted" });
    expect(smsc.messages).toHaveLength(6 + throttled.size);
    const push = readWspPush(assembleSms(payloads(smsc)) ?? Buffer.alloc(0));
    expect(Buffer.from(push.body)).toEqual(Buffer.from(message.push.body));
  });

  test("a connection cut in the middle of a message is made anew and the message goes on", async () => {
    const smsc = await centre({ answer: (_, count) => (count === 2 ? "drop" : { status: 0, messageId: `${count}` }) });
    const message = bootstrapMessage(NUMBER, 320);
    expect(await channelTo(smsc.port).channel.send(message)).toMatchObject({ state: "accepted" });
    expect(smsc.commands.filter((command) => command === SMPP.bindTransceiver).length).toBe(2);
    const push = readWspPush(assembleSms(payloads(smsc)) ?? Buffer.alloc(0));
    expect(Buffer.from(push.body)).toEqual(Buffer.from(message.push.body));
  });

  test("a lost answer does not lose the message", async () => {
    const smsc = await centre({ answer: (_, count) => (count === 0 ? "silence" : { status: 0, messageId: "1" }) });
    expect(await channelTo(smsc.port).channel.send(package0Message(NUMBER))).toEqual({
      state: "accepted",
      refs: ["1"],
    });
    expect(smsc.messages).toHaveLength(2);
  });

  test.each(["silence", "unknown"] as const)("no transceiver (%s): one connection each way", async (transceiver) => {
    const smsc = await centre({ transceiver, receipt: (id) => ({ text: `id:${id} stat:DELIVRD` }) });
    const { channel, receipts } = channelTo(smsc.port);
    expect(await channel.send(package0Message(NUMBER))).toMatchObject({ state: "accepted" });
    expect(smsc.commands).toEqual(expect.arrayContaining([SMPP.bindTransmitter, SMPP.bindReceiver]));
    await vi.waitFor(() => expect(receipts).toMatchObject([{ part: 1, state: "delivered" }]));
  });

  test.each([
    [0x0b, "rejected"],
    [0x08, "retry"],
  ])("command status %i for a message: %s", async (status, state) => {
    const smsc = await centre({ answer: () => ({ status }) });
    const result = await channelTo(smsc.port).channel.send(package0Message(NUMBER));
    expect(result).toMatchObject({ state, code: status === 0x0b ? "0x0B" : "0x08" });
    expect(smsc.messages).toHaveLength(1);
  });

  test.each([0x0e, 0x0f])("a login refused with %i rejects the message, until the centre takes it", async (status) => {
    let login = status;
    const smsc = await centre({ login: () => login });
    const { channel } = channelTo(smsc.port);
    expect(await channel.send(package0Message(NUMBER))).toMatchObject({ state: "rejected" });
    login = 0;
    await vi.waitFor(async () =>
      expect(await channel.send(package0Message(NUMBER))).toMatchObject({ state: "accepted" }),
    );
  });

  test("a centre that is not there: the message waits for it", async () => {
    const gone = await startSmsc();
    await gone.close();
    const sending = channelTo(gone.port).channel.send(package0Message(NUMBER));
    await new Promise((resolve) => setTimeout(resolve, 60));
    const smsc = await centre({ port: gone.port });
    expect(await sending).toMatchObject({ state: "accepted" });
    expect(smsc.messages).toHaveLength(1);
  });

  test("one that stays away: to be tried later, with the reason", async () => {
    const gone = await startSmsc();
    await gone.close();
    expect(await channelTo(gone.port).channel.send(package0Message(NUMBER))).toMatchObject({
      state: "retry",
      code: "ECONNREFUSED",
      problem: "The message centre did not take the message: ECONNREFUSED.",
    });
  });

  test("one that no longer answers enquire_link is left, and connected anew", async () => {
    let isAlive = true;
    const smsc = await centre({ isAlive: () => isAlive });
    const { channel } = channelTo(smsc.port);
    await channel.send(package0Message(NUMBER));
    isAlive = false;
    const binds = () => smsc.commands.filter((command) => command === SMPP.bindTransceiver).length;
    await vi.waitFor(() => expect(binds()).toBeGreaterThan(1), { timeout: 3_000 });
  });

  test.each([
    ["a length beyond all bounds", "ffffffff000000050000000000000001"],
    ["a length that is none", "0000000800000005"],
    ["a delivery that is cut short", "00000012000000050000000000000001ff01"],
    ["a time that is none", `00000030000000050000000000000001${"00".repeat(12)}${"41".repeat(20)}`],
  ])("octets that are no PDU (%s) end the connection, not the process", async (_, hex) => {
    const smsc = await centre();
    const { channel } = channelTo(smsc.port);
    await channel.send(package0Message(NUMBER));
    smsc.sendRaw(Buffer.from(hex, "hex"));
    await vi.waitFor(
      async () => expect(await channel.send(package0Message(NUMBER))).toMatchObject({ state: "accepted" }),
      {
        timeout: 5_000,
      },
    );
  });

  test("closing the channel ends what waits, as something to retry", async () => {
    const smsc = await centre({ answer: () => "silence" });
    const { channel } = channelTo(smsc.port);
    const sending = channel.send(package0Message(NUMBER));
    await vi.waitFor(() => expect(smsc.messages).toHaveLength(1));
    await channel.close();
    expect(await sending).toMatchObject({ state: "retry" });
    await vi.waitFor(() => expect(smsc.connections()).toBe(0));
  });
});

describe("a message centre behind TLS", () => {
  test("is spoken to over TLS from the first octet, and messages and receipts go through it as ever", async () => {
    const receipt = (id: string) => ({ text: `id:${id} sub:001 dlvrd:001 stat:DELIVRD err:000 text:` });
    const smsc = await centre({ tls: CERTIFICATE, receipt });
    const { channel, receipts } = channelTo(smsc.port, { tls: true, ca: CERTIFICATE.cert });
    const message = bootstrapMessage(NUMBER, 320);
    expect(await channel.send(message)).toMatchObject({ state: "accepted" });
    const push = readWspPush(assembleSms(payloads(smsc)) ?? Buffer.alloc(0));
    expect(Buffer.from(push.body)).toEqual(Buffer.from(message.push.body));
    await vi.waitFor(() => expect(receipts).toHaveLength(6));
  });

  test("is not told a password when nobody vouches for its certificate, or it is of another name", async () => {
    const smsc = await centre({ tls: CERTIFICATE });
    const wary = [{ ca: null }, { ca: CERTIFICATE.cert, host: "localhost" }];
    const results = wary.map((settings) =>
      channelTo(smsc.port, { tls: true, ...settings }).channel.send(package0Message(NUMBER)),
    );
    expect(await Promise.all(results)).toMatchObject([{ state: "retry" }, { state: "retry" }]);
    expect(smsc.commands).toEqual([]);
  });

  test("that speaks no TLS is tried later, and hears nothing that could be read", async () => {
    const smsc = await centre();
    const { channel } = channelTo(smsc.port, { tls: true, ca: CERTIFICATE.cert });
    expect(await channel.send(package0Message(NUMBER))).toMatchObject({ state: "retry" });
    expect(smsc.commands.every((command) => command > 0x1000)).toBe(true);
  });
});
