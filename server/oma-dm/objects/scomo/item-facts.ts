import { DELIVERED_LEAVES, DEPLOYED_LEAVES, SCOMO_NODES } from "./management-object";
import { readSoftwareState } from "./states";

/** The two lists of an inventory: packages that the device has, and components that are installed. */
export type SoftwareList = "delivered" | "deployed";

interface ListOfItems {
  /** Its node below the object. */
  readonly node: string;
  /** Leaves of what is in it, by their name in results. */
  readonly leaves: Readonly<Partial<Record<keyof typeof DELIVERED_LEAVES | keyof typeof DEPLOYED_LEAVES, string>>>;
}

export const SOFTWARE_LISTS: Readonly<Record<SoftwareList, ListOfItems>> = {
  delivered: { node: SCOMO_NODES.delivered, leaves: DELIVERED_LEAVES },
  deployed: { node: SCOMO_NODES.deployed, leaves: DEPLOYED_LEAVES },
};

/** What a package or a component says of itself; null: it does not say, or has no such leaf. */
interface SoftwareFacts {
  readonly componentId: string | null;
  readonly packageId: string | null;
  readonly name: string | null;
  readonly version: string | null;
  readonly description: string | null;
  readonly environment: string | null;
  readonly state: number | null;
  readonly stateMeaning: string | null;
  readonly status: number | null;
  readonly statusMeaning: string | null;
}

/** Reads an item of a list by its leaves. `textOf`: the text of the leaf of that node name, null where there is none. */
export function softwareFacts(list: SoftwareList, textOf: (leaf: string) => string | null): SoftwareFacts {
  const { leaves } = SOFTWARE_LISTS[list];
  const text = (name: keyof ListOfItems["leaves"]) => {
    const leaf = leaves[name];
    return leaf === undefined ? null : textOf(leaf);
  };
  const state = readSoftwareState(`${list}State`, text("state") ?? "");
  const status = readSoftwareState(`${list}Status`, text("status") ?? "");
  return {
    componentId: text("componentId"),
    packageId: text("packageId"),
    name: text("name"),
    version: text("version"),
    description: text("description"),
    environment: text("environment"),
    state: state?.value ?? null,
    stateMeaning: state?.meaning ?? null,
    status: status?.value ?? null,
    statusMeaning: status?.meaning ?? null,
  };
}
