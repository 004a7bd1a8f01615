/** What an item of a device's inventory says of itself, as far as it is needed to name it. */
interface NamedItem {
  readonly uri: string;
  readonly name: string | null;
  readonly componentId?: string | null;
  readonly packageId: string | null;
}

/** By which operations name it: its id, or the name of its node where it has none. */
export function softwareId({ uri, componentId, packageId }: NamedItem): string {
  const isDeployed = rootAndList(uri)?.list === "deployed";
  return (isDeployed ? componentId : packageId) || (uri.split("/").at(-1) ?? uri);
}

/** For people: its name, else its id. */
export function softwareName(item: NamedItem): string {
  return item.name || softwareId(item);
}

const ITEM = /^(.+)\/Inventory\/(Delivered|Deployed)\/[^/]+$/;

/** The object that an item is in, and which of its two lists; null: the URI is of no item. */
export function rootAndList(uri: string): { readonly root: string; readonly list: "deployed" | "delivered" } | null {
  const [, root = "", node] = ITEM.exec(uri) ?? [];
  return root === "" ? null : { root, list: node === "Deployed" ? "deployed" : "delivered" };
}
