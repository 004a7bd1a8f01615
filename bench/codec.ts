import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import { SaxesParser } from "saxes";
import { decodeWbxml, encodeWbxml } from "../server/oma-dm/wbxml";
import { decodeXml } from "../server/oma-dm/xml";
import { buildCodecPeers, type CodecPeers } from "./codec/peers";
import { runsPerCpuSecond } from "./cpu-rate";

const MESSAGES = join(import.meta.dirname, "messages");

/** Messages in a second of CPU time. */
interface CodecRates {
  /** WBXML to an element tree. */
  readonly decode: number;
  /** WBXML to an element tree and back. */
  readonly roundTrip: number;
  /** XML to an element tree. */
  readonly xmlDecode: number;
  /** The same XML through parsers from npm: saxes with namespaces, events only, and fast-xml-parser into objects. */
  readonly saxes: number;
  readonly fastXmlParser: number;
  /** How many times as fast each is as libwbxml at the same, and XML as expat, which makes events alone. */
  readonly times: { readonly decode: number; readonly roundTrip: number; readonly xmlDecode: number } | string;
}

export interface CodecFigures {
  readonly small: CodecRates;
  readonly large: CodecRates;
}

/**
 * The codecs on a message of 1.4 kB and one of 18 kB (WBXML), answers of a device to many commands, each right beside what
 * it is set against. About 50 s.
 */
export async function runCodecBenchmark(): Promise<CodecFigures> {
  const peers = buildCodecPeers();
  try {
    return { small: await ratesOf("small", peers), large: await ratesOf("large", peers) };
  } finally {
    if (typeof peers !== "string") peers.close();
  }
}

async function ratesOf(message: keyof CodecFigures, peers: CodecPeers | string): Promise<CodecRates> {
  const [wbxmlFile, xmlFile] = [join(MESSAGES, `${message}.wbxml`), join(MESSAGES, `${message}.xml`)];
  const wbxml = new Uint8Array(await readFile(wbxmlFile));
  const xml = new Uint8Array(await readFile(xmlFile));
  const text = Buffer.from(xml).toString("utf8");
  const objects = new XMLParser({ ignoreAttributes: false });
  const beside = (what: Parameters<CodecPeers["rateOf"]>[0], file: string, run: () => unknown) => {
    const rate = runsPerCpuSecond(run);
    return { rate, times: typeof peers === "string" ? 0 : rounded(rate / peers.rateOf(what, file)) };
  };
  const decode = beside("decode", wbxmlFile, () => decodeWbxml(wbxml));
  const roundTrip = beside("roundTrip", wbxmlFile, () => encodeWbxml(decodeWbxml(wbxml)));
  const xmlDecode = beside("expat", xmlFile, () => decodeXml(xml));
  return {
    decode: decode.rate,
    roundTrip: roundTrip.rate,
    xmlDecode: xmlDecode.rate,
    saxes: runsPerCpuSecond(() => readWithSaxes(text)),
    fastXmlParser: runsPerCpuSecond(() => objects.parse(text)),
    times:
      typeof peers === "string"
        ? peers
        : { decode: decode.times, roundTrip: roundTrip.times, xmlDecode: xmlDecode.times },
  };
}

function rounded(ratio: number): number {
  return Math.round(ratio * 100) / 100;
}

function readWithSaxes(text: string): number {
  let events = 0;
  const count = () => {
    events += 1;
  };
  const parser = new SaxesParser({ xmlns: true });
  parser.on("opentag", count);
  parser.on("closetag", count);
  parser.on("text", count);
  parser.write(text).close();
  return events;
}
