/** For which devices something is; null: for any. */
export interface MadeFor {
  readonly manufacturer: string | null;
  readonly models: readonly string[] | null;
}

/** Names that are told in a reason. */
const NAMES_TOLD_MAX = 10;

/** Why something is for another device, in words; null where it fits, or where nobody knows what the device is. */
export function misfitOf(
  { manufacturer, models }: MadeFor,
  device: { readonly manufacturer: string | null; readonly model: string | null },
): string | null {
  if (manufacturer !== null && device.manufacturer !== null && !isSameName(manufacturer, device.manufacturer)) {
    return `The content is for devices of ${manufacturer}, and the device is of ${device.manufacturer}.`;
  }
  const { model } = device;
  if (models === null || model === null || models.some((one) => isSameName(one, model))) return null;
  return `The content is for ${models.slice(0, NAMES_TOLD_MAX).join(", ")}, and the device is a ${model}.`;
}

function isSameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
