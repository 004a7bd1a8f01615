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

/** Whose command it is: in a message of the server one that went out, in one of the device a Status, Results or Alert to it. */
export const LinkedCommandView = z.object({
  cmdId: z.string(),
  name: z.string(),
  taskId: z.string(),
  operationId: z.string(),
  kind: z.string(),
  createdBy: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
});
export type LinkedCommandView = z.infer<typeof LinkedCommandView>;

/** One message as it went over the wire, decoded, secrets masked. */
export const SessionMessageView = z.object({
  sessionId: z.string(),
  at: Instant,
  msgNo: z.number().int(),
  direction: z.enum(["device", "server"]),
  /** Of the body on the wire. */
  octets: z.number().int(),
  encoding: z.enum(["wbxml", "xml"]),
  xml: z.string(),
  /**
   * `xml` is not all of it: it was too long to be kept whole, so that long values are cut, it has more commands than are
   * read of a message, or the answer is full. `octets` is what came.
   */
  isCut: z.boolean(),
  /** The commands that belong to tasks, in their order. */
  commands: z.array(LinkedCommandView),
});
export type SessionMessageView = z.infer<typeof SessionMessageView>;

export const ReadTaskTraceInput = z.strictObject({ id: z.string().min(1).max(200) });

export const SessionMessagesView = z.object({ items: z.array(SessionMessageView) });
