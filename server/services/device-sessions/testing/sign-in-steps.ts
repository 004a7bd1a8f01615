import { sql } from "drizzle-orm";
import { afterAll } from "vitest";
import { projectEvents } from "../../events/project-events";
import type { BedDevice, SessionBed } from "./session-bed";
import { headerStatus, type WireDevice } from "./wire-device";

/** Cases of a bar, each of which asserts for itself; printed when they are over. */
export function barOf(name: string) {
  const bar = { cases: 0, passed: 0 };
  afterAll(() => {
    console.log(`${name} ${bar.passed}/${bar.cases}`);
  });
  return {
    async case(run: () => Promise<void>): Promise<void> {
      bar.cases += 1;
      await run();
      bar.passed += 1;
    },
  };
}

/** The Type of the challenge in the answer heard last, "" where there is none. */
export function challengeOf(message: Awaited<ReturnType<WireDevice["signIn"]>>): string {
  const [first] = message.commands;
  return first?.name === "Status" ? (first.chal?.type ?? "") : "";
}

let sessions = 0;

/** SessionID of the session that was begun last. */
export function latestSession(): string {
  return String(sessions);
}

/** A session of its own; answers the status of its package 1. */
export async function signIn(wire: WireDevice): Promise<number> {
  wire.hangUp();
  sessions += 1;
  return headerStatus(await wire.signIn({ sessionId: String(sessions) }));
}

/** Signs in, after one challenge where the first try is refused. */
export async function signInAtLast(wire: WireDevice): Promise<number> {
  const first = await signIn(wire);
  return first === 401 || first === 407 ? headerStatus(await wire.signIn({ sessionId: String(sessions) })) : first;
}

/** Data of the device's announced facts of a type, oldest first. */
export async function eventsOf(
  bed: SessionBed,
  { deviceId }: BedDevice,
  type: string,
): Promise<Record<string, unknown>[]> {
  for (let round = 0; round < 20 && (await projectEvents(bed.test.sql)) > 0; round += 1);
  const rows = await bed.test.database.execute(
    sql`select data from events where device_id = ${deviceId} and type = ${type} order by seq`,
  );
  return rows.map((row) => row["data"] as Record<string, unknown>);
}
