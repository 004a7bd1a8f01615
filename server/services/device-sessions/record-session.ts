import { setImmediate as othersTurn } from "node:timers/promises";
import { and, asc, eq, gte, inArray, lte, sql } from "drizzle-orm";
import { z } from "zod";
import { operations, results, tasks } from "../../../drizzle/schema/operations";
import { dmMessages, dmSessions } from "../../../drizzle/schema/sessions";
import type { Transaction } from "../../db/client";
import { fromPublicId } from "../../ids";
import { DecodeError } from "../../oma-dm";
import { mayUseOperation } from "../authorization";
import { findDevice } from "../devices/find-device";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import type { StoredResult } from "./device-snapshot";
import { RECORDED_SESSION_OCTETS_MAX, tooMuchIn, WORK_MAX, writeRecordedSession } from "./recorded-session";
import { type RecordedWorkFacts, recordedWork } from "./recorded-work";
import { operationIdOf } from "./run-key";
import { ReadSessionMessagesInput } from "./schemas";
import { instantText, loadExchanges, secretsOf, type TracedExchange } from "./session-exchanges";
import { SESSION_LIMITS } from "./session-limits";
import type { SessionSecrets } from "./session-secrets";
import { encodeDocument, encodingOf } from "./wire";

/** JSON lines, as `readRecordedSession` takes them. */
const RecordedSessionText = z.object({ text: z.string() });

/**
 * A session as a file that shows it and runs it again (docs/operating.md, "A recorded session"): its messages with the
 * secrets masked, and the work there was. Throws ServiceError NOT_FOUND; FAILED_PRECONDITION where it did work of others,
 * or is too large.
 */
export const recordSession = useCase({
  name: "device.record_session",
  scope: "devices:read",
  input: ReadSessionMessagesInput,
  output: RecordedSessionText,
  audit: false,
  async run(context, transaction, input) {
    const { device } = await findDevice(transaction, context.principal, input.deviceId);
    const { deviceId, devId } = device;
    const sessionKey = fromPublicId("ses", input.sessionId);
    const exchanges = sessionKey
      ? await loadExchanges(
          transaction,
          context.sealer,
          deviceId,
          eq(dmMessages.sessionKey, sessionKey),
          SESSION_LIMITS.messagesMax,
        )
      : [];
    if (!sessionKey || exchanges.length === 0) throw new ServiceError("NOT_FOUND", "There is no such session.");
    const visible = mayUseOperation(context.principal);
    const work = await workOf(transaction, deviceId, exchanges, visible);
    if (!work) {
      throw new ServiceError("FAILED_PRECONDITION", "The session also did work of others, so it is not given away.");
    }
    const recorded = recordedWork(work, exchanges);
    const much = tooMuchIn(recorded);
    if (much !== null) throw notRecorded(`It has ${much}`);
    const ended = await endOf(transaction, deviceId, sessionKey);
    const facts = {
      session: { id: input.sessionId, devId, messages: exchanges.length, ...ended },
      work: [...recorded],
    };
    const text = writeRecordedSession(facts, await messagesOf(exchanges));
    if (Buffer.byteLength(text) > RECORDED_SESSION_OCTETS_MAX) throw tooLarge();
    return { text };
  },
});

function notRecorded(why: string): ServiceError {
  return new ServiceError(
    "FAILED_PRECONDITION",
    `The session is too much for a recording: ${why}. Read its messages without format=recorded.`,
  );
}

function tooLarge(): ServiceError {
  return notRecorded(`It is larger than ${RECORDED_SESSION_OCTETS_MAX} octets`);
}

async function messagesOf(exchanges: readonly TracedExchange[]) {
  const secretsIn = await secretsOf(exchanges);
  const messages: Parameters<typeof writeRecordedSession>[1][number][] = [];
  for (const exchange of exchanges) {
    const { at, request, reply, isCut } = exchange;
    const secrets = secretsIn(exchange);
    messages.push(
      { at, direction: "device", body: maskedBody(request, secrets), ...(isCut && { isCut }) },
      { at, direction: "server", body: maskedBody(reply, secrets) },
    );
    await othersTurn();
  }
  return messages;
}

/** In base64. */
function maskedBody(octets: Uint8Array, secrets: SessionSecrets): string {
  try {
    return Buffer.from(encodeDocument(secrets.masked(octets), encodingOf(octets))).toString("base64");
  } catch (error) {
    // Nothing in it can be told from a secret.
    if (error instanceof DecodeError) return "";
    throw error;
  }
}

/** Absent while the session is open. */
async function endOf(transaction: Transaction, deviceId: string, sessionKey: string) {
  const [row] = await transaction
    .select({ startedAt: dmSessions.startedAt, endedAt: dmSessions.endedAt, outcome: dmSessions.outcome })
    .from(dmSessions)
    .where(and(eq(dmSessions.deviceId, deviceId), eq(dmSessions.sessionKey, sessionKey)));
  return row ?? {};
}

/**
 * The tasks that commands went out for, or that were given something, in the session; in the order in which the engine
 * has them. null: some belong to others.
 */
async function workOf(
  transaction: Transaction,
  deviceId: string,
  exchanges: readonly TracedExchange[],
  visible: ReturnType<typeof mayUseOperation>,
): Promise<readonly RecordedWorkFacts[] | null> {
  const [from, to] = [exchanges[0]?.at ?? "", exchanges.at(-1)?.at ?? ""];
  const given = await transaction
    .selectDistinct({ operationId: results.operationId })
    .from(results)
    .where(
      and(
        eq(results.deviceId, deviceId),
        gte(results.at, sql`${from}::timestamptz`),
        lte(results.at, sql`${to}::timestamptz`),
      ),
    );
  const sent = exchanges.flatMap((exchange) => exchange.sent.map(([key]) => operationIdOf(key)));
  const ids = [...new Set([...sent, ...given.map(({ operationId }) => operationId)])];
  if (ids.length === 0) return [];
  const rows = await transaction
    .select({
      operationId: tasks.operationId,
      kind: operations.kind,
      kindVersion: operations.kindVersion,
      params: operations.params,
      state: tasks.state,
      startedAt: instantText(sql`${tasks.startedAt}`),
      endedAt: instantText(sql`${tasks.endedAt}`),
    })
    .from(tasks)
    .innerJoin(operations, eq(operations.operationId, tasks.operationId))
    .where(and(eq(tasks.deviceId, deviceId), inArray(tasks.operationId, ids), visible))
    .orderBy(
      sql`${tasks.startedAt} < ${from}::timestamptz desc nulls last`,
      asc(operations.priority),
      asc(tasks.operationId),
    );
  if (rows.length < ids.length) return null;
  // Before all that they were given is read.
  if (rows.length > WORK_MAX) throw notRecorded(`It has more than ${WORK_MAX} tasks`);
  const wasGiven = and(
    eq(results.deviceId, deviceId),
    inArray(results.operationId, ids),
    lte(results.at, sql`${to}::timestamptz`),
  );
  const [size] = await transaction
    .select({ octets: sql<number>`coalesce(sum(octet_length(${results.data}::text)), 0)::float8` })
    .from(results)
    .where(wasGiven);
  if (size && size.octets > RECORDED_SESSION_OCTETS_MAX) throw tooLarge();
  const answers = await transaction
    .select({
      operationId: results.operationId,
      attempt: results.attempt,
      at: instantText(sql`${results.at}`),
      data: sql<StoredResult>`${results.data}`,
    })
    .from(results)
    .where(wasGiven)
    .orderBy(asc(results.operationId), asc(results.attempt), asc(results.n));
  return rows.map((row) => ({ ...row, answers: answers.filter(({ operationId }) => operationId === row.operationId) }));
}
