/** More digits than any session has messages, and fewer than a number holds exactly. */
const MSG_ID = /^\d{1,15}$/;

/** The count that a MsgID is; null where it is none, as damage and odd clients have it. */
export function countOfMsgId(msgId: string): number | null {
  return MSG_ID.test(msgId) ? Number(msgId) : null;
}
