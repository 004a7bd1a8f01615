import { createHash } from "node:crypto";
import { HEADER_OCTETS_MAX, type PackageHeader, readPackageHeader } from "./package-header";

/** What a device keeps of a package that it holds: all but the octets themselves. */
export interface HeldPackage {
  readonly octets: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly header: PackageHeader;
}

/** Takes a package piece by piece. A fleet holds many at a time, so only the beginning is kept. */
export class PackageSink {
  #hash = createHash("sha256");
  #beginning = Buffer.alloc(0);
  #octets = 0;

  get octets(): number {
    return this.#octets;
  }

  take(piece: Uint8Array): void {
    this.#hash.update(piece);
    this.#octets += piece.length;
    const room = HEADER_OCTETS_MAX - this.#beginning.length;
    if (room > 0) this.#beginning = Buffer.concat([this.#beginning, piece.subarray(0, room)]);
  }

  /** Whoever sent it begins anew. */
  restart(): void {
    this.#hash = createHash("sha256");
    this.#beginning = Buffer.alloc(0);
    this.#octets = 0;
  }

  /** Once, when all of it has come. */
  finish(): HeldPackage {
    const sha256 = this.#hash.digest("hex");
    return { octets: this.#octets, sha256, header: readPackageHeader(this.#beginning, sha256) };
  }
}
