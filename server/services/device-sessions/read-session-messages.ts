import { and, asc, eq } from "drizzle-orm";
import type { z } from "zod";
import { dmMessages } from "../../../drizzle/schema/sessions";
import { fromPublicId } from "../../ids";
import { DecodeError } from "../../oma-dm";
import { findDevice } from "../devices/find-device";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { openExchange } from "./exchange-body";
import { maskSecrets } from "./mask-secrets";
import { ReadSessionMessagesInput, SessionMessagesView, type SessionMessageView } from "./schemas";
import { decodeDocument, encodingOf, indentedText } from "./wire";

/** Exchanges of one session that are shown; the session itself is bounded higher. */
const EXCHANGES_MAX = 500;

/**
 * The trace of one session: every message decoded again from its kept octets, secrets masked. Throws ServiceError
 * NOT_FOUND for an unknown device or session, the same for those of others.
 */
export const readSessionMessages = useCase({
  name: "device.read_session_messages",
  scope: "devices:read",
  input: ReadSessionMessagesInput,
  output: SessionMessagesView,
  audit: false,
  async run(context, transaction, input) {
    const { device } = await findDevice(transaction, context.principal, input.deviceId);
    const sessionKey = fromPublicId("ses", input.sessionId);
    const rows = sessionKey
      ? await transaction
          .select()
          .from(dmMessages)
          .where(and(eq(dmMessages.deviceId, device.deviceId), eq(dmMessages.sessionKey, sessionKey)))
          .orderBy(asc(dmMessages.at), asc(dmMessages.msgNo))
          .limit(EXCHANGES_MAX)
      : [];
    if (rows.length === 0) throw new ServiceError("NOT_FOUND", "There is no such session.");
    return {
      items: rows.flatMap((row) => {
        const { request, reply } = openExchange(context.sealer, row);
        const at = row.at.toISOString();
        return [view(at, row.msgNo, "device", request), view(at, row.msgNo, "server", reply)];
      }),
    };
  },
});

function view(
  at: string,
  msgNo: number,
  direction: SessionMessageView["direction"],
  octets: Uint8Array,
): z.input<typeof SessionMessageView> {
  const encoding = encodingOf(octets);
  return { at, msgNo, direction, octets: octets.length, encoding, xml: decodedText(octets, encoding) };
}

function decodedText(octets: Uint8Array, encoding: SessionMessageView["encoding"]): string {
  try {
    return indentedText(maskSecrets(decodeDocument(octets, encoding)));
  } catch (error) {
    if (error instanceof DecodeError) return error.message;
    throw error;
  }
}
