import { type Element, element } from "../element";
import { encodeBase64 } from "../security";
import { encodeWbxml } from "../wbxml";
import { type BootstrapAccount, type BootstrapCredential, CREDENTIAL_LEVELS, portOf } from "./bootstrap-account";

/**
 * Writes the account as an OMA Client Provisioning document (application w7), WBXML 1.3 as phones of that time want it.
 * Source: OMA-WAP-ProvCont 1.1, w7 registration 1.0.1, OMA-TS-DM_Bootstrap 1.2.1.
 */
export function writeProvisioningDocument(account: BootstrapAccount): Uint8Array {
  const { connection } = account;
  const application = characteristic("APPLICATION", [
    parameter("APPID", "w7"),
    parameter("PROVIDER-ID", account.serverId),
    parameter("NAME", account.displayName),
    ...(connection ? [parameter(connection.kind === "proxy" ? "TO-PROXY" : "TO-NAPID", connection.name)] : []),
    ...(account.startsSession ? [parameter("INIT")] : []),
    characteristic("APPADDR", [
      parameter("ADDR", account.serverUrl),
      parameter("ADDRTYPE", "URI"),
      characteristic("PORT", [parameter("PORTNBR", portOf(account.serverUrl))]),
    ]),
    ...CREDENTIAL_LEVELS.map(({ side, provisioningLevel }) => authentication(provisioningLevel, account[side])),
  ]);
  const root = { ...element("prov", "wap-provisioningdoc", [application]), attributes: { version: "1.0" } };
  return encodeWbxml({ dialect: "PROV 1.0", root }, { version: "1.3" });
}

function authentication(level: string, { scheme, name, secret, nonce }: BootstrapCredential): Element {
  return characteristic("APPAUTH", [
    parameter("AAUTHLEVEL", level),
    parameter("AAUTHTYPE", scheme),
    parameter("AAUTHNAME", name),
    ...(secret === null ? [] : [parameter("AAUTHSECRET", secret)]),
    ...(nonce === null ? [] : [parameter("AAUTHDATA", encodeBase64(nonce))]),
  ]);
}

function characteristic(type: string, content: readonly Element[]): Element {
  return { ...element("prov", "characteristic", content), attributes: { type } };
}

function parameter(name: string, value?: string): Element {
  return { ...element("prov", "parm"), attributes: value === undefined ? { name } : { name, value } };
}
