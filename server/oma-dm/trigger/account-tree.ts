import { encodeBase64 } from "../security";
import type { TreeRecord } from "../tree";
import { type BootstrapAccount, type BootstrapCredential, CREDENTIAL_LEVELS, portOf } from "./bootstrap-account";

/** Identifier of the account's object. Source: OMA-TS-DM_StdObj 1.2.1. */
const ACCOUNT_OBJECT = "urn:oma:mo:oma-dm-dmacc:1.0";

/**
 * The nodes of the account as they go into the Inbox at `uri`: the device finds their place by the object's identifier.
 * Nodes that may be named freely are called 1 and 2. Source: OMA-TS-DM_StdObj 1.2.1 (DMAcc).
 */
export function accountTree(account: BootstrapAccount, uri: string): TreeRecord[] {
  const { connection } = account;
  const address = `${uri}/AppAddr/1`;
  return [
    interior(uri, ACCOUNT_OBJECT),
    leaf(`${uri}/AppID`, "w7"),
    leaf(`${uri}/ServerID`, account.serverId),
    leaf(`${uri}/Name`, account.displayName),
    ...(connection ? [leaf(`${uri}/PrefConRef`, connection.name)] : []),
    interior(`${uri}/AppAddr`),
    interior(address),
    leaf(`${address}/Addr`, account.serverUrl),
    leaf(`${address}/AddrType`, "URI"),
    interior(`${address}/Port`),
    interior(`${address}/Port/1`),
    leaf(`${address}/Port/1/PortNbr`, portOf(account.serverUrl)),
    leaf(`${uri}/AAuthPref`, account.client.scheme),
    interior(`${uri}/AppAuth`),
    ...CREDENTIAL_LEVELS.flatMap(({ side, treeLevel }, index) =>
      credential(`${uri}/AppAuth/${index + 1}`, treeLevel, account[side]),
    ),
  ];
}

function credential(uri: string, level: string, { scheme, name, secret, nonce }: BootstrapCredential): TreeRecord[] {
  return [
    interior(uri),
    leaf(`${uri}/AAuthLevel`, level),
    leaf(`${uri}/AAuthType`, scheme),
    leaf(`${uri}/AAuthName`, name),
    ...(secret === null ? [] : [leaf(`${uri}/AAuthSecret`, secret)]),
    ...(nonce === null ? [] : [octetLeaf(`${uri}/AAuthData`, nonce)]),
  ];
}

function interior(uri: string, type: string | null = null): TreeRecord {
  return { uri, format: "node", type, value: null };
}

function leaf(uri: string, value: string): TreeRecord {
  return { uri, format: "chr", type: "text/plain", value };
}

function octetLeaf(uri: string, octets: Uint8Array): TreeRecord {
  return { uri, format: "bin", type: "application/octet-stream", value: encodeBase64(octets) };
}
