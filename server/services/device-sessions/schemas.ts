import { z } from "zod";
import { Instant } from "../devices/schemas";
import { PageInput } from "../page";

export const ListDeviceSessionsInput = PageInput.extend({ id: z.string().min(1).max(200) });

/** `endedAt` is null while the session is open; `outcome` is then "open". */
export const DeviceSessionView = z.object({
  id: z.string(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  messages: z.number().int(),
  outcome: z.string(),
});
export type DeviceSessionView = z.infer<typeof DeviceSessionView>;

export const ReadSessionMessagesInput = z.strictObject({
  deviceId: z.string().min(1).max(200),
  sessionId: z.string().min(1).max(200),
});

/** One message as it went over the wire, decoded, secrets masked. */
export const SessionMessageView = z.object({
  at: Instant,
  msgNo: z.number().int(),
  direction: z.enum(["device", "server"]),
  /** Of the body on the wire. */
  octets: z.number().int(),
  encoding: z.enum(["wbxml", "xml"]),
  xml: z.string(),
});
export type SessionMessageView = z.infer<typeof SessionMessageView>;

export const SessionMessagesView = z.object({ items: z.array(SessionMessageView) });
