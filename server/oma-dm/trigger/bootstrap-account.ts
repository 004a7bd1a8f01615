/** The management account that a bootstrap gives to a device: the DMAcc object in words of our own. */
export interface BootstrapAccount {
  /** Name of the server in notifications and access control lists, 1 to 255 octets. */
  readonly serverId: string;
  /** What the device may show to a person. */
  readonly displayName: string;
  /** Full address of the device listener. */
  readonly serverUrl: string;
  /** Access point or proxy that the device has already and is to use; null leaves it to the device. */
  readonly connection: { readonly kind: "access_point" | "proxy"; readonly name: string } | null;
  /** Asks the device to start a session as soon as it has the account. Only OMA CP can say so. */
  readonly startsSession: boolean;
  /** How the device proves itself to the server, and the server to the device. */
  readonly client: BootstrapCredential;
  readonly server: BootstrapCredential;
}

export interface BootstrapCredential {
  readonly scheme: "BASIC" | "DIGEST" | "HMAC";
  readonly name: string;
  /** null: the device has it already, or a person enters it. */
  readonly secret: string | null;
  /** The first nonce, for DIGEST and HMAC. */
  readonly nonce: Uint8Array | null;
}

/** What the account says of one side, in the words of the two profiles. Source: OMA-TS-DM_Bootstrap 1.2.1, w7. */
export const CREDENTIAL_LEVELS = [
  { side: "client", provisioningLevel: "APPSRV", treeLevel: "CLCRED" },
  { side: "server", provisioningLevel: "CLIENT", treeLevel: "SRVCRED" },
] as const;

/** The port of a server's address, also where the address leaves it to the protocol. */
export function portOf(serverUrl: string): string {
  const url = new URL(serverUrl);
  return url.port || (url.protocol === "https:" ? "443" : "80");
}
