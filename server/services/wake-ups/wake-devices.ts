import type { DeviceChannel, DeviceChannels } from "../../adapters/channels";
import type { Sql } from "../../db/client";
import { newUuid } from "../../ids";
import type { PushMessage } from "../../oma-dm";
import type { DeviceSnapshot } from "../device-sessions/device-snapshot";
import type { DeviceStore } from "../device-sessions/device-store";
import type { Sealer } from "../secrets";
import { nextAttempt } from "./attempt-schedule";
import { bootstrapErrand } from "./bootstrap-errand";
import { type ChannelRates, takeSlot } from "./channel-slots";
import { type ClaimedWakeUp, claimWakeUps, forgetWakeUp, giveUpWakeUp, postponeWakeUp } from "./claim-wake-ups";
import type { Errand, ObserveSend } from "./errand";
import { notificationNonce } from "./notification-nonce";
import { package0Errand } from "./package0-errand";
import { markSending, recordSend, wakeForStarted } from "./record-send";
import { sendName } from "./send-name";
import { type UsableChannel, usableChannels, whyUnreachable } from "./usable-channels";

export interface WakeOptions {
  readonly sql: Sql;
  readonly store: DeviceStore;
  readonly sealer: Sealer;
  readonly channels: DeviceChannels;
  /** Full address of the device listener, as devices are to know it. */
  readonly dmUrl: string;
  /** The same for devices of the sandbox; left out: there are none. */
  readonly sandboxDmUrl?: string | undefined;
  /** Names this process in its leases. */
  readonly workerId: string;
  /** Between two attempts on a channel, and behind the last; as many attempts as there are entries. */
  readonly pausesSeconds: readonly number[];
  readonly rates: ChannelRates;
  readonly observe: ObserveSend;
  onError(error: unknown): void;
}

export interface WakeUps {
  /** Claims what is due and lets it run; answers how many it claimed. */
  round(): Promise<number>;
  /** Resolves when nothing that was claimed is under way any more. */
  settled(): Promise<void>;
}

const CLAIMED_MAX = 50;
const UNDER_WAY_MAX = 200;
/** Of those, on one channel: one that takes long to answer must not keep the others waiting. */
const OF_CHANNEL_MAX = 150;
const FULL_RETRY_SECONDS = 30;
const BUSY_RETRY_SECONDS = 60;
const HELD_RETRY_SECONDS = 300;

/**
 * Wakes devices: claims due wake-ups under a lease and hands each device's push to the first channel of its order, three
 * times, then to the next. At least once: a process that dies in between leaves the lease to run out, and the same push
 * goes out again, which starts no second session. The proof that a device was woken is its session, which deletes the
 * wake-up; a receipt only says where a push got lost.
 */
export function createWakeUps(options: WakeOptions): WakeUps {
  const underWay = new Set<Promise<void>>();
  const ofChannels: OfChannels = new Map();
  return {
    async round() {
      const room = Math.min(CLAIMED_MAX, UNDER_WAY_MAX - underWay.size);
      if (room === 0) return 0;
      const claimed = await claimWakeUps(options.sql, options.workerId, room);
      for (const wakeUp of claimed) {
        const one = wakeDevice(options, ofChannels, wakeUp)
          .catch(options.onError)
          .finally(() => underWay.delete(one));
        underWay.add(one);
      }
      return claimed.length;
    },
    settled: () => Promise.all(underWay).then(() => undefined),
  };
}

/** How many wake-ups each channel is being used for. */
type OfChannels = Map<string, number>;

async function wakeDevice(options: WakeOptions, ofChannels: OfChannels, wakeUp: ClaimedWakeUp): Promise<void> {
  const { sql, workerId, channels } = options;
  const { device_id: deviceId } = wakeUp;
  const snapshot = await options.store.load(deviceId);
  const waiting = snapshot?.tasks.filter((task) => task.state !== "waiting_device") ?? [];
  if (!snapshot || (waiting.length === 0 && !wakeUp.asked)) {
    // What is held back does not show among the tasks; it is looked at again, whoever lifts it.
    if (snapshot && wakeUp.held) return postponeWakeUp(sql, workerId, deviceId, HELD_RETRY_SECONDS);
    return forgetWakeUp(sql, workerId, deviceId);
  }
  if (snapshot.live.sessionKey) return postponeWakeUp(sql, workerId, deviceId, BUSY_RETRY_SECONDS);
  const bootstrap = await bootstrapErrand(options, snapshot, wakeUp.imsi);
  if (bootstrap === "settled") return postponeWakeUp(sql, workerId, deviceId, 0);
  const notification = (nonce: Uint8Array | null): Errand =>
    package0Errand(options, snapshot, { sessionId: wakeUp.session_id, nonce, waiting });
  const errand = bootstrap === "none" ? notification(snapshot.live.serverNonce) : bootstrap;
  const reachable = { channels: snapshot.device.channels, msisdn: wakeUp.msisdn };
  const ways = usableChannels(reachable, channels, errand.only);
  const way = ways.find(({ channel }) => channel.kind === wakeUp.channel) ?? ways[0];
  if (!way) return giveUpWakeUp(sql, workerId, deviceId, whyUnreachable(reachable, channels, errand.only));
  const { kind } = way.channel;
  const used = ofChannels.get(kind) ?? 0;
  if (used >= OF_CHANNEL_MAX && !wakeUp.asked) return postponeWakeUp(sql, workerId, deviceId, FULL_RETRY_SECONDS);
  ofChannels.set(kind, used + 1);
  try {
    if (await waitsForSlot(options, wakeUp, way.channel, errand.push)) return;
    const attempt = kind === wakeUp.channel ? wakeUp.attempt : 0;
    // Not before it goes out: the device may sign in on the nonce that this may choose, for some minutes from now on.
    const signed = bootstrap === "none" ? notification(await notificationNonce(sql, snapshot, attempt)) : bootstrap;
    await send(options, { ...wakeUp, attempt }, snapshot, signed, way, ways);
  } finally {
    ofChannels.set(kind, (ofChannels.get(kind) ?? 1) - 1);
  }
}

/**
 * Whether the channel's rate, its own or the one that is set for it, makes it wait; then it comes again with a slot of its
 * own: in the process it would wait beyond its lease, and keep other channels waiting. A person does not wait.
 */
async function waitsForSlot(
  { sql, workerId, rates }: WakeOptions,
  wakeUp: ClaimedWakeUp,
  { kind, secondsFor }: DeviceChannel,
  push: PushMessage,
): Promise<boolean> {
  if (wakeUp.slot && wakeUp.channel === kind) return false;
  const rate = rates.get(kind);
  const seconds = await takeSlot(sql, kind, Math.max(rate === undefined ? 0 : 1 / rate, secondsFor(push)));
  if (seconds === 0 || wakeUp.asked) return false;
  await postponeWakeUp(sql, workerId, wakeUp.device_id, seconds, kind);
  return true;
}

async function send(
  options: WakeOptions,
  wakeUp: ClaimedWakeUp,
  { deviceId, device }: DeviceSnapshot,
  errand: Errand,
  { channel, to }: UsableChannel,
  ways: readonly UsableChannel[],
): Promise<void> {
  const { sql, workerId } = options;
  const { kind } = channel;
  const { attempt } = wakeUp;
  const { purpose, push, validForSeconds } = errand;
  const send = { sendId: newUuid(), deviceId, purpose, sessionId: wakeUp.session_id, channel: kind, attempt };
  await markSending(sql, workerId, send);
  const result = await channel.send({ id: sendName(deviceId, send.sendId), purpose, to, push, validForSeconds });
  options.observe(kind, result.state);
  if (result.state === "accepted") await errand.taken(kind);
  const kinds = ways.map((way) => way.channel.kind);
  const next = nextAttempt(result, { channel: kind, attempt }, kinds, options.pausesSeconds);
  await recordSend(sql, workerId, send, result, next, device);
  if (next.seconds === null) await wakeForStarted(sql, deviceId);
}
