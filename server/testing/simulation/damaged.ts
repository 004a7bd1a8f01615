import type { SeededRandom } from "./seeded-random";

const LENGTH_MAX = 40;

/** The octets with a few edits: some set, put in, taken out, said twice, or cut off behind. */
export function damaged(message: Uint8Array, random: SeededRandom): Uint8Array {
  let octets = Buffer.from(message);
  for (let edits = random.pick([1, 1, 1, 3]); edits > 0; edits -= 1) octets = edited(octets, random);
  return octets;
}

function edited(octets: Buffer, random: SeededRandom): Buffer<ArrayBuffer> {
  const at = random.integer(0, Math.max(0, octets.length - 1));
  const length = random.integer(1, LENGTH_MAX);
  const [before, after] = [octets.subarray(0, at), octets.subarray(at)];
  switch (random.integer(0, 9)) {
    case 0:
      return Buffer.concat([before, random.octets(random.integer(1, 4)), after]);
    case 1:
      return Buffer.concat([before, after.subarray(length)]);
    case 2:
      return Buffer.concat([before, after.subarray(0, length), after]);
    case 3:
      return Buffer.concat([before]);
    default:
      return Buffer.concat([before, random.octets(1), after.subarray(1)]);
  }
}
