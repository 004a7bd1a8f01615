import {
  BASIC_TYPE,
  basicCredential,
  credentialDigest,
  DEFAULT_NONCES,
  decodeBase64,
  encodeBase64,
  MAC_TYPE,
  MD5_TYPE,
  macDigest,
  md5Digest,
  type Package0,
  readMacHeader,
  verifyPackage0,
  writeMacHeader,
} from "../server/oma-dm/security";
import type { Chal, Cred } from "../server/oma-dm/syncml";
import type { Account } from "./fleet-device";
import type { Random } from "./random";

const NONCE_OCTETS = 16;
const NO_NONCE = new Uint8Array();

/** How the device proves itself to the server: its credential and the nonce the server gave for the next time. */
export class ClientProof {
  #nonce: Uint8Array;
  #scheme: Account["scheme"];

  constructor(
    private readonly account: Account,
    firstNonce: Uint8Array = NO_NONCE,
  ) {
    this.#nonce = firstNonce;
    this.#scheme = account.scheme;
  }

  /** LocName of the device's messages: MD5 needs the name in clear. */
  get name(): string | undefined {
    return this.account.scheme === "none" ? undefined : this.account.name;
  }

  cred(): Cred | undefined {
    const { name } = this.account;
    const secret = Buffer.from(this.account.secret, "utf8");
    if (this.#scheme === "none" || this.#scheme === "mac") return undefined;
    if (this.#scheme === "basic") return { type: BASIC_TYPE, format: "b64", data: basicCredential(name, secret) };
    return { type: MD5_TYPE, format: "b64", data: md5Digest(credentialDigest(name, secret), this.#nonce) };
  }

  /** The header `x-syncml-hmac` over a message's octets, where the device proves itself by MAC. */
  mac(octets: Uint8Array): string | undefined {
    if (this.#scheme !== "mac") return undefined;
    const { name, secret } = this.account;
    const credential = credentialDigest(name, Buffer.from(secret, "utf8"));
    return writeMacHeader({ name, credential, nonce: this.#nonce }, octets);
  }

  /**
   * Takes a challenge; false when it asks for a scheme that the device does not master. One that masters digests does what
   * it is asked for, digest or MAC.
   */
  take(chal: Chal): boolean {
    const nonce = chal.nextNonce === undefined ? null : decodeBase64(chal.nextNonce);
    if (nonce) this.#nonce = nonce;
    if (this.account.scheme === "basic") return chal.type === BASIC_TYPE;
    if (chal.type !== MAC_TYPE && chal.type !== MD5_TYPE) return false;
    if (this.account.scheme !== "none") this.#scheme = chal.type === MAC_TYPE ? "mac" : "md5";
    return true;
  }

  /** As a device does whose store is unreliable. `instead`: what it takes for its nonce then. */
  loseNonce(instead: Uint8Array = NO_NONCE): void {
    this.#nonce = instead;
  }
}

/** How the server proves itself to the device: its credential and the nonces the device gave it. */
export class ServerProof {
  #nonce: Uint8Array;
  #nonceDelivered: Uint8Array;

  constructor(
    private readonly account: Account,
    private readonly random: Random,
    firstNonce: Uint8Array = NO_NONCE,
  ) {
    this.#nonce = firstNonce;
    this.#nonceDelivered = firstNonce;
  }

  get isWanted(): boolean {
    return this.account.scheme !== "none";
  }

  /** Each message needs its own proof. */
  get isMac(): boolean {
    return this.account.scheme === "mac";
  }

  /** Whether the header `x-syncml-hmac` of an answer is the server's, over these octets. */
  acceptsMac(header: string | null, octets: Uint8Array): boolean {
    const { name, secret } = this.account;
    const said = header === null ? null : readMacHeader(header);
    const credential = credentialDigest(name, Buffer.from(secret, "utf8"));
    return said?.username === name && said.mac === macDigest(credential, this.#nonce, octets);
  }

  accepts(cred: Cred): boolean {
    const { scheme, name } = this.account;
    const secret = Buffer.from(this.account.secret, "utf8");
    if (scheme === "basic") return cred.type === BASIC_TYPE && cred.data === basicCredential(name, secret);
    return cred.type === MD5_TYPE && cred.data === md5Digest(credentialDigest(name, secret), this.#nonce);
  }

  /** Asks for the scheme with a fresh nonce, which is the one that counts from now on. */
  challenge(): Chal {
    if (this.account.scheme === "basic") return { type: BASIC_TYPE, format: "b64" };
    this.#nonce = this.random.octets(NONCE_OCTETS);
    return { type: this.isMac ? MAC_TYPE : MD5_TYPE, format: "b64", nextNonce: encodeBase64(this.#nonce) };
  }

  /** The message with the last challenge was answered, so the server has its nonce. */
  delivered(): void {
    this.#nonceDelivered = this.#nonce;
  }

  /** Whether a notification is from this server; the message with its newest nonce may not have reached it. */
  signed(notification: Package0): boolean {
    if (this.account.scheme === "none") return true;
    if (notification.serverId !== this.account.name) return false;
    const secret = Buffer.from(this.account.secret, "utf8");
    const nonces = [this.#nonce, this.#nonceDelivered, NO_NONCE, ...DEFAULT_NONCES];
    return nonces.some((nonce) => verifyPackage0(notification, secret, nonce));
  }
}
