import { parseArgs } from "node:util";
import { encodeWbxml } from "../../server/oma-dm/wbxml";
import { decodeXml } from "../../server/oma-dm/xml";
import { readInput, writeOutput } from "./standard-streams";
import type { Subcommand } from "./subcommand";

export const encode: Subcommand = {
  about: "XML on standard input to WBXML 1.2 on standard output",
  usage: "< message.xml",
  async run(flags) {
    parseArgs({ args: [...flags] });
    await writeOutput(encodeWbxml(decodeXml(await readInput())));
  },
};
