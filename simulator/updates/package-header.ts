/**
 * What simulated devices read of a package: lines of text at its beginning, up to an empty line. Whatever follows is the
 * package's own. docs/simulated-devices.md tells how to write one.
 */
export interface PackageHeader {
  /** What the device calls itself when the package is installed. */
  readonly version: string;
  /** Of a software component; null for firmware. */
  readonly component: string | null;
  /** What a person calls the component, or the package. */
  readonly name: string | null;
  /** Models that it is for; empty: all. */
  readonly models: readonly string[];
  /** Versions that it can be installed on; empty: all. */
  readonly from: readonly string[];
  /** What `./DevDetail/SwV` becomes; null: it stays. */
  readonly software: string | null;
}

/** Octets at the beginning of a package that the header has to end in. */
export const HEADER_OCTETS_MAX = 4_096;

const FIRST_LINE = "simulated-package/1";
const VERSION_CHARACTERS_MAX = 100;
/** Characters of its digest that a package without a header is called by. */
const DIGEST_CHARACTERS = 12;

/** The header of a package for simulated devices: what is put before any octets to make them one. */
export function writePackageHeader(header: Partial<PackageHeader> & Pick<PackageHeader, "version">): Uint8Array {
  const lines: readonly (readonly [string, string | null | undefined])[] = [
    ["version", header.version],
    ["component", header.component],
    ["name", header.name],
    ["model", header.models?.join(", ")],
    ["from", header.from?.join(", ")],
    ["software", header.software],
  ];
  const written = lines.flatMap(([name, value]) => (value ? [`${name}: ${value}`] : []));
  return Buffer.from(`${[FIRST_LINE, ...written].join("\n")}\n\n`, "utf8");
}

/**
 * Reads the header off the beginning of a package; one that has none is called by its digest (`sha256`, hexadecimal).
 * Lines that are not known are passed over.
 */
export function readPackageHeader(beginning: Uint8Array, sha256: string): PackageHeader {
  const lines = linesOf(beginning);
  const textOf = (name: string): string | null => lines.get(name)?.slice(0, VERSION_CHARACTERS_MAX) || null;
  const listOf = (name: string): readonly string[] =>
    (lines.get(name) ?? "").split(",").flatMap((each) => each.trim() || []);
  return {
    version: textOf("version") ?? sha256.slice(0, DIGEST_CHARACTERS),
    component: textOf("component"),
    name: textOf("name"),
    models: listOf("model"),
    from: listOf("from"),
    software: textOf("software"),
  };
}

function linesOf(beginning: Uint8Array): ReadonlyMap<string, string> {
  const text = Buffer.from(beginning.subarray(0, HEADER_OCTETS_MAX)).toString("utf8");
  const [head = "", rest] = text.split(/\r?\n\r?\n/, 2);
  const [first = "", ...lines] = head.split(/\r?\n/);
  if (first !== FIRST_LINE || rest === undefined) return new Map();
  return new Map(
    lines.map((line) => {
      const at = line.indexOf(":");
      return [line.slice(0, Math.max(at, 0)).trim().toLowerCase(), line.slice(at + 1).trim()];
    }),
  );
}
