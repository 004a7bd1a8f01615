import { openPool, type Sql } from "../../server/db/client";
import { newUuid } from "../../server/ids";
import { repeat } from "../../server/jobs/repeat";
import { projectEvents } from "../../server/services/events/project-events";
import { median } from "../median";
import type { FeedWork } from "./seed-backlog";

export interface WriterFigures {
  /** Facts that 8 writers commit, one by one, while nobody takes them. */
  readonly bareFactsPerSecond: number;
  /** The same while the projector takes them and numbers them for their readers. */
  readonly factsPerSecond: number;
  /** Of each pair of turns; the median. */
  readonly appendRatio: number;
  /** Facts that were in the feed before their writers stopped. */
  readonly projectedShare: number;
}

const WRITERS = 8;
const WARM_UP_SECONDS = 2;
const SECONDS = 5;
const ROUNDS = 5;
const DRAIN_ROUNDS_MAX = 1_000;

/** Without the projector and with it, in turns, so that a busy neighbour slows both; medians count. */
export async function measureWriters(sql: Sql, url: string, work: FeedWork): Promise<WriterFigures> {
  const writers = openPool(url, "writers", WRITERS);
  const bares: number[] = [];
  const projected: number[] = [];
  const shares: number[] = [];
  try {
    await write(writers.sql, work, WARM_UP_SECONDS);
    await sql`truncate outbox`;
    for (let round = 0; round < ROUNDS; round += 1) {
      bares.push((await write(writers.sql, work, SECONDS)) / SECONDS);
      await sql`truncate outbox`;
      const facts = await writeAndProject(sql, writers.sql, work);
      projected.push(facts.written / SECONDS);
      shares.push(facts.inTime / facts.written);
    }
  } finally {
    await writers.close();
  }
  return {
    bareFactsPerSecond: median(bares),
    factsPerSecond: median(projected),
    appendRatio: median(projected.map((rate, round) => rate / (bares[round] ?? Number.NaN))),
    projectedShare: median(shares),
  };
}

/** Throws when the feed did not get each fact. */
async function writeAndProject(sql: Sql, writers: Sql, work: FeedWork) {
  let taken = 0;
  let failure: unknown;
  const project = async () => {
    const count = await projectEvents(sql);
    taken += count;
    return count;
  };
  // As the worker does it.
  const onError = (_name: string, error: unknown) => {
    failure = error;
  };
  const projector = repeat({ name: "project-events", busyMs: 100, idleMs: 50, run: project, onError });
  const written = await write(writers, work, SECONDS);
  const inTime = taken;
  await projector.stop();
  for (let round = 0; round < DRAIN_ROUNDS_MAX && (await project()) > 0; round += 1);
  if (failure !== undefined) throw failure;
  if (taken !== written) throw new Error(`The feed got ${taken} of ${written} facts.`);
  return { written, inTime };
}

/** Facts that were committed within so many seconds: of a device's alert and of a task's end in turns, as a session leaves them. */
async function write(sql: Sql, { deviceIds, operationIds }: FeedWork, seconds: number): Promise<number> {
  const until = performance.now() + seconds * 1_000;
  const firstVersion = Date.now() * 1_000;
  const [operationId = ""] = operationIds;
  let written = 0;
  const writer = async (): Promise<void> => {
    while (performance.now() < until) {
      const n = written;
      written += 1;
      const deviceId = deviceIds[n % deviceIds.length] ?? "";
      const version = firstVersion + n;
      if (n % 2 === 0) {
        await sql`insert into outbox (device_id, version, i, event_id, realm, type, data)
          values (${deviceId}, ${version}, 0, ${newUuid()}, 'live', 'dmwsi.device.alert.v1', '{"severity":5,"data":"low"}')`;
      } else {
        await sql`insert into outbox (device_id, version, i, event_id, operation_id, realm, type, from_state, to_state, data)
          values (${deviceId}, ${version}, 0, ${newUuid()}, ${operationId}, 'live', 'dmwsi.task.succeeded.v1', 'in_session', 'succeeded',
            '{"outcome":"acknowledged"}')`;
      }
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  return written;
}
