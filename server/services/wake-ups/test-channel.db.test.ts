import { expect, it } from "vitest";
import { toPublicId } from "../../ids";
import { openSessionBed } from "../device-sessions/testing/session-bed";
import { testChannel } from "./test-channel";
import { channelsOf, scriptedChannel } from "./testing/scripted-channel";

it("a caller tests one channel at a time: a test holds a connection for as long as its channel takes", async () => {
  const bed = await openSessionBed();
  const { deviceId } = await bed.newDevice({ facts: { channels: [{ kind: "udp", address: "127.0.0.1:2948" }] } });
  const udp = scriptedChannel("udp", ["ip"]);
  let answer = (): void => {};
  udp.answer = () => new Promise((resolve) => (answer = () => resolve({ state: "accepted", refs: [] })));
  const context = { ...bed.context, channels: channelsOf(udp) };
  const test = () => testChannel(context, { id: toPublicId("dev", deviceId), kind: "udp" });
  const first = test();
  await expect.poll(() => udp.sent.length).toBe(1);
  await expect(test()).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
  answer();
  expect(await first).toMatchObject({ state: "accepted" });
  const next = test();
  await expect.poll(() => udp.sent.length).toBe(2);
  answer();
  expect(await next).toMatchObject({ state: "accepted" });
  await bed.close();
});
