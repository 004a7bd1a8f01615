import { DECODE_LIMITS } from "../../server/oma-dm/decode-limits";

/** Standard input to its end; what is past the bound of a message is left, and the decoder refuses the rest. */
export async function readInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let octets = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer);
    octets += (chunk as Buffer).length;
    if (octets > DECODE_LIMITS.octetsMax) break;
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** Resolves when everything has left, also into a pipe. */
export function writeOutput(output: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(output, (error) => (error ? reject(error) : resolve()));
  });
}
