import { ALERT, type Command, type Item } from "../../server/oma-dm/syncml";
import type { Unnumbered } from "../package-one";
import type { Quirks } from "./names";

type ReplaceOfDevInfo = Extract<Unnumbered, { name: Command["name"]; items: readonly Item[] }>;

/** Characters of the data that one client was seen to send before it was asked anything. */
const EARLY_ALERT_CHARACTERS = 3_500;

/** Package 1 as an odd device says it: `usual` is the Alert and the Replace of DevInfo. */
export function oddPackageOne(usual: readonly Unnumbered[], quirks: Quirks): readonly Unnumbered[] {
  const commands = usual.map((command) => (command.name === "Replace" ? oddDevInfo(command, quirks) : command));
  if (quirks.has("replaceBeforeAlert")) commands.reverse();
  return quirks.has("alert1226InPackage1") ? [...commands, earlyAlert()] : commands;
}

function oddDevInfo(replace: ReplaceOfDevInfo, quirks: Quirks): Unnumbered {
  if (!quirks.has("devInfoReversedWithInteriorNodes")) return replace;
  const { items } = replace;
  const names = items.map(({ source }) => source?.locUri.split("/").at(-1) ?? "");
  const interior = (locUri: string, children: string): Item => ({
    source: { locUri },
    meta: { format: "node" },
    data: children,
  });
  const ext: Item = {
    source: { locUri: "./DevInfo/Ext/Radio" },
    meta: { format: "chr", type: "text/plain" },
    data: "lte",
  };
  const all = [interior("./DevInfo", [...names, "Ext"].join("/")), ...items, interior("./DevInfo/Ext", "Radio"), ext];
  return { ...replace, items: all.reverse() };
}

function earlyAlert(): Unnumbered {
  const node = "<Node><NodeName>Cell</NodeName><Value>262-01-4711</Value></Node>";
  const data = node.repeat(Math.ceil(EARLY_ALERT_CHARACTERS / node.length));
  return {
    name: "Alert",
    data: ALERT.genericAlert,
    items: [
      {
        source: { locUri: "./DevDetail" },
        meta: { type: "org.example.cells", format: "xml", mark: "informational" },
        data: `<MgmtTree><VerDTD>1.2</VerDTD>${data}</MgmtTree>`,
      },
    ],
  };
}
