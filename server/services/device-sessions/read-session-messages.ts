import { eq } from "drizzle-orm";
import { dmMessages } from "../../../drizzle/schema/sessions";
import { fromPublicId } from "../../ids";
import { findDevice } from "../devices/find-device";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { messageViews } from "./message-views";
import { ReadSessionMessagesInput, SessionMessagesView } from "./schemas";
import { loadExchanges, ownersOf, reportsIn } from "./session-exchanges";

/** Exchanges of one session that are shown; the session itself is bounded higher. */
const EXCHANGES_MAX = 500;

/**
 * The trace of one session: every message decoded again from its kept octets, secrets masked, each command with its task,
 * its operation and who asked for it. Throws ServiceError NOT_FOUND for an unknown device or session, the same for those
 * of others.
 */
export const readSessionMessages = useCase({
  name: "device.read_session_messages",
  scope: "devices:read",
  input: ReadSessionMessagesInput,
  output: SessionMessagesView,
  audit: false,
  async run(context, transaction, input) {
    const { device } = await findDevice(transaction, context.principal, input.deviceId);
    const { deviceId } = device;
    const sessionKey = fromPublicId("ses", input.sessionId);
    const ofSession = sessionKey === null ? null : eq(dmMessages.sessionKey, sessionKey);
    const exchanges = ofSession
      ? await loadExchanges(transaction, context.sealer, deviceId, ofSession, EXCHANGES_MAX)
      : [];
    if (exchanges.length === 0) throw new ServiceError("NOT_FOUND", "There is no such session.");
    const reports = await reportsIn(transaction, deviceId, exchanges);
    const owners = await ownersOf(transaction, context.principal, exchanges, reports);
    return { items: [...(await messageViews({ deviceId, exchanges, reports, owners }))] };
  },
});
