import type { Element } from "../server/oma-dm/element";
import { decodeBase64 } from "../server/oma-dm/security";
import { decodeWbxml } from "../server/oma-dm/wbxml";
import type { Account } from "./fleet-device";
import type { ReceivedPush } from "./push-reader";

/** The account that a bootstrap gives a device. */
export interface GivenAccount {
  readonly serverId: string;
  readonly serverUrl: string;
  readonly client: AccountSide;
  readonly server: AccountSide;
}

interface AccountSide {
  readonly account: Account;
  readonly nonce: Uint8Array;
}

export const BOOTSTRAP_TYPES = {
  provisioning: "application/vnd.wap.connectivity-wbxml",
  message: "application/vnd.syncml.dm+wbxml",
} as const;

const ACCOUNT_OBJECT = "urn:oma:mo:oma-dm-dmacc:1.0";
const SCHEMES: Readonly<Record<string, Account["scheme"]>> = { BASIC: "basic", DIGEST: "md5" };

/** A parm or a node's value: a text, or octets. */
type Values = ReadonlyMap<string, string | Uint8Array>;

/**
 * Reads the account out of a bootstrap of either profile. null: it gives no management account that this device can use.
 * Throws DecodeError when its octets are wrong.
 */
export function readBootstrap({ contentType, body }: ReceivedPush): GivenAccount | null {
  switch (contentType) {
    case BOOTSTRAP_TYPES.provisioning:
      return readProvisioning(decodeWbxml(body).root);
    case BOOTSTRAP_TYPES.message:
      return readMessage(decodeWbxml(body).root);
    default:
      return null;
  }
}

/** `wap-provisioningdoc`, application w7 [OMA-WAP-ProvCont 1.1]. */
function readProvisioning(root: Element): GivenAccount | null {
  const application = childrenOf(root).find(
    (child) => child.attributes?.["type"] === "APPLICATION" && parametersOf(child).get("APPID") === "w7",
  );
  if (!application) return null;
  const inner = childrenOf(application).filter((child) => child.name === "characteristic");
  const ofType = (type: string) => inner.filter((child) => child.attributes?.["type"] === type).map(parametersOf);
  const [address] = ofType("APPADDR");
  const sides = ofType("APPAUTH").map((parameters) => {
    const nonce = decodeBase64(textIn(parameters, "AAUTHDATA"));
    return side(parameters, ["AAUTHLEVEL", "AAUTHTYPE", "AAUTHNAME", "AAUTHSECRET"], nonce);
  });
  const serverUrl = address ? textIn(address, "ADDR") : "";
  return given(textIn(parametersOf(application), "PROVIDER-ID"), serverUrl, sides, {
    client: "APPSRV",
    server: "CLIENT",
  });
}

function parametersOf(element: Element): Values {
  const parameters = childrenOf(element).filter((child) => child.name === "parm");
  return new Map(parameters.map(({ attributes }) => [attributes?.["name"] ?? "", attributes?.["value"] ?? ""]));
}

/** A message that adds a DMAcc tree to the Inbox [OMA-TS-DM_Bootstrap 1.2.1]. */
function readMessage(root: Element): GivenAccount | null {
  const tree = find(root, (element) => element.name === "Node" && nameOfType(element) === ACCOUNT_OBJECT);
  if (!tree) return null;
  const node = (element: Element | undefined, name: string) =>
    nodesOf(element).find((child) => textOf(child, "NodeName") === name);
  const [address] = nodesOf(node(tree, "AppAddr"));
  const sides = nodesOf(node(tree, "AppAuth")).map((element) => {
    const values = valuesOf(element);
    const data = values.get("AAuthData") ?? "";
    // Octets that read as text come as text.
    const nonce = typeof data === "string" ? Buffer.from(data, "utf8") : data;
    return side(values, ["AAuthLevel", "AAuthType", "AAuthName", "AAuthSecret"], nonce);
  });
  const serverUrl = address ? textIn(valuesOf(address), "Addr") : "";
  return given(textIn(valuesOf(tree), "ServerID"), serverUrl, sides, { client: "CLCRED", server: "SRVCRED" });
}

function valuesOf(element: Element): Values {
  return new Map(
    nodesOf(element).map((node) => {
      const content = childrenOf(node).find((child) => child.name === "Value")?.content ?? "";
      return [textOf(node, "NodeName"), typeof content === "string" || content instanceof Uint8Array ? content : ""];
    }),
  );
}

function nameOfType(node: Element): string {
  const properties = childrenOf(node).find((child) => child.name === "RTProperties");
  const type = properties && childrenOf(properties).find((child) => child.name === "Type");
  return type ? textOf(type, "DDFName") : "";
}

interface Side extends AccountSide {
  readonly level: string;
}

function side(values: Values, names: readonly [string, string, string, string], nonce: Uint8Array | null): Side | null {
  const [level, type, name, secret] = names.map((key) => textIn(values, key));
  const scheme = SCHEMES[type ?? ""];
  if (!scheme || !name || !secret || !level) return null;
  return { level, account: { scheme, name, secret }, nonce: nonce ?? new Uint8Array() };
}

function given(
  serverId: string,
  serverUrl: string,
  sides: readonly (Side | null)[],
  levels: { readonly client: string; readonly server: string },
): GivenAccount | null {
  const client = sides.find((one) => one?.level === levels.client);
  const server = sides.find((one) => one?.level === levels.server);
  if (!client || !server || serverId === "" || !URL.canParse(serverUrl)) return null;
  return { serverId, serverUrl, client, server };
}

function textIn(values: Values, name: string): string {
  const value = values.get(name);
  return typeof value === "string" ? value : "";
}

function nodesOf(element: Element | undefined): readonly Element[] {
  return element ? childrenOf(element).filter((child) => child.name === "Node") : [];
}

function textOf(element: Element, name: string): string {
  const content = childrenOf(element).find((child) => child.name === name)?.content;
  return typeof content === "string" ? content : "";
}

/** Depth first; the codec bounds the depth. */
function find(element: Element, isIt: (element: Element) => boolean): Element | null {
  if (isIt(element)) return element;
  for (const child of childrenOf(element)) {
    const found = find(child, isIt);
    if (found) return found;
  }
  return null;
}

function childrenOf({ content }: Element): readonly Element[] {
  return typeof content === "string" || content instanceof Uint8Array ? [] : content;
}
