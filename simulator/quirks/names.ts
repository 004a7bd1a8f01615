import { z } from "zod";

/**
 * What real OMA DM clients do otherwise than the specification, each seen in at least one of them; what is said behind a
 * name is what a simulated device with that quirk does.
 */
export const QUIRKS = {
  // Transport
  contentTypeWithoutDm: "Names its messages without .dm: application/vnd.syncml+wbxml or +xml.",
  contentTypeWithCharset: "Adds a charset to the media type of its messages.",
  ignoresRespUri: "Sends every message to the address of its account.",
  sessionIdAlways1: "Calls each of its sessions 1.",
  sessionIdInLowerCase: "Writes the SessionID in lower-case hexadecimal.",
  exceedsMaxMsgSize: "Heeds neither its own MaxMsgSize nor the server's in what it sends.",
  tinyMessages: "Spreads what it has to say over messages of about 4,000 octets.",
  // Package 1
  devInfoReversedWithInteriorNodes: "Gives DevInfo backwards, with its interior nodes and a subtree Ext.",
  urisWithoutDotSlash: "Leaves ./ away in the addresses of nodes.",
  alert1226InPackage1: "Brings a Generic Alert of 3.5 KB of escaped XML in package 1.",
  replaceBeforeAlert: "Says what it is before it says why it calls.",
  // Authentication
  basicFirst: "Begins each session with Basic, and answers a challenge by MD5.",
  emptyNonceFirst: "Begins its first session with a digest on the empty nonce.",
  forgetsNonces: "Has forgotten its nonce when a session begins.",
  nonceFallback1234: "Takes 1234 for the nonce that it has forgotten.",
  resyncNonceOctets: "Takes four zero octets for the nonce that it has forgotten.",
  resyncNonceText: "Takes the text 0x00000000 for the nonce that it has forgotten.",
  repeatsChallengedMessage: "Repeats the very message that was challenged, where others begin with package 1 again.",
  leavesWithoutCommandStatus: "Leaves without a word when it is challenged by the status of the header alone.",
  repeatsWhenRefused: "Repeats package 1 for as long as it is challenged, up to 150 times.",
  status0WhenNoServerCred: "Answers 0 to everything of a server that does not prove itself.",
  crashesOnServerCred: "Crashes when a server proves itself that it does not check.",
  refusesServerDigestOnce: "Refuses the first right digest of the server in each session, and its commands with it.",
  // Commands
  onePerItemStatus: "Gives a Status with TargetRef for each item.",
  syncHdrStatusWithoutCmdRef: "Leaves CmdRef away in the Status for the header.",
  duplicateCmdIds: "Gives two Statuses the same CmdID.",
  childrenInAnyOrder: "Writes the children of its commands backwards.",
  formatSpelledChr: "Writes the Format chr as Chr.",
  trailingNuls: "Ends Format, Type and values by a NUL.",
  firstItemOnly: "Looks at the first item of a command only.",
  listUnsupported406: "Answers 406 to every ?list=.",
  onlyTndsLists: "Answers 406 to ?list=Struct and StructData, but knows ?list=TNDS.",
  onlyStructLists: "Knows ?list=Struct, and answers 406 to the other lists.",
  propUnsupported406: "Answers 406 to the optional properties: Size, Title, TStamp, VerNo.",
  copy501: "Answers 501 to Copy.",
  sequenceCrashes: "Crashes on Sequence.",
  atomicWithoutStatus: "Runs an Atomic without a status of its own, and takes nothing back.",
  crashesOnCommandMeta: "Crashes on Meta outside of an item, and on an Add without Data.",
  addedNodeNotExecutable: "Answers 425 to an Exec on a node that was added.",
  strictUris500: "Answers 500 to addresses that do not begin by ./ or that end in a slash.",
  reportsAtOnce: "Reports on an Exec in the same message as its Status, before it.",
  ignoresMoreData: "Takes the first part of a large object for the whole.",
  alerts1222Answered500: "Answers 500 to the alerts 1222 and 1223.",
  wrongCmdInErrorStatus: "Names another command in the Status of one that it refuses.",
  // Progress and results
  progressCodes: "Reports progress (190, 197, 198, 199) before the result.",
  textAfterCode: "Writes a text behind the result code.",
  vendorCodes: "Reports a vendor's result code, 462, with Format chr.",
  bareAlertTypes: "Writes the type of an alert without prefix, with blanks around it.",
  prefixedAlertTypes: "Writes Reversed-Domain-Name: before the type of an alert.",
  missingFormatMark: "Leaves Format and Mark of an alert away.",
} as const;

export type QuirkName = keyof typeof QUIRKS;
export type Quirks = ReadonlySet<QuirkName>;

const NAMES = Object.keys(QUIRKS) as [QuirkName, ...QuirkName[]];

/** Of a profile and of the command line. */
export const QuirkName = z.enum(NAMES, {
  error: ({ input }) => `There is no quirk ${input}. There are: ${NAMES.join(", ")}.`,
});
