import type { Database } from "../../db/client";
import { type AttemptPolicy, countInWindow, networkOf, pauseLeft, reserveAttempt } from "../attempts";
import type { Realm } from "../principal";
import { announceAside } from "./announce-aside";

/** Who tries to sign in as a device, from where. `realm` null: there is no such device. */
export interface SignInAttempt {
  readonly deviceId: string;
  readonly realm: Realm | null;
  readonly sourceAddress: string;
}

/**
 * Of one device from one network: the tenth failure brings a pause of a minute, each further one doubles it. Forgotten
 * 15 minutes after the longest pause could be over, so that no pause wears out what made it long.
 */
const FROM_NETWORK: AttemptPolicy = { failuresMax: 10, pause: 60, pauseGrowth: 2, pauseMax: 3_600, forgetAfter: 4_500 };
const DEVICE_WINDOW_SECONDS = 3_600;
/** Failures of one device within that window, from wherever, that raise an alarm. */
const DEVICE_FAILURES_ALARM = 100;

/**
 * Whether this device may not sign in from there just now, whatever it brings. Asked only when a fresh challenge is
 * answered: a sign-in on a nonce that only the device knows is never held up.
 */
export async function isPaused(database: Database, attempt: SignInAttempt): Promise<boolean> {
  return (await pauseLeft(database, [keyOf(attempt)])) > 0;
}

/**
 * Counts a fresh challenge that was answered wrongly. Failures without one are not: stale and empty first digests are
 * usual. An alarm is told and blocks nobody; nothing of the device's own rows is touched.
 */
export async function countFailure(database: Database, attempt: SignInAttempt): Promise<void> {
  const { deviceId, realm } = attempt;
  const key = keyOf(attempt);
  const [failures] = await Promise.all([
    countInWindow(database, realm === null ? `${key}|hour` : `dm|${deviceId}`, DEVICE_WINDOW_SECONDS),
    reserveAttempt(database, key, FROM_NETWORK),
  ]);
  if (realm === null || failures !== DEVICE_FAILURES_ALARM) return;
  await announceAside(database, {
    deviceId,
    realm,
    type: "dmwsi.device.authentication_failing.v1",
    data: { failures, withinSeconds: DEVICE_WINDOW_SECONDS },
  });
}

/** Unknown devices share a key per network: a stranger makes no rows by making up ids. */
function keyOf({ deviceId, realm, sourceAddress }: SignInAttempt): string {
  return `dm|${realm === null ? "unknown" : deviceId}|${networkOf(sourceAddress)}`;
}
