import { randomInt } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { deviceCredentials, deviceLive } from "../../../drizzle/schema/devices";
import { wakeUpSends } from "../../../drizzle/schema/wake-ups";
import type { SendResult } from "../../adapters/channels";
import type { Transaction } from "../../db/client";
import { newUuid } from "../../ids";
import { findManagedDevice } from "../devices/find-device";
import { ServiceError } from "../errors";
import type { Principal } from "../principal";
import { useCase } from "../use-case";
import { package0Of } from "./package0-errand";
import { ChannelAnswer, TestChannelInput } from "./schemas";
import { sendName } from "./send-name";
import { usableChannels, whyUnreachable } from "./usable-channels";

const SESSION_ID_MAX = 65_535;
const VALID_FOR_SECONDS = 300;

/**
 * Sends one Package 0 on one channel, now and once, and answers what the channel said, as it said it. Unlike all other
 * work it waits for the channel (at most half a minute) before the audit entry is committed, and holds a connection to the
 * database: so each caller has one at a time.
 *
 * Throws ServiceError NOT_FOUND; FAILED_PRECONDITION where the channel does not lead to the device; LIMIT_EXCEEDED.
 */
export const testChannel = useCase({
  name: "device.test_channel",
  scope: "devices:write",
  input: TestChannelInput,
  output: ChannelAnswer,
  audit: true,
  async run(context, transaction, { id, kind }) {
    const { device } = await findManagedDevice(transaction, context.principal, id);
    const { deviceId } = device;
    const [way] = usableChannels(device, context.channels, kind);
    if (!way) throw new ServiceError("FAILED_PRECONDITION", whyUnreachable(device, context.channels, kind));
    await refuseSecondTest(transaction, context.principal);
    const { channel, to } = way;
    const sessionId = randomInt(1, SESSION_ID_MAX + 1);
    const push = package0Of(context.sealer, deviceId, await serverSide(transaction, deviceId), sessionId);
    const sendId = newUuid();
    const name = sendName(deviceId, sendId);
    const result = await channel.send({ id: name, purpose: "package0", to, push, validForSeconds: VALID_FOR_SECONDS });
    const { state } = result;
    await transaction.insert(wakeUpSends).values({
      ...{ deviceId, sendId, purpose: "package0", sessionId, channel: channel.kind, attempt: 0, state },
      ...(result.state === "accepted" ? { refs: [...result.refs] } : { refs: [], ...failureOf(result) }),
    });
    return {
      result: {
        ...{ channel: channel.kind, to, state, ...failureOf(result), sessionId: sessionId.toString(16).toUpperCase() },
        refs: result.state === "accepted" ? [...result.refs] : [],
        retryAfterMs: result.state === "retry" ? result.afterMs : null,
      },
      audit: { object: id, after: { channel: channel.kind, state } },
    };
  },
});

async function refuseSecondTest(transaction: Transaction, { id }: Principal): Promise<void> {
  const [first] = await transaction.execute<{ free: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${`channel test ${id}`}, 0)) as free`,
  );
  if (first?.free !== true) {
    throw new ServiceError("LIMIT_EXCEEDED", "Another test of yours is under way. Wait for what its channel answers.");
  }
}

function failureOf(result: SendResult): { readonly code: string | null; readonly problem: string | null } {
  return result.state === "accepted" ? { code: null, problem: null } : { code: result.code, problem: result.problem };
}

async function serverSide(transaction: Transaction, deviceId: string) {
  const [live] = await transaction
    .select({ nonce: deviceLive.serverNonce })
    .from(deviceLive)
    .where(eq(deviceLive.deviceId, deviceId));
  const [credential] = await transaction
    .select({ name: deviceCredentials.name, sealedSecret: deviceCredentials.sealedSecret })
    .from(deviceCredentials)
    .where(and(eq(deviceCredentials.deviceId, deviceId), eq(deviceCredentials.purpose, "server")));
  return { credential: credential ?? null, nonce: live?.nonce ?? null };
}
