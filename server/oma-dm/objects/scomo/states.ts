/** A value of a leaf State or Status, and in words. */
interface SoftwareState {
  readonly value: number;
  readonly meaning: string;
}

/** Which leaf it is: each list of the object has its own values. */
export type SoftwareLeaf = keyof typeof MEANINGS;

/** State of a component. */
export const DEPLOYED_STATE = { inactive: 10, active: 20 } as const;

/** Values as a client's library has them; the text of SCOMO 1.0 was not at hand. */
const MEANINGS = {
  downloadStatus: {
    10: "Idle",
    20: "Download failed",
    30: "Downloading",
    40: "Downloaded",
    50: "Installing",
    60: "Installation failed, the package is kept",
    70: "Installation failed, the package is gone",
  },
  deliveredState: { 10: "Delivered", 20: "Installed" },
  deliveredStatus: {
    10: "Idle",
    20: "Removal failed",
    30: "Being removed",
    40: "Installing",
    50: "Installation failed, the package is kept",
    60: "Installation failed, the package is gone",
  },
  deployedState: { 10: "Inactive", 20: "Active" },
  deployedStatus: {
    10: "Idle",
    20: "Removal failed",
    30: "Being removed",
    40: "Activation failed",
    50: "Being activated",
    60: "Deactivation failed",
    70: "Being deactivated",
  },
} as const satisfies Record<string, Readonly<Record<number, string>>>;

const NUMBER = /^\s*(\d{1,9})\s*$/;

/** Reads a leaf State or Status; null where it is no number. A value of no list is told as it is. */
export function readSoftwareState(leaf: SoftwareLeaf, text: string): SoftwareState | null {
  const digits = NUMBER.exec(text.replaceAll("\0", ""))?.[1];
  if (digits === undefined) return null;
  const value = Number(digits);
  const meanings: Readonly<Record<number, string>> = MEANINGS[leaf];
  return { value, meaning: meanings[value] ?? `${value}, which is no value that is known` };
}
