import { type AclCommand, aclAllows, canonicalUri, effectiveAcl, mayWriteAcl, parseAcl } from "../server/oma-dm/tree";
import type { Access, ExecBehaviour, Profile, TreeNode } from "./profile";

/** What a Get gives. */
export interface GivenNode {
  readonly uri: string;
  readonly format: string;
  readonly type: string | null;
  readonly value: string;
}

export interface NewValue {
  readonly format?: string;
  readonly type?: string;
  readonly data: string;
}

/** A status, and with a Get that is answered what it gives; with an Exec that is taken what the node does. */
export interface TreeAnswer {
  readonly status: number;
  readonly given?: GivenNode;
  readonly exec?: ExecBehaviour;
}

/** Properties that can be read. Title, TStamp, VerNo and Size are optional, and most clients answer 406 to them. */
const PROPERTIES: readonly string[] = ["ACL", "Format", "Name", "Type"];
const TNDS_TYPES: ReadonlySet<string> = new Set([
  "application/vnd.syncml.dmtnds+xml",
  "application/vnd.syncml.dmtnds+wbxml",
]);

/**
 * A device's management tree: the shared tree of its profile under what this device changed. Every command gives the
 * status a device would [OMA-TS-DM_RepPro 1.2.1; properties and ACL: OMA-TS-DM_TND 1.2.1]: 404 no such node or
 * parent, 405 not on this node, 406 unknown property or `?list=`, 413 too large, 414 address too long or too deep,
 * 415 another format, 418 already there, 425 denied by the access control list.
 */
export class DeviceTree {
  readonly #changed = new Map<string, TreeNode | null>();

  constructor(
    private readonly profile: Profile,
    /** What `{name}` in a value of the profile stands for. */
    private own: Readonly<Record<string, string>>,
  ) {}

  /** The device has another account: what `{name}` stands for from now on. */
  takeOwn(own: Readonly<Record<string, string>>): void {
    this.own = { ...this.own, ...own };
  }

  /** The value of a leaf as the device itself sees it, whoever may read it; null when there is no such leaf. */
  ownValue(uri: string): string | null {
    const changed = this.#changed.get(uri);
    if (changed !== undefined) return changed?.value ?? null;
    const value = this.profile.nodes.get(uri)?.value ?? null;
    return value === null ? null : value.replace(/\{(\w+)\}/g, (whole, name: string) => this.own[name] ?? whole);
  }

  /** Sets a leaf as the device itself does. */
  setOwnValue(uri: string, value: string): void {
    const node = this.#node(uri);
    if (node && node.value !== null) this.#changed.set(uri, { ...node, value });
  }

  /** The nodes below one as the device itself sees them; empty for a leaf, and for one that is not there. */
  childrenOf(uri: string): readonly string[] {
    return this.#node(uri)?.children ?? [];
  }

  /** Makes a node, or makes it anew, as the device itself does; its parent has to be there. */
  putOwn(uri: string, node: Pick<TreeNode, "format" | "value" | "access">): void {
    const parent = this.#node(parentOf(uri));
    if (!parent) throw new Error(`${uri} has no parent.`);
    const type = node.value === null ? null : "text/plain";
    this.#changed.set(uri, { ...node, type, acl: "", children: [], exec: null });
    const name = nameOf(uri);
    if (parent.children.includes(name)) return;
    this.#changed.set(parentOf(uri), { ...parent, children: [...parent.children, name] });
  }

  /** Takes a node away with all that is below it, as the device itself does. */
  removeOwn(uri: string): void {
    const node = this.#node(uri);
    if (node) this.#detach(uri, node);
  }

  get(address: string, serverId: string): TreeAnswer {
    const { uri, query, problem } = this.#parse(address);
    if (problem) return { status: problem };
    const node = this.#node(uri);
    if (!node) return { status: 404 };
    if (query?.startsWith("prop=")) return this.#getProperty(uri, node, query.slice(5), serverId);
    if (query !== null) return { status: 406 };
    const refused = this.#refusal(uri, node, "Get", serverId);
    if (refused) return { status: refused };
    const value = this.ownValue(uri) ?? node.children.join("/");
    return { status: 200, given: { uri, format: node.format, type: node.type, value } };
  }

  replace(address: string, value: NewValue, serverId: string): TreeAnswer {
    const { uri, query, problem } = this.#parse(address);
    if (problem) return { status: problem };
    const node = this.#node(uri);
    if (!node) return { status: 404 };
    if (query?.startsWith("prop="))
      return { status: this.#replaceProperty(uri, node, query.slice(5), value.data, serverId) };
    if (query !== null) return { status: 406 };
    const refused = this.#refusal(uri, node, "Replace", serverId);
    if (refused) return { status: refused };
    if (value.type !== undefined && TNDS_TYPES.has(value.type)) return { status: 415 };
    if (node.value === null) return { status: 405 };
    if (value.format !== undefined && value.format.toLowerCase() !== node.format) return { status: 415 };
    if (Buffer.byteLength(value.data) > this.profile.maxObjSize) return { status: 413 };
    this.#changed.set(uri, { ...node, value: value.data, type: value.type ?? node.type });
    return { status: 200 };
  }

  add(address: string, value: NewValue, serverId: string): TreeAnswer {
    const { uri, query, problem } = this.#parse(address);
    if (problem) return { status: problem };
    if (query !== null) return { status: 405 };
    if (this.#node(uri)) return { status: 418 };
    const parentUri = parentOf(uri);
    const parent = this.#node(parentUri);
    if (!parent) return { status: 404 };
    if (parent.value !== null) return { status: 405 };
    const refused = this.#refusal(parentUri, parent, "Add", serverId);
    if (refused) return { status: refused };
    if (value.type !== undefined && TNDS_TYPES.has(value.type)) return { status: 415 };
    if (Buffer.byteLength(value.data) > this.profile.maxObjSize) return { status: 413 };
    const isInterior = value.format?.toLowerCase() === "node";
    this.#changed.set(uri, {
      format: isInterior ? "node" : (value.format?.toLowerCase() ?? "chr"),
      type: value.type ?? (isInterior ? null : "text/plain"),
      value: isInterior ? null : value.data,
      access: parent.access,
      acl: "",
      children: [],
      exec: null,
    });
    this.#changed.set(parentUri, { ...parent, children: [...parent.children, nameOf(uri)] });
    return { status: 200 };
  }

  remove(address: string, serverId: string): TreeAnswer {
    const { uri, query, problem } = this.#parse(address);
    if (problem) return { status: problem };
    const node = this.#node(uri);
    if (!node) return { status: 404 };
    if (query !== null || uri === ".") return { status: 405 };
    const refused = this.#refusal(uri, node, "Delete", serverId);
    if (refused) return { status: refused };
    this.#detach(uri, node);
    return { status: 200 };
  }

  /** Leaf to leaf; needs the rights of the Get and the Add that it is made of. */
  copy(from: string, to: string, serverId: string): TreeAnswer {
    const source = this.get(from, serverId);
    if (!source.given) return source;
    if (source.given.format === "node") return { status: 405 };
    const { format, type, value } = source.given;
    return this.add(to, { format, data: value, ...(type && { type }) }, serverId);
  }

  execute(address: string, serverId: string): TreeAnswer {
    const { uri, query, problem } = this.#parse(address);
    if (problem) return { status: problem };
    const node = this.#node(uri);
    if (!node) return { status: 404 };
    if (query !== null) return { status: 405 };
    const refused = this.#refusal(uri, node, "Exec", serverId);
    if (refused) return { status: refused };
    const exec = node.exec ?? { status: 200 };
    return { status: exec.status, exec };
  }

  #getProperty(uri: string, node: TreeNode, name: string, serverId: string): TreeAnswer {
    if (!PROPERTIES.includes(name)) return { status: 406 };
    if (!this.#allows(uri, "Get", serverId)) return { status: 425 };
    const values: Record<string, string> = {
      ACL: node.acl,
      Format: node.format,
      Name: nameOf(uri),
      Type: node.type ?? "",
    };
    return {
      status: 200,
      given: { uri: `${uri}?prop=${name}`, format: "chr", type: "text/plain", value: values[name] ?? "" },
    };
  }

  #replaceProperty(uri: string, node: TreeNode, name: string, value: string, serverId: string): number {
    if (!PROPERTIES.includes(name)) return 406;
    if (name !== "ACL") return 405;
    if (!mayWriteAcl({ uri, isLeaf: node.value !== null }, serverId, this.#aclOf)) return 425;
    if (!parseAcl(value)) return 500;
    this.#changed.set(uri, { ...node, value: this.ownValue(uri), acl: value });
    return 200;
  }

  /** Why a command may not be run on a node; null when it may. */
  #refusal(uri: string, node: TreeNode, command: AclCommand & Access, serverId: string): number | null {
    if (!node.access.has(command)) return 405;
    return this.#allows(uri, command, serverId) ? null : 425;
  }

  #allows(uri: string, command: AclCommand, serverId: string): boolean {
    return aclAllows(effectiveAcl(uri, this.#aclOf), command, serverId);
  }

  readonly #aclOf = (uri: string): string => this.#node(uri)?.acl ?? "";

  #detach(uri: string, node: TreeNode): void {
    this.#forget(uri, node);
    const parent = this.#node(parentOf(uri));
    if (!parent) return;
    const children = parent.children.filter((name) => name !== nameOf(uri));
    this.#changed.set(parentOf(uri), { ...parent, children });
  }

  #forget(uri: string, node: TreeNode): void {
    for (const name of node.children) {
      const child = this.#node(`${uri}/${name}`);
      if (child) this.#forget(`${uri}/${name}`, child);
    }
    this.#changed.set(uri, null);
  }

  #node(uri: string): TreeNode | null {
    const changed = this.#changed.get(uri);
    return changed === undefined ? (this.profile.nodes.get(uri) ?? null) : changed;
  }

  #parse(address: string): { readonly uri: string; readonly query: string | null; readonly problem: number | null } {
    const canonical = canonicalUri(address);
    if (canonical === null) return { uri: ".", query: null, problem: 414 };
    const at = canonical.indexOf("?");
    const uri = at < 0 ? canonical : canonical.slice(0, at);
    const query = at < 0 ? null : canonical.slice(at + 1);
    return { uri, query, problem: this.#isTooLong(uri) ? 414 : null };
  }

  /** By the limits that the device itself names in `./DevDetail/URI`; 0 there means none. */
  #isTooLong(uri: string): boolean {
    const limit = (name: string): number =>
      Number(this.ownValue(`./DevDetail/URI/${name}`)) || Number.POSITIVE_INFINITY;
    const segments = uri.split("/").slice(1);
    return (
      segments.length > limit("MaxDepth") ||
      Buffer.byteLength(uri) > limit("MaxTotLen") ||
      segments.some((segment) => Buffer.byteLength(segment) > limit("MaxSegLen"))
    );
  }
}

function parentOf(uri: string): string {
  const at = uri.lastIndexOf("/");
  return at < 0 ? "." : uri.slice(0, at);
}

function nameOf(uri: string): string {
  return uri === "." ? "" : uri.slice(uri.lastIndexOf("/") + 1);
}
