import { createHash } from "node:crypto";
import { writeMessage } from "../../server/oma-dm/syncml";
import { encodeWbxml } from "../../server/oma-dm/wbxml";

/**
 * The two messages of a session as octets with gaps, made once: MD5 both ways, one Get answered. The load generator only
 * fills the gaps, so that it costs far less than the server it measures.
 */
export interface SessionScript {
  /** Package 1: signs in with the digest on the nonce of the session before. */
  packageOne(devId: string, digest: string): Buffer;
  /** Package 3: accepts the server, gives it its next nonce, answers its Get. */
  packageThree(devId: string, target: string, serverNonce: string): Buffer;
}

/** What the one task of each device reads. */
export const FIRMWARE = "R5-1.3.0";

const DEV_ID = "IMEI:000000000000000";
const DIGEST = "0123456789abcdefghij+/==";
const NONCE = "ABCDEFGHIJKLMNOPQRSTUV==";
const TARGET_CHARACTERS = "T".repeat(43);
/** CmdID of the server's Get in its first answer: it follows the Statuses of SyncHdr, Alert and Replace. */
const GET_CMD_ID = "4";

export function makeSessionScript(dmUrl: string, uri: string): SessionScript {
  const header = (msgId: string, locUri: string) => ({
    verDtd: "1.2",
    verProto: "DM/1.2",
    sessionId: "1A",
    msgId,
    target: { locUri },
    source: { locUri: DEV_ID, locName: DEV_ID },
  });
  const leaf = (source: string, data: string) => ({ source: { locUri: source }, data });
  const one = encodeWbxml(
    writeMessage({
      header: {
        ...header("1", dmUrl),
        cred: { type: "syncml:auth-md5", format: "b64", data: DIGEST },
        meta: { maxMsgSize: 16_384, maxObjSize: 1_048_576 },
      },
      commands: [
        { name: "Alert", cmdId: "1", data: "1201", items: [] },
        {
          name: "Replace",
          cmdId: "2",
          items: [
            leaf("./DevInfo/DevId", DEV_ID),
            leaf("./DevInfo/Man", "Hanseat"),
            leaf("./DevInfo/Mod", "R5"),
            leaf("./DevInfo/DmV", "1.2"),
            leaf("./DevInfo/Lang", "en-GB"),
          ],
        },
      ],
      final: true,
    }),
  );
  const three = encodeWbxml(
    writeMessage({
      header: header("2", `${dmUrl}?s=${TARGET_CHARACTERS}`),
      commands: [
        {
          name: "Status",
          cmdId: "1",
          msgRef: "1",
          cmdRef: "0",
          cmd: "SyncHdr",
          targetRefs: [DEV_ID],
          sourceRefs: [dmUrl],
          chal: { type: "syncml:auth-md5", format: "b64", nextNonce: NONCE },
          data: 212,
          items: [],
        },
        {
          name: "Status",
          cmdId: "2",
          msgRef: "1",
          cmdRef: GET_CMD_ID,
          cmd: "Get",
          targetRefs: [uri],
          sourceRefs: [],
          data: 200,
          items: [],
        },
        {
          name: "Results",
          cmdId: "3",
          msgRef: "1",
          cmdRef: GET_CMD_ID,
          items: [{ source: { locUri: uri }, meta: { format: "chr", type: "text/plain" }, data: FIRMWARE }],
        },
      ],
      final: true,
    }),
  );
  const oneGaps = gapsOf(Buffer.from(one), { devId: DEV_ID, digest: DIGEST });
  const threeGaps = gapsOf(Buffer.from(three), { devId: DEV_ID, token: TARGET_CHARACTERS, nonce: NONCE });
  return {
    packageOne: (devId, digest) => oneGaps({ devId, digest }),
    packageThree: (devId, token, nonce) => threeGaps({ devId, token, nonce }),
  };
}

/** Answers a function that copies the octets and overwrites every place of each gap's text; lengths must be equal. */
function gapsOf<Name extends string>(
  octets: Buffer,
  gaps: Readonly<Record<Name, string>>,
): (values: Readonly<Record<Name, string>>) => Buffer {
  const names = Object.keys(gaps) as Name[];
  const places = names.flatMap((name) => {
    const found: { name: Name; at: number }[] = [];
    for (let at = octets.indexOf(gaps[name]); at >= 0; at = octets.indexOf(gaps[name], at + 1))
      found.push({ name, at });
    return found;
  });
  return (values) => {
    const copy = Buffer.from(octets);
    for (const { name, at } of places) copy.write(values[name], at, "latin1");
    return copy;
  };
}

/** B64(H(B64(H(name ":" secret)) ":" nonce)), with the first part made once a device. */
export function credentialPart(name: string, secret: string): string {
  return createHash("md5").update(`${name}:${secret}`).digest("base64");
}

export function digestOn(part: string, nonce: Uint8Array): string {
  return createHash("md5").update(`${part}:`).update(nonce).digest("base64");
}

const SESSION_MARK = Buffer.from("?s=");
const NEXT_NONCE_MARK = Buffer.from([0x50, 0x03]);
const GET_MARK = Buffer.concat([Buffer.from([0x53, 0x4b, 0x03]), Buffer.from(`${GET_CMD_ID}\0`)]);

/** What the next message needs out of the server's first answer; null when it is not the answer the script expects. */
export function readFirstAnswer(body: Buffer): { readonly token: string; readonly nextNonce: Buffer } | null {
  const tokenAt = body.indexOf(SESSION_MARK);
  const nonceAt = body.indexOf(NEXT_NONCE_MARK);
  if (tokenAt < 0 || nonceAt < 0 || body.indexOf(GET_MARK) < 0) return null;
  const token = body.toString("latin1", tokenAt + 3, body.indexOf(0, tokenAt));
  const nonce = body.toString("latin1", nonceAt + 2, body.indexOf(0, nonceAt + 2));
  return { token, nextNonce: Buffer.from(nonce, "base64") };
}
