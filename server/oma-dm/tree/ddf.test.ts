import { describe, expect, it } from "vitest";
import { errorOf } from "../testing/octets";
import { fixtureOctets } from "../testing/vectors";
import { DDF_LIMITS, readDdf } from "./read-ddf";

function ddf(body: string) {
  return readDdf(Buffer.from(`<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD>${body}</MgmtTree>`), "xml");
}

interface Described {
  readonly access?: string;
  readonly format?: string;
  readonly more?: string;
}

function node(name: string, { access = "Get", format = "chr", more = "" }: Described = {}, inner = ""): string {
  const types = access
    .split(" ")
    .map((type) => `<${type}/>`)
    .join("");
  const properties = `<AccessType>${types}</AccessType><DFFormat><${format}/></DFFormat>${more}<DFType><MIME>text/plain</MIME></DFType>`;
  return `<Node><NodeName>${name}</NodeName><DFProperties>${properties}</DFProperties>${inner}</Node>`;
}

const interior = { format: "node" };

describe("a device description", () => {
  it.each(["xml", "wbxml"] as const)("of another encoder is read with all that it says (%s)", (encoding) => {
    const { description, problems } = readDdf(fixtureOctets(`pairs/s41-ddf.${encoding}`), encoding);
    expect(problems).toEqual([]);
    expect(description.describe("./anything")).toEqual({
      formats: ["int"],
      access: ["Add", "Copy", "Delete", "Exec", "Get", "Replace"],
      occurrence: { min: 0, max: null },
      scope: "Dynamic",
      title: "Thing",
      description: "A thing",
      types: ["text/plain"],
      ddfName: null,
    });
    expect(description.describe("./P")).toMatchObject({
      formats: ["node"],
      access: ["Get"],
      scope: "Permanent",
      occurrence: { min: 1, max: 1 },
      ddfName: "urn:x:1.0",
    });
  });

  it("finds nodes with a name before those for every name", () => {
    const inside = node("", interior, node("Name", { access: "Get Replace" })) + node("Fixed", interior, node("Only"));
    const { description } = ddf(node("Wifi", interior, inside));
    expect(description.describe("./Wifi/home/Name")?.access).toEqual(["Get", "Replace"]);
    expect(description.describe("./Wifi/Fixed/Only")?.access).toEqual(["Get"]);
    expect(description.describe("./Wifi/Fixed/Name")).toBeNull();
    expect(description.describe("./Wifi/home/Name/below")).toBeNull();
    expect(description.describe(".")).toBeNull();
  });

  it("puts together what is said twice", () => {
    const { description } = ddf(node("A", { access: "Get" }) + node("A", { access: "Replace", format: "int" }));
    expect(description.describe("./A")).toMatchObject({ access: ["Get", "Replace"], formats: ["chr", "int"] });
  });

  it("looks at letter case unless it says otherwise", () => {
    const { description } = ddf(node("Abc", { more: "<CaseSense><CIS/></CaseSense>" }) + node("Def"));
    expect(description.describe("./aBC")).not.toBeNull();
    expect(description.describe("./dEF")).toBeNull();
  });

  it("speaks of the parts of a tree that it describes, not of the rest and not of open nodes", () => {
    const tree = node("A", interior, node("B") + node("Ext", interior));
    const path = "<Node><NodeName>Deep</NodeName><Path>./Vendor/X</Path>";
    const deep = `${path}<DFProperties><AccessType><Get/></AccessType><DFFormat><chr/></DFFormat></DFProperties></Node>`;
    const { description } = ddf(tree + deep);
    for (const uri of ["./A", "./A/B", "./A/Unknown", "./A/Unknown/C", "./Vendor/X/Deep"]) {
      expect(description.covers(uri), uri).toBe(true);
    }
    for (const uri of [".", "./Z", "./A/Ext/anything", "./A/B/below", "./Vendor", "./Vendor/X", "./Vendor/X/Other"]) {
      expect(description.covers(uri), uri).toBe(false);
    }
  });

  it("may begin at the root of the tree", () => {
    const { description, problems } = ddf(node(".", interior, node("A")));
    expect(problems).toEqual([]);
    expect(description.describe("./A")).not.toBeNull();
    expect(description.describe(".")?.formats).toEqual(["node"]);
    expect(description.covers("./Z")).toBe(true);
  });

  it("says how often a node may be there", () => {
    const times = (word: string) =>
      ddf(node("A", { more: `<Occurrence>${word}</Occurrence>` })).description.describe("./A")?.occurrence;
    expect(ddf(node("A")).description.describe("./A")?.occurrence).toBeNull();
    expect(times("<ZeroOrOne/>")).toEqual({ min: 0, max: 1 });
    expect(times("<OneOrMore/>")).toEqual({ min: 1, max: null });
    expect(times("<ZeroOrN>5</ZeroOrN>")).toEqual({ min: 0, max: 5 });
    expect(times("<OneOrN>65535</OneOrN>")).toEqual({ min: 1, max: 65_535 });
    expect(times("<OneOrN>65536</OneOrN>")).toEqual({ min: 1, max: null });
  });

  it("says what is odd in it and reads the rest", () => {
    const codes = (body: string) => ddf(body).problems.map((problem) => problem.code);
    expect(codes("<Node><NodeName>A</NodeName></Node>")).toEqual(["no_format"]);
    expect(codes(node("A", { format: "One" }))).toEqual(["unknown_format"]);
    expect(codes(node("a/b"))).toEqual(["bad_name"]);
    expect(codes(node("A", { more: "<Occurrence><chr/></Occurrence>" }))).toEqual(["bad_occurrence"]);
    expect(codes("<Node><NodeName>A</NodeName><Path>/..</Path></Node>")).toEqual(["bad_path"]);
    const message = readDdf(fixtureOctets("pairs/s32-bootstrap-tnds.xml"), "xml");
    expect(message.problems).toMatchObject([{ code: "not_a_tree" }]);
  });

  it("is bounded: 786,432 octets, 5,000 nodes", () => {
    const text = `<MgmtTree><VerDTD>${" ".repeat(DDF_LIMITS.octetsMax)}</VerDTD></MgmtTree>`;
    expect(errorOf(() => readDdf(Buffer.from(text), "xml"))).toMatchObject({ code: "LIMIT_OCTETS" });
    const bare = "<Node><NodeName>A</NodeName><DFProperties><DFFormat><chr/></DFFormat></DFProperties></Node>";
    expect(ddf(bare.repeat(5_000)).problems).toEqual([]);
    const one = ddf(bare.repeat(5_001));
    expect(one.problems.map((problem) => problem.code)).toEqual(["too_many_nodes"]);
    expect(one.description.describe("./A")).not.toBeNull();
  });
});
