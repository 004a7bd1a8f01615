/** Whether a State is an end, a wait for a command, or work under way. */
export type FirmwarePhase = "idle" | "working" | "holding" | "failed" | "done";

export interface FirmwareState {
  readonly value: number;
  readonly meaning: string;
  readonly phase: FirmwarePhase;
  /** The device holds a package that Update can install. */
  readonly hasPackage: boolean;
}

/** Values of the leaf State [OMA-TS-DM-FUMO 1.0, State]. */
const STATES: readonly FirmwareState[] = [
  { value: 10, meaning: "Idle", phase: "idle", hasPackage: false },
  { value: 20, meaning: "Download failed", phase: "failed", hasPackage: false },
  { value: 30, meaning: "Downloading", phase: "working", hasPackage: false },
  { value: 40, meaning: "Download complete", phase: "holding", hasPackage: true },
  { value: 50, meaning: "Ready to update", phase: "holding", hasPackage: true },
  { value: 60, meaning: "Updating", phase: "working", hasPackage: true },
  { value: 70, meaning: "Update failed, the package is kept", phase: "failed", hasPackage: true },
  { value: 80, meaning: "Update failed, the package is gone", phase: "failed", hasPackage: false },
  { value: 90, meaning: "Update successful, the package is kept", phase: "done", hasPackage: true },
  { value: 100, meaning: "Update successful, the package is gone", phase: "done", hasPackage: false },
];

const NUMBER = /^\s*(\d{1,9})\s*$/;

/**
 * Reads the leaf State; null where it is no number. Values that are not of the specification are work under way, and
 * called what the device's profile calls them.
 */
export function readFirmwareState(
  text: string,
  extraStates: Readonly<Record<number, string>> = {},
): FirmwareState | null {
  const digits = NUMBER.exec(text.replaceAll("\0", ""))?.[1];
  if (digits === undefined) return null;
  const value = Number(digits);
  const meaning = extraStates[value] ?? `State ${value}, which is none of FUMO 1.0`;
  return STATES.find((state) => state.value === value) ?? { value, meaning, phase: "working", hasPackage: false };
}
