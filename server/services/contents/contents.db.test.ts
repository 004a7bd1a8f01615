import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contents } from "../../../drizzle/schema/contents";
import { fromPublicId } from "../../ids";
import { asServiceError } from "../errors";
import { projectEvents } from "../events/project-events";
import type { Principal } from "../principal";
import {
  approveContent,
  deleteContent,
  findUsableContent,
  listContents,
  readContent,
  registerContent,
  rejectContent,
  retireContent,
  usableContent,
} from ".";
import { type ContentState, ContentState as ContentStates } from "./schemas";
import {
  bodyOf,
  type ContentDesk,
  openContentDesk,
  registrationOf,
  sha256Of,
  someOctets,
  tokenOf,
} from "./testing/content-desk";

let desk: ContentDesk;

beforeAll(async () => {
  desk = await openContentDesk();
});
afterAll(() => desk.close());

async function codeOf(work: Promise<unknown>): Promise<string | null> {
  return work.then(
    () => null,
    (error: unknown) => asServiceError(error)?.code ?? String(error),
  );
}

function systemOf(name: string): Principal {
  return { kind: "system", id: name, name, realm: "live", scopes: new Set(["contents:read", "contents:write"]) };
}

/** The same desk, asked by somebody else. */
function as(principal: Principal) {
  return { ...desk.context, principal };
}

describe("a content", () => {
  it("that is uploaded whole and right is ready, in the store, announced, and can be used", async () => {
    const octets = someOctets(200_000);
    const content = await desk.takeIn(octets);
    expect(content).toMatchObject({ state: "ready", received: octets.length, upload: null, reason: null });
    expect(content.checks.map(({ check, result }) => `${check} ${result}`)).toEqual([
      "size passed",
      "digest passed",
      "format passed",
      "signature skipped",
    ]);
    expect(await desk.store.digest(sha256Of(octets))).toBe(sha256Of(octets));
    expect(await desk.store.partSize(fromPublicId("con", content.id) ?? "")).toBeNull();
    const usable = await desk.test.database.transaction((transaction) =>
      usableContent(transaction, desk.context.principal, content.id),
    );
    expect(usable).toMatchObject({ id: content.id, size: octets.length, sha256: sha256Of(octets), models: ["R5"] });
    while ((await projectEvents(desk.test.sql)) > 0);
    const [event] = await desk.test
      .sql`select type, device_id, operation_id, data from events where content_id = ${usable.contentId}`;
    expect(event).toMatchObject({ type: "dmwsi.content.ready.v1", device_id: null, operation_id: null });
    expect(event?.["data"]).toMatchObject({ contentId: content.id, version: "1.4" });
  });

  it("cannot be used before it is ready, after it is retired, and when there is none", async () => {
    const octets = someOctets();
    const early = await registerContent(desk.context, registrationOf(octets));
    const ready = await desk.takeIn(someOctets());
    await retireContent(desk.context, { id: ready.id, reason: "A newer one is out." });
    await desk.test.database.transaction(async (transaction) => {
      const use = (id: string) => usableContent(transaction, desk.context.principal, id);
      expect(await codeOf(use(early.id))).toBe("CONTENT_NOT_READY");
      expect(await codeOf(use(ready.id))).toBe("CONTENT_NOT_READY");
      expect(await codeOf(use("con_nothing"))).toBe("INVALID_INPUT");
      expect(await findUsableContent(transaction, desk.context.principal, ready.id)).toEqual({ state: "retired" });
    });
    expect(await codeOf(retireContent(desk.context, { id: ready.id }))).toBe("FAILED_PRECONDITION");
  });

  it("of another system is not there; what people took in can be used by all, and changed by none of them", async () => {
    const own = await registerContent(as(systemOf("xs_a")), registrationOf(someOctets()));
    expect(await codeOf(readContent(as(systemOf("xs_b")), { id: own.id }))).toBe("NOT_FOUND");
    expect(await codeOf(deleteContent(as(systemOf("xs_b")), { id: own.id }))).toBe("NOT_FOUND");
    expect((await listContents(as(systemOf("xs_b")), { limit: 500 })).items.map(({ id }) => id)).not.toContain(own.id);
    expect((await readContent(desk.context, { id: own.id })).upload).toBeNull();
    const ofPeople = await desk.takeIn(someOctets());
    expect((await readContent(as(systemOf("xs_b")), { id: ofPeople.id })).state).toBe("ready");
    expect(await codeOf(retireContent(as(systemOf("xs_b")), { id: ofPeople.id }))).toBe("FORBIDDEN");
    const sandbox: Principal = { ...systemOf("xs_s"), realm: "sandbox" };
    expect(await codeOf(readContent(as(sandbox), { id: ofPeople.id }))).toBe("NOT_FOUND");
  });

  it("is found by kind, state and model, in pages", async () => {
    const rare = await desk.takeIn(someOctets(), { kind: "software", manufacturer: "Rare", model: "Q1" });
    const any = await desk.takeIn(someOctets(), { kind: "software", manufacturer: "Rare", model: undefined });
    const found = await listContents(desk.context, {
      manufacturer: "Rare",
      kind: "software",
      state: "ready",
      model: "Q1",
    });
    expect(found.items.map(({ id }) => id)).toEqual([any.id, rare.id]);
    const first = await listContents(desk.context, { manufacturer: "Rare", limit: 1 });
    const second = await listContents(desk.context, { manufacturer: "Rare", limit: 1, cursor: first.next ?? "" });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([any.id, rare.id]);
  });

  it("that is deleted leaves nothing behind once it was swept", async () => {
    const octets = someOctets();
    const content = await desk.takeIn(octets);
    expect(await codeOf(deleteContent(desk.context, { id: content.id }))).toBe("FAILED_PRECONDITION");
    await retireContent(desk.context, { id: content.id });
    expect((await deleteContent(desk.context, { id: content.id })).id).toBe(content.id);
    expect(await codeOf(readContent(desk.context, { id: content.id }))).toBe("NOT_FOUND");
    await desk.work.sweep(new Date(Date.now() + 90_000_000));
    expect(await desk.store.size(sha256Of(octets))).toBeNull();
  });

  it("shares its file with others of the same octets: it goes with the last of them", async () => {
    const octets = someOctets();
    const one = await desk.takeIn(octets);
    const other = await desk.takeIn(octets);
    await retireContent(desk.context, { id: one.id });
    await deleteContent(desk.context, { id: one.id });
    await desk.work.sweep(new Date(Date.now() + 90_000_000));
    expect(await desk.store.size(sha256Of(octets))).toBe(octets.length);
    expect((await readContent(desk.context, { id: other.id })).state).toBe("ready");
  });

  it("leaves quarantine by a decision with a reason, and by who may decide", async () => {
    const quarantined = await desk.takeIn(someOctets(), {}, "signature");
    expect(quarantined).toMatchObject({ state: "quarantined", reason: { code: "signature_wanted" } });
    expect(await codeOf(approveContent(desk.context, { id: quarantined.id, reason: " " }))).toBe("INVALID_INPUT");
    expect(await codeOf(approveContent(as(systemOf("xs_a")), { id: quarantined.id, reason: "x" }))).toBe("FORBIDDEN");
    const approved = await approveContent(desk.context, { id: quarantined.id, reason: "Seen by the lab." });
    expect(approved).toMatchObject({ state: "ready", reason: null, decision: { by: { id: "internal" } } });
    const [entry] = await desk.test.sql`
      select reason, before, after from audit_entries where action = 'content.approve' and object = ${quarantined.id}`;
    expect(entry).toMatchObject({ reason: "Seen by the lab.", after: { state: "ready" } });
    const other = await desk.takeIn(someOctets(), {}, "signature");
    expect((await rejectContent(desk.context, { id: other.id, reason: "Not ours." })).state).toBe("rejected");
    expect(await codeOf(approveContent(desk.context, { id: other.id, reason: "Oh." }))).toBe("FAILED_PRECONDITION");
  });
});

describe("registration refuses, and says what to do,", () => {
  const octets = someOctets();
  const cases: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ["a path for a name", { name: "../../etc/passwd" }, "/name"],
    ["a name with a backslash", { name: "..\\x" }, "/name"],
    ["a name of dots", { name: ".." }, "/name"],
    ["a name with a NUL", { name: "a\0b" }, "/name"],
    ["a name that is turned around", { name: "a\u202egnp.exe" }, "/name"],
    ["a name of 10 kB", { name: "a".repeat(10_000) }, "/name"],
    ["no octets", { size: 0 }, "/size"],
    ["more than 4 GiB", { size: 4_294_967_297 }, "/size"],
    ["a digest that is none", { sha256: "abc" }, "/sha256"],
    ["a model without its manufacturer", { manufacturer: undefined }, "/manufacturer"],
    ["model and models", { models: ["R5"] }, "/model"],
    [
      "a key that is not registered",
      { signature: { algorithm: "ed25519", keyId: "sgk_x", value: "AA==" } },
      "/signature/keyId",
    ],
    ["a source that is no address of the web", { source: { url: "file:///etc/passwd" } }, "/source/url"],
    ["a source that is read without TLS", { source: { url: "http://host.example/r5.bin" } }, "/source/url"],
    ["a source within the network", { source: { url: "https://10.0.0.1/r5.bin" } }, "/source/url"],
    [
      "a source with a password, which whoever reads the content would see",
      { source: { url: "https://maker:secret@host.example/r5.bin" } },
      "/source/url",
    ],
    ["a kind that is not known", { kind: "virus" }, "/kind"],
  ];

  it.each(cases)("%s", async (_what, facts, pointer) => {
    const refused = registerContent(desk.context, { ...registrationOf(octets), ...facts }).catch(asServiceError);
    const error = await refused;
    expect(error).toMatchObject({ code: "INVALID_INPUT" });
    expect(error !== null && "fields" in error && error.fields.map((field) => field.pointer)).toContain(pointer);
  });

  it("an eleventh open upload, and more than 20 GiB", async () => {
    const busy = as(systemOf("xs_busy"));
    for (let i = 0; i < 10; i += 1) await registerContent(busy, registrationOf(someOctets()));
    expect(await codeOf(registerContent(busy, registrationOf(octets)))).toBe("LIMIT_EXCEEDED");
    const large = as(systemOf("xs_large"));
    const size = 4_294_967_296;
    for (let i = 0; i < 5; i += 1) await registerContent(large, { ...registrationOf(octets), size });
    expect(await codeOf(registerContent(large, registrationOf(octets)))).toBe("LIMIT_EXCEEDED");
  });

  it("more than 10,000 contents that it did not delete, rejected or not", async () => {
    const many = as(systemOf("xs_many"));
    const { id } = await registerContent(many, registrationOf(octets));
    await desk.test.sql`
      insert into contents (content_id, realm, owner_kind, owner_id, owner_name, kind, name, size, sha256)
      select gen_random_uuid(), c.realm, c.owner_kind, c.owner_id, c.owner_name, c.kind, c.name, c.size, c.sha256
      from contents c, generate_series(1, 9998) where c.content_id = ${fromPublicId("con", id)}`;
    await desk.test.sql`update contents set state = 'rejected', reason = 'upload_given_up' where owner_id = 'xs_many'`;
    expect(await codeOf(registerContent(many, registrationOf(octets)))).toBe(null);
    expect(await codeOf(registerContent(many, registrationOf(octets)))).toBe("LIMIT_EXCEEDED");
  });

  it("two registrations at once that would both be the last", async () => {
    const racing = as(systemOf("xs_racing"));
    for (let i = 0; i < 9; i += 1) await registerContent(racing, registrationOf(someOctets()));
    const both = [
      registerContent(racing, registrationOf(someOctets())),
      registerContent(racing, registrationOf(someOctets())),
    ];
    expect((await Promise.all(both.map(codeOf))).toSorted()).toEqual(["LIMIT_EXCEEDED", null]);
  });
});

/** As api.md, "Contents", has them. */
const MOVES: Readonly<Record<ContentState, readonly ContentState[]>> = {
  uploading: ["verifying", "rejected"],
  verifying: ["ready", "quarantined", "rejected"],
  ready: ["quarantined", "retired"],
  quarantined: ["ready", "rejected"],
  rejected: [],
  retired: [],
};
/** How each state is come to. */
const WAYS: Readonly<Record<ContentState, readonly ContentState[]>> = {
  uploading: [],
  verifying: ["verifying"],
  ready: ["verifying", "ready"],
  quarantined: ["verifying", "quarantined"],
  rejected: ["rejected"],
  retired: ["verifying", "ready", "retired"],
};

describe("trust:content-states: only the moves of the contract are made", () => {
  it("by whoever asks the database itself, between any two states", async () => {
    const { database } = desk.test;
    const move = (contentId: string, to: ContentState) =>
      database
        .update(contents)
        .set({ state: to, reason: "test", received: 1_000, decidedById: "usr_x" })
        .where(eq(contents.contentId, contentId));
    let covered = 0;
    for (const from of ContentStates.options) {
      for (const to of ContentStates.options) {
        const context = as(systemOf(`xs_${from}_${to}`));
        const { id } = await registerContent(context, registrationOf(someOctets()));
        const contentId = fromPublicId("con", id) ?? "";
        for (const way of WAYS[from]) await move(contentId, way);
        const allowed = from === to || MOVES[from].includes(to);
        const error = await move(contentId, to).then(
          () => null,
          (thrown: unknown) => thrown,
        );
        expect(error === null, `${from} to ${to}`).toBe(allowed);
        const [row] = await database.select().from(contents).where(eq(contents.contentId, contentId));
        expect(row?.state).toBe(allowed ? to : from);
        covered += 1;
      }
    }
    console.log(`content-states ${covered}/36`);
    expect(covered).toBe(36);
  });

  it("and nothing of what a content is can be changed, nor one deleted that may be in use", async () => {
    const ready = await desk.takeIn(someOctets());
    const contentId = fromPublicId("con", ready.id) ?? "";
    const refused = async (statement: Promise<unknown>) => expect(statement).rejects.toThrow();
    for (const change of [
      "size = size + 1",
      "sha256 = '\\x00'",
      "version = '9'",
      "models = '{Other}'",
      "realm = 'sandbox'",
    ]) {
      await refused(desk.test.sql.unsafe(`update contents set ${change} where content_id = '${contentId}'`));
    }
    await refused(desk.test.sql`delete from contents where content_id = ${contentId}`);
    await refused(desk.test.sql`update contents set state = 'quarantined' where content_id = ${contentId}`);
    await refused(desk.test.sql`insert into contents select * from contents where content_id = ${contentId}`);
    const waiting = await desk.takeIn(someOctets(), {}, "signature");
    const waitingId = fromPublicId("con", waiting.id) ?? "";
    await refused(desk.test.sql`update contents set state = 'ready' where content_id = ${waitingId}`);
  });

  it("a content that is not whole is never checked", async () => {
    const content = await registerContent(as(systemOf("xs_part")), registrationOf(someOctets()));
    await desk.uploads.append(tokenOf(content), 0, bodyOf(someOctets(10)));
    const contentId = fromPublicId("con", content.id) ?? "";
    await expect(
      desk.test.sql`update contents set state = 'verifying' where content_id = ${contentId}`,
    ).rejects.toThrow();
  });
});

describe("trust:content-scrub: a file that is no longer what it was", () => {
  it("is found by the scrub, quarantined, cannot be used, and no decision makes it ready again", async () => {
    const octets = someOctets(50_000);
    const content = await desk.takeIn(octets);
    const contentId = fromPublicId("con", content.id) ?? "";
    const due = () =>
      desk.test.sql`update contents set due_at = now() - interval '1 second' where content_id = ${contentId}`;
    await due();
    while ((await desk.work.scrub()) > 0);
    expect((await readContent(desk.context, { id: content.id })).scrubbedAt).not.toBeNull();
    const path = join(desk.root, "files", sha256Of(octets).slice(0, 2), sha256Of(octets));
    const file = await readFile(path);
    file[25_000] = (file[25_000] ?? 0) ^ 1;
    await writeFile(path, file);
    await due();
    while ((await desk.work.scrub()) > 0);
    const found = await readContent(desk.context, { id: content.id });
    expect(found).toMatchObject({ state: "quarantined", reason: { code: "digest_changed" } });
    await desk.test.database.transaction(async (transaction) => {
      expect(await codeOf(usableContent(transaction, desk.context.principal, content.id))).toBe("CONTENT_NOT_READY");
    });
    expect(await codeOf(approveContent(desk.context, { id: content.id, reason: "Go." }))).toBe("FAILED_PRECONDITION");
    console.log("content-scrub 1/1");
  });
});
