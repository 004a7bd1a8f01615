import type { Building } from "../building";
import type { Element } from "../element";
import { readCred, writeCred } from "./credential";
import { readPeerLocation, writeLocation } from "./location";
import type { Cred, Location, Meta, SyncHdr } from "./message";
import { readMeta, writeMeta } from "./meta";
import { childrenOf, idIn, type Reading, textOf } from "./reading";
import { syncml } from "./writing";

const NOWHERE: Location = { locUri: "" };

/** Reads SyncHdr. What is missing is "" and a problem of command "0". */
export function readHeader(element: Element, reading: Reading): SyncHdr {
  let verDtd = "";
  let verProto = "";
  let sessionId = "";
  let msgId = "";
  let target = NOWHERE;
  let source = NOWHERE;
  let respUri: string | undefined;
  let cred: Cred | undefined;
  let meta: Meta | undefined;
  for (const child of childrenOf(element)) {
    switch (child.name) {
      case "VerDTD":
        verDtd = textOf(child);
        break;
      case "VerProto":
        verProto = textOf(child);
        break;
      case "SessionID":
        sessionId = idIn(child, "0", reading);
        break;
      case "MsgID":
        msgId = idIn(child, "0", reading);
        break;
      case "Target":
        target = readPeerLocation(child, reading);
        break;
      case "Source":
        source = readPeerLocation(child, reading);
        break;
      case "RespURI":
        respUri = textOf(child);
        break;
      case "Cred":
        cred = readCred(child, "0", reading);
        break;
      case "Meta":
        meta = readMeta(child, "0", reading);
        break;
      default:
    }
  }
  noteMissing("VerDTD", verDtd, reading);
  noteMissing("VerProto", verProto, reading);
  noteMissing("SessionID", sessionId, reading);
  noteMissing("MsgID", msgId, reading);
  noteMissing("Source", source.locUri, reading);
  const header: Building<SyncHdr> = { verDtd, verProto, sessionId, msgId, target, source };
  if (respUri !== undefined) header.respUri = respUri;
  if (cred) header.cred = cred;
  if (meta) header.meta = meta;
  return header;
}

function noteMissing(name: string, value: string, reading: Reading): void {
  if (value === "") reading.note("missing_element", "0", `SyncHdr/${name}`);
}

export function writeHeader(header: SyncHdr): Element {
  const children = [
    syncml("VerDTD", header.verDtd),
    syncml("VerProto", header.verProto),
    syncml("SessionID", header.sessionId),
    syncml("MsgID", header.msgId),
    writeLocation("Target", header.target),
    writeLocation("Source", header.source),
  ];
  if (header.respUri !== undefined) children.push(syncml("RespURI", header.respUri));
  if (header.cred) children.push(writeCred(header.cred));
  if (header.meta) children.push(writeMeta(header.meta));
  return syncml("SyncHdr", children);
}
