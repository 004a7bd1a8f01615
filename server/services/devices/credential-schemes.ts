import type { CredentialScheme } from "../../../drizzle/schema/devices";

/** How much a scheme proves. `none` and `certificate` stand beside the others: neither is reached by using another. */
const STRENGTH: Readonly<Partial<Record<CredentialScheme, number>>> = { basic: 1, md5: 2, mac: 3 };

/** Whether one scheme proves more than another, where they can be compared. */
export function isStronger(one: CredentialScheme, other: CredentialScheme): boolean {
  const [first, second] = [STRENGTH[one], STRENGTH[other]];
  return first !== undefined && second !== undefined && first > second;
}
