import { parseArgs } from "node:util";
import { decodeWbxml } from "../../server/oma-dm/wbxml";
import { encodeXml } from "../../server/oma-dm/xml";
import { readInput, writeOutput } from "./standard-streams";
import type { Subcommand } from "./subcommand";

export const decode: Subcommand = {
  about: "WBXML on standard input to indented XML on standard output",
  usage: "< message.wbxml",
  async run(flags) {
    parseArgs({ args: [...flags] });
    const document = decodeWbxml(await readInput());
    await writeOutput(encodeXml(document, { indented: true }));
    await writeOutput("\n");
  },
};
