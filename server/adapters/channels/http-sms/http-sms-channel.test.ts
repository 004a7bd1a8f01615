import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { readWspPush } from "../../../../simulator/push-reader";
import { assembleSms } from "../../../testing/assemble-sms";
import { type KannelLab, startKannel } from "../../../testing/kannel-lab";
import { freePort } from "../../../testing/server-process";
import { type SmscDouble, startSmsc } from "../../../testing/smsc-double";
import { bootstrapMessage, package0Message } from "../../../testing/test-pushes";
import type { DeviceChannel, Receipt } from "../channel";
import { type HttpSmsSettings, httpSmsChannel } from "./http-sms-channel";
import { listenForReceipts } from "./receipt-listener";

const NUMBER = "436641234567";
const LAB_MS_MAX = 30_000;

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

interface Opened {
  readonly channel: DeviceChannel;
  readonly receipts: Receipt[];
}

type Hear = Parameters<DeviceChannel["onReceipt"]>[0];

async function channelTo(settings: Partial<HttpSmsSettings>, hear: Hear = async () => true): Promise<Opened> {
  const port = await freePort();
  const channel = await httpSmsChannel({
    url: "http://127.0.0.1:1/cgi-bin/sendsms",
    username: "dm",
    password: "dm-secret",
    from: "",
    receipts: { host: "127.0.0.1", port, publicUrl: `http://127.0.0.1:${port}` },
    ...settings,
  });
  open.push(() => channel.close());
  const receipts: Receipt[] = [];
  channel.onReceipt((receipt) => {
    receipts.push(receipt);
    return hear(receipt);
  });
  return { channel, receipts };
}

interface GatewayAnswer {
  readonly status: number;
  readonly text?: string;
  readonly afterMs?: number;
}

/** A gateway that answers as told, by the number of the request, and keeps what it was asked. */
async function gateway(
  answerTo: (request: number) => GatewayAnswer,
): Promise<{ url: string; asked: URLSearchParams[] }> {
  const asked: URLSearchParams[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    asked.push(new URL(request.url ?? "", "http://gateway").searchParams);
    const { status, text = "", afterMs = 0 } = answerTo(asked.length);
    setTimeout(() => response.writeHead(status).end(text), afterMs);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(() => new Promise((resolve) => server.close(resolve)));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/cgi-bin/sendsms`, asked };
}

describe("through Kannel, a gateway that is not ours, to a message centre", () => {
  async function lab(hear?: Hear): Promise<Opened & { smsc: SmscDouble; kannel: KannelLab }> {
    const smsc = await startSmsc({
      receipt: (id) => ({ text: `id:${id} sub:001 dlvrd:001 stat:DELIVRD err:000 text:` }),
    });
    open.push(() => smsc.close());
    const kannel = await startKannel(smsc.port);
    open.push(() => kannel.close());
    return { ...(await channelTo({ ...kannel, from: "1234" }, hear)), smsc, kannel };
  }

  test("Package 0 and a bootstrap of six parts arrive bit-exact, and each part's receipt comes back", {
    timeout: LAB_MS_MAX,
  }, async () => {
    const { channel, receipts, smsc } = await lab();
    for (const [message, parts] of [
      [package0Message(NUMBER), 1],
      [bootstrapMessage(`+${NUMBER}`, 320), 6],
    ] as const) {
      const sentBefore = smsc.messages.length;
      const receiptsBefore = receipts.length;
      const result = await channel.send(message);
      expect(result).toMatchObject({ state: "accepted" });
      await vi.waitFor(() => expect(smsc.messages.length - sentBefore).toBe(parts), { timeout: 10_000 });
      const received = smsc.messages.slice(sentBefore);
      const push = readWspPush(assembleSms(received.map(({ userData }) => userData)) ?? Buffer.alloc(0));
      expect(Buffer.from(push.body)).toEqual(Buffer.from(message.push.body));
      expect(push.mac).toBe(message.push.protection?.mac ?? null);
      // Kannel sets "store and forward" beside the flag of the header.
      expect(received[0]).toMatchObject({ dataCoding: 0x04, esmClass: 0x43 });
      await vi.waitFor(() => expect(receipts.length - receiptsBefore).toBe(parts), { timeout: 10_000 });
      const heard = receipts.slice(receiptsBefore);
      expect(heard.every((one) => one.id === message.id && one.parts === parts && one.state === "delivered")).toBe(
        true,
      );
      expect(heard.flatMap(({ refs }) => refs).sort()).toEqual(result.state === "accepted" && [...result.refs].sort());
    }
  });

  test("a receipt that could not be kept comes again; one that was kept does not", {
    timeout: LAB_MS_MAX,
  }, async () => {
    const kept = [false, false, true];
    const { channel, receipts } = await lab(async () => kept[receipts.length - 1] ?? true);
    await channel.send(package0Message(NUMBER));
    await vi.waitFor(() => expect(receipts).toHaveLength(3), { timeout: 10_000 });
    // Longer than the gateway waits between two attempts.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(receipts).toHaveLength(3);
  });

  test("a wrong password is rejected with what the gateway says", { timeout: LAB_MS_MAX }, async () => {
    const { kannel } = await lab();
    const { channel } = await channelTo({ ...kannel, from: "1234", password: "wrong" });
    const result = await channel.send(package0Message(NUMBER));
    expect(result).toMatchObject({ state: "rejected", code: "403" });
    expect(JSON.stringify(result)).not.toContain("wrong");
  });
});

describe("what the gateway answers", () => {
  test.each([
    [202, "0: Accepted for delivery", { state: "accepted" }],
    [202, "3: Queued for later delivery", { state: "accepted" }],
    [403, "Authorization failed for sendsms", { state: "rejected", code: "403" }],
    [503, "Temporal failure, try again later.", { state: "retry", code: "503" }],
    [408, "", { state: "retry", code: "408" }],
    [429, "", { state: "retry", code: "429", problem: "The SMS gateway answered 429." }],
  ])("%i %s", async (status, text, expected) => {
    const { url, asked } = await gateway(() => ({ status, text }));
    const { channel } = await channelTo({ url, from: "Carrier" });
    expect(await channel.send(package0Message(NUMBER))).toMatchObject(expected);
    expect(Object.fromEntries(asked[0] ?? [])).toMatchObject({
      to: `+${NUMBER}`,
      from: "Carrier",
      coding: "1",
      validity: "5",
    });
  });

  test("nobody there: to be tried later; no number: rejected", async () => {
    const { channel } = await channelTo({});
    expect(await channel.send(package0Message(NUMBER))).toMatchObject({ state: "retry", code: "ECONNREFUSED" });
    expect(await channel.send(package0Message("10.0.0.1"))).toMatchObject({ state: "rejected", code: "bad_address" });
  });

  test("a part that it refuses is not forgotten over others that it takes meanwhile", async () => {
    const { url } = await gateway((part) => (part === 1 ? { status: 503, afterMs: 0 } : { status: 202, afterMs: 150 }));
    const { channel } = await channelTo({ url });
    expect(await channel.send(bootstrapMessage(NUMBER, 320))).toMatchObject({ state: "retry", code: "503" });
  });

  test("without a place for receipts none is asked for", async () => {
    const { url, asked } = await gateway(() => ({ status: 202, text: "0: Accepted for delivery" }));
    const { channel } = await channelTo({ url, receipts: null });
    expect(await channel.send(package0Message(NUMBER))).toEqual({ state: "accepted", refs: [] });
    expect([...(asked[0]?.keys() ?? [])]).not.toContain("dlr-url");
  });
});

describe("receipts", () => {
  async function receiptUrl(hear?: Hear): Promise<Opened & { base: string; id: string }> {
    const { url, asked } = await gateway(() => ({ status: 202 }));
    const opened = await channelTo({ url }, hear);
    const message = { ...package0Message(NUMBER), id: "device/7 ü" };
    await opened.channel.send(message);
    return { ...opened, base: asked[0]?.get("dlr-url")?.replace("%d", "") ?? "", id: message.id };
  }

  test.each([
    ["1", "delivered"],
    ["2", "failed"],
    ["16", "failed"],
    ["34", "expired"],
    ["66", "unknown"],
  ])("of type %s: %s", async (type, state) => {
    const { base, receipts, id } = await receiptUrl();
    expect((await fetch(`${base}${type}`)).status).toBe(200);
    expect(receipts).toMatchObject([{ id, part: 1, state, code: type }]);
  });

  test("are heard as earlier versions asked for them, without the number of parts", async () => {
    const { base, receipts, id } = await receiptUrl();
    expect((await fetch(`${base.replace("parts=1&", "")}1`)).status).toBe(200);
    expect(receipts).toMatchObject([{ id, part: 1, parts: null, state: "delivered" }]);
  });

  test("are heard only at the path that holds the secret word, and only in our form", async () => {
    const { base, receipts } = await receiptUrl();
    const { origin, pathname } = new URL(base);
    const statuses = [];
    for (const url of [
      `${origin}/`,
      `${origin}${pathname.replace(/.$/, "")}`,
      `${base}8`,
      `${base}x`,
      `${origin}/sms-receipts/${"A".repeat(43)}/${pathname.split("/").at(-1)}?type=1`,
      `${base}1&${"x".repeat(3_000)}`,
    ]) {
      statuses.push((await fetch(url)).status);
    }
    expect(statuses).toEqual([404, 400, 200, 400, 404, 404]);
    expect(receipts).toEqual([]);
  });

  test("are answered when they are kept, and not before: the gateway forgets what it has told", async () => {
    let keep: (isKept: boolean) => void = () => {};
    const { base, receipts } = await receiptUrl(() => new Promise((resolve) => (keep = resolve)));
    for (const [isKept, status] of [
      [true, 200],
      [false, 503],
    ] as const) {
      receipts.length = 0;
      let answered: number | null = null;
      const answer = fetch(`${base}1`).then((response) => (answered = response.status));
      await vi.waitFor(() => expect(receipts).toHaveLength(1));
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(answered).toBeNull();
      keep(isKept);
      expect(await answer).toBe(status);
    }
  });

  test("are to come again when it takes too long to keep them, or nobody hears them yet", async () => {
    const settingsAt = (port: number) => ({ host: "127.0.0.1", port, publicUrl: `http://127.0.0.1:${port}` });
    const slow = await listenForReceipts(settingsAt(await freePort()), "secret", () => new Promise(() => {}), 100);
    open.push(() => slow.close());
    expect((await fetch(slow.urlFor("a", 1, 1).replace("%d", "1"))).status).toBe(503);

    const { url, asked } = await gateway(() => ({ status: 202 }));
    const receipts = settingsAt(await freePort());
    const deaf = await httpSmsChannel({ url, username: "dm", password: "dm-secret", from: "", receipts });
    open.push(() => deaf.close());
    await deaf.send(package0Message(NUMBER));
    expect((await fetch(`${asked[0]?.get("dlr-url")?.replace("%d", "1")}`)).status).toBe(503);
  });

  test("asked for before a restart are heard after it", async () => {
    const { url, asked } = await gateway(() => ({ status: 202 }));
    const port = await freePort();
    const receiptsAt = { host: "127.0.0.1", port, publicUrl: `http://127.0.0.1:${port}` };
    const before = await channelTo({ url, receipts: receiptsAt });
    const message = package0Message(NUMBER);
    const result = await before.channel.send(message);
    await before.channel.close();
    const after = await channelTo({ url, receipts: receiptsAt });
    await fetch(`${asked[0]?.get("dlr-url")?.replace("%d", "1")}`);
    expect(after.receipts).toMatchObject([{ id: message.id, part: 1, state: "delivered" }]);
    expect(after.receipts[0]?.refs).toEqual(result.state === "accepted" && result.refs);
  });

  test("a port that another program has stops the start", async () => {
    const port = await freePort();
    const receipts = { host: "127.0.0.1", port, publicUrl: `http://127.0.0.1:${port}` };
    await channelTo({ receipts });
    await expect(channelTo({ receipts })).rejects.toThrow(/EADDRINUSE/);
  });
});
