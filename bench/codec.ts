import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import { SaxesParser } from "saxes";
import { decodeWbxml, encodeWbxml } from "../server/oma-dm/wbxml";
import { decodeXml } from "../server/oma-dm/xml";
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
}

export interface CodecFigures {
  readonly small: CodecRates;
  readonly large: CodecRates;
}

/** The codecs on a message of 1.4 kB and one of 18 kB (WBXML), answers of a device to many commands. About 30 s. */
export async function runCodecBenchmark(): Promise<CodecFigures> {
  return { small: await ratesOf("small"), large: await ratesOf("large") };
}

async function ratesOf(message: keyof CodecFigures): Promise<CodecRates> {
  const wbxml = new Uint8Array(await readFile(join(MESSAGES, `${message}.wbxml`)));
  const xml = new Uint8Array(await readFile(join(MESSAGES, `${message}.xml`)));
  const text = Buffer.from(xml).toString("utf8");
  const objects = new XMLParser({ ignoreAttributes: false });
  return {
    decode: runsPerCpuSecond(() => decodeWbxml(wbxml)),
    roundTrip: runsPerCpuSecond(() => encodeWbxml(decodeWbxml(wbxml))),
    xmlDecode: runsPerCpuSecond(() => decodeXml(xml)),
    saxes: runsPerCpuSecond(() => readWithSaxes(text)),
    fastXmlParser: runsPerCpuSecond(() => objects.parse(text)),
  };
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
