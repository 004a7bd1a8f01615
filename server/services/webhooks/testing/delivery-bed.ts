import { afterAll } from "vitest";
import type { z } from "zod";
import type { PostAnswer } from "../../../adapters/webhook";
import { fromPublicId, newUuid, toPublicId } from "../../../ids";
import { createTestDatabase, type TestDatabase } from "../../../testing/test-database";
import { projectEvents } from "../../events/project-events";
import type { CloudEvent } from "../../events/schemas";
import { readSystemPrincipal, registerExternalSystem } from "../../external-systems";
import { callContextFor } from "../../testing/call-context";
import type { CallContext } from "../../use-case";
import { createSubscription } from "../create-subscription";
import { createDeliveries, type Deliveries } from "../deliveries";
import { feedSource } from "../feed-source";

/** A message as the receiver got it. */
export interface Received {
  readonly url: string;
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly event: z.infer<typeof CloudEvent>;
}

/** How a receiver answers a message: a status, none (null), or a whole answer. */
export type Answering = (message: Received) => number | null | Partial<PostAnswer> | Promise<number | null>;

/** Pushes over a database of its own, to receivers in memory, on a clock that the test moves on. */
export interface DeliveryBed {
  readonly test: TestDatabase;
  readonly context: CallContext;
  /** The system whose events they are. */
  readonly owner: CallContext;
  readonly received: Received[];
  subscribe(path: string, types?: readonly string[], filter?: string): Promise<string>;
  /** Events of a device, as the feed tells of them: their public ids in their order. */
  tell(deviceId: string, count: number, type?: string): Promise<string[]>;
  answer(path: string, answering: Answering): void;
  /** Pushes until nothing is due. */
  push(): Promise<void>;
  /** Moves the clock of all that waits. */
  advance(seconds: number): Promise<void>;
  /** One more process that pushes. */
  deliveries(): Deliveries;
  close(): Promise<void>;
}

const ROUNDS_MAX = 200;
const HOST = "https://receiver.example";

export async function openDeliveryBed(): Promise<DeliveryBed> {
  const test = await createTestDatabase();
  const context = await callContextFor(test.database);
  const system = await registerExternalSystem(context, { name: "receiver", scopes: ["events:read", "devices:read"] });
  const received: Received[] = [];
  const answers = new Map<string, Answering>();
  const deliveries = () =>
    createDeliveries({
      ...{ sql: test.sql, database: test.database, sealer: context.sealer, feed: feedSource(test.database) },
      random: () => 0.5,
      observe: () => {},
      onError: (error) => {
        throw error;
      },
      post: async (url, headers, body) => {
        const message = { url, id: headers["webhook-id"] ?? "", headers, event: JSON.parse(body) };
        received.push(message);
        const answer = (await answers.get(new URL(url).pathname)?.(message)) ?? null;
        const found = answers.has(new URL(url).pathname) ? answer : 200;
        const whole = typeof found === "number" || found === null ? { status: found } : found;
        return { status: null, retryAfter: null, error: null, ms: 1, text: null, ...whole };
      },
    });
  const own = deliveries();
  let version = 0;
  return {
    test,
    context,
    owner: { ...context, principal: await readSystemPrincipal(test.database, fromPublicId("xs", system.id) ?? "") },
    received,
    deliveries,
    async subscribe(path, types = ["*"], filter) {
      const made = await createSubscription(context, { url: `${HOST}${path}`, types, filter, systemId: system.id });
      return made.id;
    },
    async tell(deviceId, count, type = "dmwsi.device.alert.v1") {
      const rows = Array.from({ length: count }, () => {
        version += 1;
        return { device_id: deviceId, version, i: 0, event_id: newUuid(), realm: "live", type };
      });
      await test.sql`insert into outbox ${test.sql(rows)}`;
      await projectEvents(test.sql);
      return rows.map((row) => toPublicId("evt", row.event_id));
    },
    answer: (path, answering) => void answers.set(path, answering),
    async push() {
      for (let round = 0; round < ROUNDS_MAX && (await own.round()) > 0; round += 1) await own.settled();
    },
    async advance(seconds) {
      await test.sql`update deliveries set next_at = next_at - make_interval(secs => ${seconds})`;
      await test.sql`update subscriptions set held_until = held_until - make_interval(secs => ${seconds}),
        failing_since = failing_since - make_interval(secs => ${seconds})`;
    },
    close: () => test.close(),
  };
}

/**
 * Opens beds for the tests of a file. Each is closed after the last test, since what a test left under way may still
 * come to it.
 */
export function deliveryBeds(): () => Promise<DeliveryBed> {
  const beds: DeliveryBed[] = [];
  afterAll(async () => {
    for (const bed of beds) await bed.close();
  });
  return async () => {
    const bed = await openDeliveryBed();
    beds.push(bed);
    return bed;
  };
}
