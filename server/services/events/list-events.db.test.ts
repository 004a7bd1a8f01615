import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newUuid } from "../../ids";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { internalPrincipal } from "../authorization";
import { type Principal, ROLE_SCOPES, type Role } from "../principal";
import { callContextFor } from "../testing/call-context";
import type { CallContext } from "../use-case";
import { listEvents, readEvent } from ".";

let test: TestDatabase;
let everything: CallContext;
beforeAll(async () => {
  test = await createTestDatabase();
  everything = await callContextFor(test.database);
  // Number 4 was counted only, 6 is of the other environment.
  const types = [
    "content.ready",
    "task.failed",
    "content.ready",
    null,
    "device.alert",
    "task.succeeded",
    "content.ready",
  ];
  for (const [i, type] of types.entries()) {
    await test.sql`insert into events (seq, event_id, realm, type, content_id, at, data) values (${i + 1}, ${newUuid()},
      ${i === 5 ? "sandbox" : "live"}, ${type && `dmwsi.${type}.v1`}, ${newUuid()}, now(), '{"state": "ready"}')`;
  }
});
afterAll(() => test.close());

function as(principal: Partial<Principal>): CallContext {
  return { ...everything, principal: { ...internalPrincipal("live"), ...principal } };
}
const person = (role: Role) => as({ kind: "user", id: "usr_1", scopes: new Set(ROLE_SCOPES[role]) });

async function walk(context: CallContext, input: object): Promise<number[]> {
  const seen: number[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < 20; page += 1) {
    const answer: Awaited<ReturnType<typeof listEvents>> = await listEvents(context, {
      ...input,
      ...(cursor && { cursor }),
    });
    seen.push(...answer.items.map(({ sequence }) => sequence));
    cursor = answer.next;
    if (cursor === null) return seen;
  }
  throw new Error("The list does not end.");
}

describe("the log of events", () => {
  it("is read by people, the newest first, with what was announced in their environment and nothing else", async () => {
    for (const limit of [1, 2, 50]) expect(await walk(person("operator"), { limit })).toEqual([7, 5, 3, 2, 1]);
    expect(await walk(as({ realm: "sandbox" }), {})).toEqual([6]);
  });

  it("is narrowed to types, also where these are rare", async () => {
    expect(await walk(person("operator"), { types: "task.*", limit: 1 })).toEqual([2]);
    expect(await walk(person("operator"), { types: "content.ready,device.alert" })).toEqual([7, 5, 3, 1]);
    await expect(listEvents(person("operator"), { types: "coffee.*" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
  });

  it("gives one event with what is told of it, and none of another environment", async () => {
    const { payload, id } = await readEvent(person("operator"), { sequence: 1 });
    expect(payload).toMatchObject({ id, type: "dmwsi.content.ready.v1", data: { facts: { state: "ready" } } });
    for (const sequence of [4, 6, 99]) {
      await expect(readEvent(person("operator"), { sequence })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });

  it("is nothing for agents, nor for External Systems, which have a feed", async () => {
    for (const context of [person("agent"), as({ kind: "system", id: "xs_1" })]) {
      await expect(listEvents(context, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
      await expect(readEvent(context, { sequence: 1 })).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
  });
});
