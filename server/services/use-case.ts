import type { z } from "zod";
import type { DeviceChannels } from "../adapters/channels";
import type { AllowedHosts } from "../adapters/safe-fetch";
import type { Database, Transaction } from "../db/client";
import { inTransaction } from "../db/in-transaction";
import { writeAuditEntry } from "./audit/write-audit-entry";
import { ServiceError } from "./errors";
import { fieldErrors } from "./field-errors";
import { fieldWords } from "./field-words";
import type { Principal, Scope } from "./principal";
import type { Sealer } from "./secrets";

/** Who calls, from where, with which database, keys and ways to devices. One per request. */
export interface CallContext {
  readonly principal: Principal;
  readonly requestId: string;
  readonly sourceAddress: string;
  readonly database: Database;
  readonly sealer: Sealer;
  readonly channels: DeviceChannels;
  /** Where the server goes besides the public Internet, for addresses that users give; nowhere when left out. */
  readonly outboundHosts?: AllowedHosts;
}

/** A right, or "own": every person who is signed in, for what is theirs. No External System has anything of that kind. */
type MayCall = Scope | "own";

/** What an audit entry says beside who, when and from where. Secrets never go in. */
export interface AuditFacts {
  readonly object: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly reason?: string;
}

interface ReadDefinition<I extends z.ZodType, O extends z.ZodType, S extends MayCall> {
  readonly name: string;
  readonly scope: S;
  readonly input: I;
  readonly output: O;
  readonly audit: false;
  run(context: CallContext, transaction: Transaction, input: z.output<I>): Promise<z.input<O>>;
}

interface WriteDefinition<I extends z.ZodType, O extends z.ZodType, S extends MayCall> {
  readonly name: string;
  readonly scope: S;
  readonly input: I;
  readonly output: O;
  /** A person has to have given their password a short while ago: secrets, keys, roles. */
  readonly sensitive?: true;
  /** Before there is a transaction: what must outlast a refusal, such as the count of passwords that were tried. */
  check?(context: CallContext, input: z.output<I>): Promise<void>;
  /** Every write is audited: leaving `audit` out of the result does not compile. */
  readonly audit: true;
  run(
    context: CallContext,
    transaction: Transaction,
    input: z.output<I>,
  ): Promise<{ readonly result: z.input<O>; readonly audit: AuditFacts }>;
}

/** A call of somebody who may, with input that is parsed. */
interface PreparedCall<I extends z.ZodType, O extends z.ZodType> {
  readonly input: z.output<I>;
  /** Again, where the transaction that it took part in is. Throws ServiceError: what `check` and `run` throw. */
  run(within?: Transaction): Promise<z.output<O>>;
}

export interface UseCase<I extends z.ZodType, O extends z.ZodType, S extends MayCall = Scope> {
  (context: CallContext, input: unknown, within?: Transaction): Promise<z.output<O>>;
  /**
   * The call in two steps, for who has to know between them that its input can be read.
   * Throws ServiceError FORBIDDEN, PROOF_NEEDED and INVALID_INPUT (with fields).
   */
  prepare(context: CallContext, input: unknown): PreparedCall<I, O>;
  readonly useCaseName: string;
  readonly scope: S;
  readonly input: I;
  readonly output: O;
}

/**
 * One thing a caller can ask for, the same for console, public API, jobs and command line. Fixes the order: who may,
 * parse, run inside one transaction, audit in that transaction, parse the answer. With `within` it takes part in the
 * caller's transaction (an idempotency key and its effect commit together). `run` touches the database alone: it is called
 * again where PostgreSQL ended the transaction for another one's sake.
 *
 * Throws ServiceError FORBIDDEN, PROOF_NEEDED, INVALID_INPUT (with fields) and what `check` and `run` throw.
 */
export function useCase<I extends z.ZodType, O extends z.ZodType, S extends MayCall>(
  definition: ReadDefinition<I, O, S> | WriteDefinition<I, O, S>,
): UseCase<I, O, S> {
  const prepare = (context: CallContext, rawInput: unknown): PreparedCall<I, O> => {
    refuseWhoMayNot(context.principal, definition.scope);
    if (definition.audit && definition.sensitive) refuseWithoutProof(context.principal);
    const parsed = definition.input.safeParse(rawInput, { error: fieldWords });
    if (!parsed.success)
      throw new ServiceError("INVALID_INPUT", "Some fields are not right.", fieldErrors(parsed.error));
    const input = parsed.data;
    const run = async (transaction: Transaction): Promise<z.output<O>> => {
      if (!definition.audit) return definition.output.parse(await definition.run(context, transaction, input));
      const { result, audit } = await definition.run(context, transaction, input);
      await writeAuditEntry(transaction, context, definition.name, audit);
      return definition.output.parse(result);
    };
    return {
      input,
      async run(within) {
        if (definition.audit) await definition.check?.(context, input);
        return within ? run(within) : inTransaction(context.database, run);
      },
    };
  };
  const call = async (context: CallContext, rawInput: unknown, within?: Transaction): Promise<z.output<O>> =>
    prepare(context, rawInput).run(within);
  return Object.assign(call, {
    prepare,
    useCaseName: definition.name,
    scope: definition.scope,
    input: definition.input,
    output: definition.output,
  });
}

function refuseWhoMayNot(principal: Principal, scope: MayCall): void {
  if (scope === "own" && !principal.session) {
    throw new ServiceError("FORBIDDEN", "This is for a person who is signed in.");
  }
  if (scope !== "own" && !principal.scopes.has(scope)) {
    throw new ServiceError("FORBIDDEN", `This needs the scope ${scope}.`);
  }
}

/**
 * Whoever finds a console left open, or steals its cookie, changes nothing that outlasts the sign-in.
 *
 * Throws ServiceError PROOF_NEEDED for a person who has not given the password within ten minutes.
 */
export function refuseWithoutProof({ kind, session }: Principal): void {
  if (kind !== "user" || session?.provedRecently) return;
  throw new ServiceError(
    "PROOF_NEEDED",
    "Give your password again: this asks for one that is not older than ten minutes.",
  );
}
