import { DEPLOYED_STATE, isSameVersion } from "../../../../oma-dm";
import { itemNamed } from "./inventory";
import type { SoftwareItem } from "./parameters";

/** What an installation is to come to. */
export interface Wanted {
  readonly content: { readonly version: string | null };
  /** What the device was told that the package is called. */
  readonly packageId: string;
  /** The component that comes of it; null: nobody knows which. */
  readonly component: string | null;
  readonly active: boolean;
  /** The components before. */
  readonly before: readonly SoftwareItem[];
}

interface Installed {
  /** The component that shows it; where none does, the one that it most likely is about. */
  readonly item: SoftwareItem | null;
  readonly verified: boolean;
}

/**
 * Looks in an inventory for what an installation was to come to. A component counts that was named before; else one of that
 * package, one that `reported` names, or one that is new or has another version than before. It has to have the content's
 * version, and the state that was wanted.
 */
export function installedBy(items: readonly SoftwareItem[], wanted: Wanted, reported: string | null): Installed {
  const candidates = candidatesOf(items, wanted, reported);
  const item = candidates.find((candidate) => isAsWanted(candidate, wanted));
  return { item: item ?? candidates[0] ?? null, verified: item !== undefined };
}

function candidatesOf(
  items: readonly SoftwareItem[],
  wanted: Wanted,
  reported: string | null,
): readonly SoftwareItem[] {
  if (wanted.component !== null) {
    const named = itemNamed(items, wanted.component);
    return named ? [named] : [];
  }
  const named = reported === null ? null : itemNamed(items, reported);
  return [
    ...items.filter(({ packageId }) => packageId === wanted.packageId),
    ...(named ? [named] : []),
    ...items.filter((item) => isNew(item, wanted)),
  ];
}

function isNew({ uri, version }: SoftwareItem, { before }: Wanted): boolean {
  return before.find((item) => item.uri === uri)?.version !== version;
}

function isAsWanted(item: SoftwareItem, wanted: Wanted): boolean {
  const { version } = wanted.content;
  const isVersion =
    version === null ? isNew(item, wanted) : item.version !== null && isSameVersion(item.version, version);
  // A component that does not tell its state is believed.
  return isVersion && (item.state === null || isActive(item) === wanted.active);
}

function isActive({ state }: SoftwareItem): boolean {
  return state === DEPLOYED_STATE.active;
}
