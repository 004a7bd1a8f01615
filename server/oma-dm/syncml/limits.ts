/** Bounds on one message, beyond those of the octets it came in (`decode-limits.ts`). */

/** Commands of a message, those inside Atomic and Sequence included. */
export const COMMANDS_MAX = 500;
/** Items of a command; also TargetRefs and SourceRefs of a Status. */
export const ITEMS_MAX = 1_000;
/** UTF-8 octets of a LocURI. */
export const LOC_URI_OCTETS_MAX = 1_024;
/** Characters of SessionID, MsgID, CmdID, MsgRef, CmdRef. Devices use up to 10. */
export const ID_CHARACTERS_MAX = 32;
/** Problems that are kept of one message. */
export const PROBLEMS_MAX = 100;
