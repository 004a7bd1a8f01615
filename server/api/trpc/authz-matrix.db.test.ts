import { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import openapi from "../../../docs/openapi.json" with { type: "json" };
import { internalPrincipal } from "../../services/authorization";
import { Role } from "../../services/principal";
import { callContextFor } from "../../services/testing/call-context";
import type { CallContext } from "../../services/use-case";
import { newPerson, signedIn } from "../../services/users/testing/console-people";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { appRouter } from "./router";
import { type Cells, KIND_RIGHTS, PROCEDURE_RIGHTS, type Right } from "./testing/authz-matrix";
import { createCallerFactory } from "./trpc";

let test: TestDatabase;
/** Nobody, then a person of each role, whose password was given too long ago for what is sensitive. */
let callers: readonly (CallContext | null)[];

beforeAll(async () => {
  test = await createTestDatabase();
  const server = await callContextFor(test.database, internalPrincipal("live"));
  const people: CallContext[] = [];
  for (const role of Role.options) people.push((await signedIn(server, await newPerson(server, role))).context);
  callers = [null, ...people.map(longAfterProof)];
});
afterAll(() => test.close());

function longAfterProof(context: CallContext): CallContext {
  const { session, ...principal } = context.principal;
  return {
    ...context,
    principal: { ...principal, ...(session && { session: { ...session, provedRecently: false } }) },
  };
}

/** What the console's API says to `input`; what is asked for need not be there, nor be right. */
async function rightTo(path: string, input: unknown, call: CallContext | null): Promise<Right | "nobody" | string> {
  const caller = createCallerFactory(appRouter)({ call, requestId: "test", stillSignedIn: async () => true });
  const [router = "", procedure = ""] = path.split(".");
  const routers = caller as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>;
  try {
    await routers[router]?.[procedure]?.(input);
  } catch (error) {
    const code = error instanceof TRPCError ? error.code : String(error);
    if (code === "UNAUTHORIZED") return "nobody";
    if (code === "FORBIDDEN") return "no";
    if (code === "PRECONDITION_REQUIRED") return "password";
    // The right is looked at first: these are about the input.
    return code === "UNPROCESSABLE_CONTENT" || code === "NOT_FOUND" ? "yes" : code;
  }
  return "yes";
}

const cellsOf = async (path: string, input: unknown): Promise<string> =>
  (await Promise.all(callers.map((call) => rightTo(path, input, call)))).join(" ");

const wanted = (cells: Cells): string => `nobody ${cells}`;

describe("trust:console-authz-matrix: every procedure of the console x 4 principals equals the table", () => {
  const paths = Object.keys(appRouter._def.procedures).sort();
  const kinds = Object.entries(openapi.paths["/operations"].post.requestBody.content["application/json"].examples);

  it("has a row for each procedure and for each kind of operation, and no other", () => {
    expect(Object.keys(PROCEDURE_RIGHTS).sort()).toEqual(paths);
    expect(Object.keys(KIND_RIGHTS).sort()).toEqual(kinds.map(([kind]) => kind).sort());
  });

  it("answers each as the table says", async () => {
    let right = 0;
    const odd: string[] = [];
    const look = (row: string, cells: string, table: string) => {
      const [are, should] = [cells.split(" "), table.split(" ")];
      right += should.filter((cell, place) => cell === are[place]).length;
      if (cells !== table) odd.push(`${row}: ${cells}, not ${table}`);
    };
    for (const [path, cells] of Object.entries(PROCEDURE_RIGHTS)) {
      look(path, await cellsOf(path, path === "live.changes" ? { topics: [] } : {}), wanted(cells));
    }
    for (const [kind, { value }] of kinds) {
      const cells = KIND_RIGHTS[kind as keyof typeof KIND_RIGHTS];
      look(`operations.start of ${kind}`, await cellsOf("operations.start", value), wanted(cells));
    }
    const all = callers.length * (paths.length + kinds.length);
    console.log(`console-authz-matrix ${right}/${all}`);
    expect(odd).toEqual([]);
    expect(right).toBe(all);
  });
});
