import { DECODE_LIMITS } from "../../server/oma-dm/decode-limits";

/** Standard input to its end; what is past the bound is left, and whoever reads it refuses the rest. */
export async function readInput(octetsMax: number = DECODE_LIMITS.octetsMax): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let octets = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer);
    octets += (chunk as Buffer).length;
    if (octets > octetsMax) break;
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** Resolves when everything has left, also into a pipe. */
export function writeOutput(output: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(output, (error) => (error ? reject(error) : resolve()));
  });
}
