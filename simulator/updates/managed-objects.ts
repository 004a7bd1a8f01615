import { canonicalUri } from "../../server/oma-dm/tree";
import type { Profile } from "../profile";
import { FirmwareObject } from "./firmware-object";
import { SoftwareObject } from "./software-object";
import type { ManagedObject, ObjectAnswer, UpdateSurroundings } from "./surroundings";

/** The management objects of one device that do more than keep values, as its profile has them. */
export class ManagedObjects {
  readonly #objects: readonly ManagedObject[];

  constructor(profile: Profile, around: UpdateSurroundings) {
    this.#objects = [...profile.objects].map(([root, settings]) =>
      settings.kind === "firmware"
        ? new FirmwareObject(root, settings, around)
        : new SoftwareObject(root, settings, around),
    );
  }

  /** Executes a node that is there and may be executed; null: it is of no object. */
  execute(address: string, correlator: string | null): ObjectAnswer | null {
    const uri = canonicalUri(address);
    if (uri === null) return null;
    for (const object of this.#objects) {
      const answer = object.execute(uri, correlator);
      if (answer) return answer;
    }
    return null;
  }

  /** A server has added a node. */
  added(address: string): void {
    const uri = canonicalUri(address);
    if (uri !== null) for (const object of this.#objects) object.added(uri);
  }

  /** A server has written octets into a leaf; true when they are not to stay in the tree. */
  takes(address: string, octets: Uint8Array): boolean {
    const uri = canonicalUri(address);
    return uri !== null && this.#objects.some((object) => object.takes(uri, octets));
  }
}
