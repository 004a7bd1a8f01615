import type { SeededRandom } from "./seeded-random";

export interface TreeAnswer {
  readonly status: number;
  readonly node?: { readonly format: string; readonly value: string };
}

/** The tree of a simulated device: leaves by canonical URI; interior nodes follow from them. */
export class DeviceTree {
  /** Every version that a leaf has had, as `URI version`. */
  readonly versions = new Set<string>();
  #leaves: Map<string, string>;

  constructor(devId: string, random: SeededRandom) {
    this.#leaves = new Map([
      ["./DevInfo/DevId", devId],
      ["./DevInfo/Man", "Nimbus"],
      ["./DevDetail/FwV", "1.0"],
      ["./Vendor/A", "a"],
      ["./Vendor/B", "b"],
      ["./Vendor/Log", "log ".repeat(random.integer(200, 900))],
    ]);
  }

  get(uri: string): TreeAnswer {
    const value = this.#leaves.get(uri);
    if (value !== undefined) return { status: 200, node: { format: "chr", value } };
    if (uri.includes("?")) return { status: 406 };
    const children = this.#childrenOf(uri);
    return children.length > 0 ? { status: 200, node: { format: "node", value: children.join("/") } } : { status: 404 };
  }

  add(uri: string, value: string): number {
    if (this.#leaves.has(uri)) return 418;
    this.#set(uri, value);
    return 200;
  }

  replace(uri: string, value: string): number {
    if (!this.#leaves.has(uri)) return 404;
    this.#set(uri, value);
    return 200;
  }

  remove(uri: string): number {
    const gone = [...this.#leaves.keys()].filter((leaf) => leaf === uri || leaf.startsWith(`${uri}/`));
    for (const leaf of gone) this.#leaves.delete(leaf);
    return gone.length > 0 ? 200 : 404;
  }

  copy(from: string, uri: string): number {
    const value = this.#leaves.get(from);
    if (value === undefined) return 404;
    this.#leaves.set(uri, value);
    return 200;
  }

  memory(): ReadonlyMap<string, string> {
    return new Map(this.#leaves);
  }

  restore(memory: ReadonlyMap<string, string>): void {
    this.#leaves = new Map(memory);
  }

  #set(uri: string, value: string): void {
    this.#leaves.set(uri, value);
    if (uri.endsWith("/Version") || uri.endsWith("/FwV") || uri.endsWith("/PkgVersion")) {
      this.versions.add(`${uri} ${value}`);
    }
  }

  #childrenOf(uri: string): readonly string[] {
    const prefix = uri === "." ? "./" : `${uri}/`;
    const names = [...this.#leaves.keys()]
      .filter((leaf) => leaf.startsWith(prefix))
      .map((leaf) => leaf.slice(prefix.length).split("/")[0] ?? "");
    return [...new Set(names)];
  }
}
