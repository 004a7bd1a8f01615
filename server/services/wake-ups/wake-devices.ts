import type { DeviceChannels, SendResult } from "../../adapters/channels";
import type { Sql } from "../../db/client";
import { newUuid } from "../../ids";
import { writePackage0 } from "../../oma-dm";
import type { DeviceSnapshot } from "../device-sessions/device-snapshot";
import type { DeviceStore } from "../device-sessions/device-store";
import type { TaskStepFact } from "../device-sessions/save-document";
import type { Sealer } from "../secrets";

export interface WakeOptions {
  readonly sql: Sql;
  readonly store: DeviceStore;
  readonly sealer: Sealer;
  readonly channels: DeviceChannels;
  /** Names this process in its leases. */
  readonly workerId: string;
  observe(channel: string, result: SendResult["state"]): void;
}

const CLAIMED_MAX = 50;
const LEASE_SECONDS = 30;
/** Minutes until a device that did not come is tried again; as many attempts as there are entries. */
const PAUSES_MINUTES = [1, 5, 30];
const UNSENT_RETRY_SECONDS = 60;
const BUSY_RETRY_SECONDS = 60;
/** A message centre may drop a notification that it could not deliver by the next attempt. */
const VALID_FOR_SECONDS = 300;
const PACKAGE0_TYPE = "application/vnd.syncml.notification";
const PACKAGE0_APPLICATION = "x-wap-application:syncml.dm";

interface ClaimedWakeUp {
  readonly device_id: string;
  readonly session_id: number;
  readonly attempt: number;
}

/**
 * Claims due wake-ups under a lease, sends each device its Package 0 and marks its queued tasks as notified. At least
 * once: a process that dies in between leaves the lease to run out, and the same Package 0 goes out again, which starts
 * no second session. The proof that a device was woken is its session, which deletes the wake-up; until then it is tried
 * again after 1, 5 and 30 minutes. Answers how many it claimed.
 */
export async function wakeDevices(options: WakeOptions): Promise<number> {
  const { sql, workerId } = options;
  const claimed = await sql<ClaimedWakeUp[]>`
    update wake_ups set lease_until = now() + make_interval(secs => ${LEASE_SECONDS}), leased_by = ${workerId}
    where device_id in (
      select device_id from wake_ups where due_at <= now() and (lease_until is null or lease_until < now())
      order by due_at limit ${CLAIMED_MAX} for update skip locked)
    returning device_id, session_id, attempt`;
  await Promise.all(claimed.map((wakeUp) => wakeDevice(options, wakeUp)));
  return claimed.length;
}

async function wakeDevice(options: WakeOptions, wakeUp: ClaimedWakeUp): Promise<void> {
  const snapshot = await options.store.load(wakeUp.device_id);
  const runnable = snapshot?.tasks.filter((task) => task.state !== "waiting_device") ?? [];
  if (!snapshot || runnable.length === 0) return forget(options, wakeUp);
  if (snapshot.live.sessionKey) return postpone(options, wakeUp, BUSY_RETRY_SECONDS, null);
  const sent = await send(options, snapshot, wakeUp);
  if (sent.state === "rejected") return postpone(options, wakeUp, null, sent.problem);
  if (sent.state === "retry") return postpone(options, wakeUp, UNSENT_RETRY_SECONDS, sent.problem);
  const steps = runnable
    .filter((task) => task.state === "queued" || task.state === "scheduled")
    .map(
      (task): TaskStepFact => ({ operationId: task.operationId, from: task.state, to: "notified", eventId: newUuid() }),
    );
  if (steps.length > 0) await options.store.change(wakeUp.device_id, null, { realm: snapshot.device.realm, steps });
  await sentOnce(options, wakeUp);
}

async function send(options: WakeOptions, snapshot: DeviceSnapshot, wakeUp: ClaimedWakeUp): Promise<SendResult> {
  const known = snapshot.device.channels.find(({ kind }) => options.channels.get(kind));
  const channel = known && options.channels.get(known.kind);
  if (!known || !channel) {
    return {
      state: "rejected",
      code: "no_channel",
      problem: "No channel to this device is known: it is served when it calls in by itself.",
    };
  }
  const server = snapshot.credentials.find((credential) => credential.purpose === "server");
  const body = writePackage0({
    serverId: server?.name ?? "",
    secret: server
      ? Buffer.from(openServerSecret(options.sealer, snapshot.deviceId, server.sealedSecret))
      : new Uint8Array(),
    nonce: snapshot.live.serverNonce ?? new Uint8Array(),
    sessionId: wakeUp.session_id,
    uiMode: "background",
    initiator: "server",
  });
  const result = await channel.send({
    id: `${wakeUp.device_id}/${wakeUp.session_id}/${wakeUp.attempt}`,
    purpose: "package0",
    to: known.address ?? "",
    push: { contentType: PACKAGE0_TYPE, applicationId: PACKAGE0_APPLICATION, protection: null, body },
    validForSeconds: VALID_FOR_SECONDS,
  });
  options.observe(channel.kind, result.state);
  return result;
}

function openServerSecret(sealer: Sealer, deviceId: string, sealed: string): string {
  return sealer.openText("device_credentials.sealed_secret", `${deviceId}|server`, sealed);
}

async function forget({ sql, workerId }: WakeOptions, { device_id }: ClaimedWakeUp): Promise<void> {
  await sql`delete from wake_ups where device_id = ${device_id} and leased_by = ${workerId}`;
}

/** `seconds` null: not again by itself; the next operation or the device's own session lifts it. */
async function postpone(
  { sql, workerId }: WakeOptions,
  { device_id }: ClaimedWakeUp,
  seconds: number | null,
  problem: string | null,
): Promise<void> {
  await sql`
    update wake_ups set lease_until = null, problem = ${problem},
      due_at = coalesce(now() + make_interval(secs => ${seconds}::integer), 'infinity')
    where device_id = ${device_id} and leased_by = ${workerId}`;
}

async function sentOnce({ sql, workerId }: WakeOptions, { device_id, attempt }: ClaimedWakeUp): Promise<void> {
  const minutes = PAUSES_MINUTES[attempt] ?? null;
  await sql`
    update wake_ups set lease_until = null, problem = null, attempt = attempt + 1, sent_at = now(),
      due_at = coalesce(now() + make_interval(mins => ${attempt + 1 < PAUSES_MINUTES.length ? minutes : null}::integer), 'infinity')
    where device_id = ${device_id} and leased_by = ${workerId}`;
}
