/** Octets from numbers, texts (UTF-8) and other octets, in order. */
export function octetsOf(...parts: readonly (number | string | Uint8Array)[]): Uint8Array {
  return new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === "number" ? Buffer.of(part) : Buffer.from(part as Uint8Array)))),
  );
}

/** What `run` throws; undefined when it does not. */
export function errorOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
