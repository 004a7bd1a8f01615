import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { bundle } from "../../commands/build.mjs";
import { createSafeFetch } from "../../server/adapters/safe-fetch";
import { createWebhookPost } from "../../server/adapters/webhook";
import type { Pool } from "../../server/db/client";
import { newUuid } from "../../server/ids";
import { repeat } from "../../server/jobs/repeat";
import { projectEvents } from "../../server/services/events/project-events";
import type { CallContext } from "../../server/services/use-case";
import { createDeliveries, createSubscription, feedSource } from "../../server/services/webhooks";
import { end, firstLine, start } from "../child-process";
import { median } from "../median";
import type { FeedWork } from "./seed-backlog";
import type { ReceiverReport } from "./webhook-receiver";

export interface WebhookFigures {
  /** Of a bare loop of POSTs to the same receiver, one behind the other over a connection that is kept. */
  readonly barePostsPerSecond: number;
  /** Facts that were committed a second, at half that rate, all of which came as webhooks. */
  readonly webhooksPerSecond: number;
  /** From the commit of a fact to its coming. */
  readonly webhookLagP50Ms: number;
  readonly webhookLagP95Ms: number;
}

const RECEIVER = "dist/bench/webhook-receiver.mjs";
const BARE_SECONDS = 2;
const SECONDS = 5;
const ROUNDS = 5;
/** A commit of several facts, as sessions leave them, so often a second. */
const COMMITS_PER_SECOND = 100;
const ARRIVAL_SECONDS_MAX = 60;

/** `context`: who may subscribe for `systemId`, the reader of all facts of the work. Throws when an event does not come. */
export async function measureWebhooks(
  context: CallContext,
  pool: Pool,
  work: FeedWork,
  systemId: string,
): Promise<WebhookFigures> {
  await bundle("bench/events/webhook-receiver.ts", RECEIVER);
  const receiver = start(RECEIVER, [], {});
  try {
    const url = `http://127.0.0.1:${await firstLine(receiver)}/`;
    const asOwner = { ...context, outboundHosts: new Set(["127.0.0.1"]) };
    await createSubscription(asOwner, { url, types: ["*"], systemId });
    return await measureInTurns(context, pool, work, url);
  } finally {
    await end(receiver);
  }
}

/** The bare loop and pushing, in turns, so that a busy neighbour slows both; medians count. */
async function measureInTurns(context: CallContext, pool: Pool, work: FeedWork, url: string): Promise<WebhookFigures> {
  const bares: number[] = [];
  const pushed: PushFigures[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const bare = await postInLoop(url);
    await reportOf(url);
    const stop = startPushing(context, pool);
    try {
      const figures = await writeAndAwait(pool, work, url, bare / 2);
      // The first is for warming up.
      if (round === 0) continue;
      bares.push(bare);
      pushed.push(figures);
    } finally {
      await stop();
    }
  }
  return {
    barePostsPerSecond: median(bares),
    webhooksPerSecond: median(pushed.map(({ perSecond }) => perSecond)),
    webhookLagP50Ms: median(pushed.map(({ lagP50Ms }) => lagP50Ms)),
    webhookLagP95Ms: median(pushed.map(({ lagP95Ms }) => lagP95Ms)),
  };
}

interface PushFigures extends ReceiverReport {
  /** Facts, from the first commit until the last has come. */
  readonly perSecond: number;
}

/** POSTs a second. */
async function postInLoop(url: string): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const body = JSON.stringify({ time: new Date().toISOString(), data: "x".repeat(1_000) });
  const until = performance.now() + BARE_SECONDS * 1_000;
  let posted = 0;
  for (; performance.now() < until; posted += 1) await post(url, agent, body);
  agent.destroy();
  return posted / BARE_SECONDS;
}

function post(url: string, agent: Agent, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) };
    const posting = request(url, { method: "POST", agent, headers }, (response) => {
      response.resume().once("end", resolve);
    });
    posting.once("error", reject);
    posting.end(body);
  });
}

/** As the worker does it. */
function startPushing({ sealer }: CallContext, { sql, database }: Pool): () => Promise<void> {
  let failure: unknown;
  const onError = (error: unknown) => {
    failure ??= error;
  };
  const deliveries = createDeliveries({
    ...{ sql, database, sealer, feed: feedSource(database), random: Math.random, observe: () => {}, onError },
    post: createWebhookPost(createSafeFetch({ allowed: new Set(["127.0.0.1"]), keepAlive: true })),
  });
  const jobs = [
    { name: "project-events", busyMs: 100, idleMs: 50, run: () => projectEvents(sql) },
    { name: "deliver-events", busyMs: 20, idleMs: 100, run: () => deliveries.round() },
  ].map((job) => repeat({ ...job, onError: (_name, error) => onError(error) }));
  return async () => {
    await deliveries.stop();
    await Promise.all(jobs.map((job) => job.stop()));
    if (failure !== undefined) throw failure;
  };
}

/** Commits facts at a steady rate, and asks the receiver about them when all have come. */
async function writeAndAwait(
  { sql }: Pool,
  { deviceIds, operationIds }: FeedWork,
  url: string,
  perSecond: number,
): Promise<PushFigures> {
  const begun = performance.now();
  const firstVersion = Date.now() * 1_000;
  const total = Math.floor(perSecond * SECONDS);
  let written = 0;
  while (written < total) {
    const due = Math.min(total, Math.ceil(((performance.now() - begun) / 1_000) * perSecond)) - written;
    const rows = Array.from({ length: due }, (_, i) => {
      const n = written + i;
      const about = n % 2 === 0 ? ALERT : { ...TASK, operation_id: operationIds[n % operationIds.length] ?? null };
      const device_id = deviceIds[n % deviceIds.length] ?? "";
      return { ...about, device_id, version: firstVersion + n, i: 0, event_id: newUuid(), realm: "live" };
    });
    written += due;
    if (due > 0) await sql`insert into outbox ${sql(rows)}`;
    await sleep(1_000 / COMMITS_PER_SECOND);
  }
  const report = await allOf(url, total);
  return { ...report, perSecond: (total / (performance.now() - begun)) * 1_000 };
}

const ALERT = {
  ...{ type: "dmwsi.device.alert.v1", operation_id: null, from_state: null, to_state: null },
  data: '{"severity":5,"data":"low"}',
};
const TASK = {
  ...{ type: "dmwsi.task.succeeded.v1", from_state: "in_session", to_state: "succeeded" },
  data: '{"outcome":"acknowledged"}',
};

/** Waits until so many have come. */
async function allOf(url: string, total: number): Promise<ReceiverReport> {
  const until = performance.now() + ARRIVAL_SECONDS_MAX * 1_000;
  while ((await reportOf(`${url}count`)).count < total) {
    if (performance.now() > until) throw new Error(`Not all of ${total} events came as webhooks.`);
    await sleep(50);
  }
  return reportOf(url);
}

async function reportOf(url: string): Promise<ReceiverReport> {
  return (await fetch(url)).json() as Promise<ReceiverReport>;
}
