import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { internalPrincipal } from "../authorization";
import { registerDevice } from "../devices";
import { listSystemNames, registerExternalSystem } from "../external-systems";
import { startOperation } from "../operations";
import { type Principal, ROLE_SCOPES, type Role, Scope } from "../principal";
import { callContextFor } from "../testing/call-context";
import type { CallContext } from "../use-case";
import { acceptGrant, endGrant, listGrants, proposeGrant } from ".";
import { GRANTS_MAX } from "./refuse-too-many";

let test: TestDatabase;
let everything: CallContext;
let care: string;
let billing: string;
beforeAll(async () => {
  test = await createTestDatabase();
  everything = await callContextFor(test.database);
  const register = (name: string) => registerExternalSystem(everything, { name, scopes: Scope.options });
  care = (await register("care")).id;
  billing = (await register("billing")).id;
  await registerExternalSystem(everything, { name: "trial", scopes: Scope.options, realm: "sandbox" });
});
afterAll(() => test.close());

function as(principal: Partial<Principal>): CallContext {
  return { ...everything, principal: { ...internalPrincipal("live"), ...principal } };
}
const session = { id: "a sign-in", provedRecently: true };
const person = (role: Role) => as({ kind: "user", id: "usr_1", scopes: new Set(ROLE_SCOPES[role]), session });

describe("grants in the hands of people", () => {
  it("are in force at once when an administrator gives them, who speaks for both sides, and end by them too", async () => {
    const given = await proposeGrant(person("administrator"), { from: care, to: billing, kinds: ["firmware.*"] });
    expect(given).toMatchObject({ state: "active", from: care, to: billing });
    expect((await listGrants(person("operator"), {})).items.map(({ id }) => id)).toEqual([given.id]);
    await endGrant(person("administrator"), { id: given.id });
    expect((await listGrants(person("operator"), {})).items).toEqual([]);
  });

  it("are accepted by an administrator for the side that has not consented", async () => {
    for (const proposer of [care, billing]) {
      const offer = { from: care, to: billing, kinds: ["*"] };
      const { id, state } = await proposeGrant(as({ kind: "system", id: proposer }), offer);
      expect(state).toBe("waiting");
      expect((await acceptGrant(person("administrator"), { id })).state).toBe("active");
      await expect(acceptGrant(person("administrator"), { id })).rejects.toMatchObject({ code: "FAILED_PRECONDITION" });
    }
  });

  it("are only read by operators, and not at all by agents", async () => {
    const wish = { from: care, to: billing, kinds: ["*"] };
    await expect(proposeGrant(person("operator"), wish)).rejects.toMatchObject({ code: "FORBIDDEN" });
    // Who may write subscriptions, but registers no systems, speaks for none of them.
    const scopes = new Set<Scope>(["subscriptions:write", "events:read"]);
    const writer = as({ kind: "user", id: "usr_2", scopes, session });
    await expect(proposeGrant(writer, wish)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(listGrants(person("agent"), {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("an operation of a person", () => {
  it("is delivered without a grant to whom those name who register systems, and to nobody by others", async () => {
    await registerDevice(everything, { devId: "IMEI:350000000000991" });
    const wish = {
      ...{ kind: "parameter.get", params: { uris: ["./DevInfo/Man"] }, target: { devices: ["IMEI:350000000000991"] } },
      delivery: { recipients: [billing], detail: "result" },
    };
    const { delivery } = await startOperation(person("administrator"), wish);
    expect(delivery).toEqual({ detail: "result", recipients: [{ id: billing, state: "active" }] });
    const starts = new Set(ROLE_SCOPES.administrator);
    starts.delete("systems:write");
    const without = as({ kind: "user", id: "usr_3", scopes: starts });
    await expect(startOperation(without, wish)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const unknown = { ...wish, delivery: { recipients: ["xs_nobody"] } };
    await expect(startOperation(person("administrator"), unknown)).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});

describe("the names of systems", () => {
  it("are those of the person's environment, and no system reads them", async () => {
    const { items } = await listSystemNames(person("operator"), {});
    expect(items).toEqual([
      { id: billing, name: "billing" },
      { id: care, name: "care" },
    ]);
    await expect(listSystemNames(as({ kind: "system", id: care }), {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("the number of grants of a system", () => {
  it("has a limit whoever consents for it, by a proposal or to one; what is only proposed to it does not count", async () => {
    const register = async (name: string) =>
      (await registerExternalSystem(everything, { name, scopes: Scope.options })).id;
    const [full, other, third] = [await register("full"), await register("other"), await register("third")];
    const bySystem = (id: string) => as({ kind: "system", id });
    const offer = { from: full, to: other, kinds: ["*"], detail: "status" };
    await Promise.all(Array.from({ length: GRANTS_MAX - 1 }, () => proposeGrant(bySystem(full), offer)));
    const wish = { from: full, to: third, kinds: ["*"] };
    const asked = [await proposeGrant(bySystem(third), wish), await proposeGrant(bySystem(third), wish)];
    const accepted = await Promise.allSettled(asked.map(({ id }) => acceptGrant(bySystem(full), { id })));
    expect(accepted.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const isRefused = { code: "LIMIT_EXCEEDED" };
    for (const waiting of (await listGrants(bySystem(third), { state: "waiting" })).items)
      await expect(acceptGrant(person("administrator"), { id: waiting.id })).rejects.toMatchObject(isRefused);
    await expect(proposeGrant(bySystem(full), wish)).rejects.toMatchObject(isRefused);
    const both = { from: other, to: full, kinds: ["*"] };
    await expect(proposeGrant(person("administrator"), both)).rejects.toMatchObject(isRefused);
    expect((await proposeGrant(bySystem(other), both)).state).toBe("waiting");
  });
});
