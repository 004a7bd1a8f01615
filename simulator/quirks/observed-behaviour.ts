import type { QuirkName } from "./names";

/** One thing that real clients were seen to do, and how a simulated device does it. */
export interface ObservedBehaviour {
  readonly group: "Transport" | "Package 1" | "Authentication" | "Commands" | "Progress and results";
  readonly behaviour: string;
  /** What a server has to do about it. */
  readonly server: string;
  readonly quirks: readonly QuirkName[];
  /** Why there is no quirk, or what the quirks leave out. */
  readonly reason?: string;
}

/**
 * Seen on the wire of two public clients (intel/libdmclient; hs20-osu-client of hostap) and read in the source of five
 * more. A server that follows the specification to the letter and nothing more fails with most of them.
 */
export const OBSERVED_BEHAVIOUR: readonly ObservedBehaviour[] = [
  {
    group: "Transport",
    behaviour: "Content-Type without .dm beside the right ones; parameters such as charset",
    server: "accepts all four, answers with the family that was asked",
    quirks: ["contentTypeWithoutDm", "contentTypeWithCharset"],
  },
  {
    group: "Transport",
    behaviour: "RespURI is honoured, query string and escapes included; others never look at it",
    server:
      "may carry its session token there, and wants each message proven where it is ignored; what is repeated with a " +
      "proof counts in the session; remembers, per model once two devices did so, who is to be given 200 instead of 212",
    quirks: ["ignoresRespUri", "repeatsChallengedMessage"],
    reason: "Every other simulated device honours it.",
  },
  {
    group: "Transport",
    behaviour: "keep-alive, no User-Agent, the HTTP status must be exactly 200",
    server: "never answers 201, 204 or 3xx to a message that can be read",
    quirks: [],
    reason: "Every simulated device does so.",
  },
  {
    group: "Transport",
    behaviour: "SessionID is always 1; lower-case hexadecimal",
    server: "never trusts the SessionID alone as a key",
    quirks: ["sessionIdAlways1", "sessionIdInLowerCase"],
  },
  {
    group: "Transport",
    behaviour: "MaxMsgSize 16384 is announced and then exceeded (Results of 36 KB)",
    server: "bounds what it accepts by its own limit, keeps what it sends below the device's",
    quirks: ["exceedsMaxMsgSize"],
  },
  {
    group: "Package 1",
    behaviour: "DevInfo backwards, with interior nodes and a subtree Ext",
    server: "ignores interior items, reads leaves by their URI",
    quirks: ["devInfoReversedWithInteriorNodes"],
  },
  {
    group: "Package 1",
    behaviour: "DevInfo URIs without ./",
    server: "brings them into its form",
    quirks: ["urisWithoutDotSlash"],
  },
  {
    group: "Package 1",
    behaviour: "Alert 1226 already in package 1, 3.5 KB of escaped TNDS",
    server: "stores it, answers 200",
    quirks: ["alert1226InPackage1"],
  },
  {
    group: "Package 1",
    behaviour: "the Replace before the Alert",
    server: "accepts either order",
    quirks: ["replaceBeforeAlert"],
  },
  {
    group: "Authentication",
    behaviour: "Basic first, MD5 after a challenge; first digest on the empty nonce; nonces forgotten between sessions",
    server: "accepts what it may, challenges the rest, and locks nobody out",
    quirks: ["basicFirst", "emptyNonceFirst", "forgetsNonces", "nonceFallback1234"],
  },
  {
    group: "Authentication",
    behaviour: "401 or 407 for the header alone ends the session without a word",
    server: "puts the status on every command too",
    quirks: ["leavesWithoutCommandStatus"],
  },
  {
    group: "Authentication",
    behaviour: "a client that is always answered 401 repeats more than 100 times",
    server: "caps the challenges of a session, then ends it",
    quirks: ["repeatsWhenRefused"],
    reason: "Success is that it stops, and that nothing of it is stored.",
  },
  {
    group: "Authentication",
    behaviour: "the server's credential is expected and missing: status 0 for everything",
    server: "proves itself as soon as the device is authenticated",
    quirks: ["status0WhenNoServerCred"],
  },
  {
    group: "Authentication",
    behaviour: "a server's credential that is not expected: the client crashes",
    server: "proves itself only to devices that it is set to",
    quirks: ["crashesOnServerCred"],
  },
  {
    group: "Authentication",
    behaviour: "the client refuses the server's digest: 401 with Chal, the commands 401 as well",
    server: "makes the digest anew and repeats the commands in the next message",
    quirks: ["refusesServerDigestOnce"],
  },
  {
    group: "Authentication",
    behaviour: "the nonce for a new beginning is four zero octets in one client, ten characters in another",
    server: "checks both",
    quirks: ["resyncNonceOctets", "resyncNonceText"],
    reason: "Without an invitation it is challenged; trust:dm-resync proves the invitation.",
  },
  {
    group: "Commands",
    behaviour: "one Status per item, told apart by TargetRef; or one for all",
    server: "takes the Status that names the URI, else the one of the command",
    quirks: ["onePerItemStatus"],
    reason: "Every other simulated device gives one for all.",
  },
  {
    group: "Commands",
    behaviour: "Status for the header without CmdRef; two Statuses with one CmdID; children in any order",
    server: "reads children by name, never by order",
    quirks: ["syncHdrStatusWithoutCmdRef", "duplicateCmdIds", "childrenInAnyOrder"],
  },
  {
    group: "Commands",
    behaviour: "Format spelled Chr; Format, Type and lists that end in a NUL, also in XML",
    server: "compares case-blind, takes NULs from the end, survives NUL in XML",
    quirks: ["formatSpelledChr", "trailingNuls"],
  },
  {
    group: "Commands",
    behaviour: "only the first item of a Get is answered",
    server: "sends one item a command",
    quirks: ["firstItemOnly"],
  },
  {
    group: "Commands",
    behaviour: "?list=Struct, StructData and TNDS answered 406; ?prop=TStamp, VerNo and Size too",
    server: "walks node by node, remembers per model what works",
    quirks: ["listUnsupported406", "onlyTndsLists", "onlyStructLists", "propUnsupported406"],
  },
  {
    group: "Commands",
    behaviour: "Copy 501; Sequence crashes a client; Atomic without taking back and without a Status of its own",
    server:
      "never uses Sequence or Atomic unless the caller asked, does them itself where the device says that it knows none, " +
      "shows what was really answered",
    quirks: ["copy501", "sequenceCrashes", "atomicWithoutStatus"],
  },
  {
    group: "Commands",
    behaviour: "Meta of a command, or an Add without Data, crashes a client",
    server: "always writes Meta in items, and Data in an Add",
    quirks: ["crashesOnCommandMeta"],
  },
  {
    group: "Commands",
    behaviour: "a node that was just added cannot be executed (425)",
    server: "says so, without trying again",
    quirks: ["addedNodeNotExecutable"],
  },
  {
    group: "Commands",
    behaviour: "a slash at the end of a URI or at its beginning gives 500",
    server: "writes ./A/B",
    quirks: ["strictUris500"],
  },
  {
    group: "Commands",
    behaviour: "the alert 1226 of an Exec in the same message as its Status, before it",
    server: "finds the Exec of an alert by its Correlator, whatever the order",
    quirks: ["reportsAtOnce"],
  },
  {
    group: "Commands",
    behaviour: "large objects announced and not known: MoreData is ignored, the first part kept as the whole",
    server: "sees it by the status of the part, says that the value is not whole, marks the model",
    quirks: ["ignoresMoreData"],
    reason: "Success is that nobody takes the part for the value.",
  },
  {
    group: "Commands",
    behaviour: "alerts 1222 and 1223 of the server answered 500",
    server: "goes on",
    quirks: ["alerts1222Answered500", "tinyMessages"],
  },
  {
    group: "Commands",
    behaviour: "Results acknowledged or not",
    server: "gives a Status for them; a client may leave it unread",
    quirks: [],
    reason: "No simulated device reads a Status for its Results.",
  },
  {
    group: "Commands",
    behaviour: "the wrong Cmd in the Status of a command that is refused",
    server: "goes by MsgRef and CmdRef alone",
    quirks: ["wrongCmdInErrorStatus"],
  },
  {
    group: "Progress and results",
    behaviour: "progress codes (190, 197 to 199) before the result; a text behind the code",
    server: "waits for the result, reads the number in front, keeps the text",
    quirks: ["progressCodes", "textAfterCode"],
  },
  {
    group: "Progress and results",
    behaviour: "result codes with Format chr; vendors' codes (461, 462, 466)",
    server: "takes what it knows by its class, shows what it does not",
    quirks: ["vendorCodes"],
  },
  {
    group: "Progress and results",
    behaviour:
      "alerts without Format or Mark; types with and without the prefix Reversed-Domain-Name:, and with blanks",
    server: "takes all of them",
    quirks: ["missingFormatMark", "bareAlertTypes", "prefixedAlertTypes"],
  },
];
