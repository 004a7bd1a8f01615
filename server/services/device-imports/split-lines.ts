/** Whole lines, as many as fit together. `firstLine` is the number of their first. */
export interface LineBatch {
  readonly firstLine: number;
  readonly lines: number;
  /** Octets, each line with its LF. */
  readonly body: Buffer;
}

export type SplitProblem =
  | { readonly code: "line_too_long"; readonly line: number }
  | { readonly code: "too_many_lines" | "too_many_octets" };

/** Told when a file goes beyond a bound. Told apart by `name`. */
export class SplitError extends Error {
  readonly problem: SplitProblem;

  constructor(problem: SplitProblem) {
    super(problem.code);
    this.name = "SplitError";
    this.problem = problem;
  }
}

export interface SplitLimits {
  readonly octetsMax: number;
  readonly linesMax: number;
  readonly lineOctetsMax: number;
  readonly batchOctets: number;
  readonly batchLines: number;
}

const LF = 0x0a;

/**
 * Puts a file's pieces together to batches of whole lines, the first line alone. Holds one batch and one piece at a time,
 * however long the file is.
 *
 * Throws SplitError beyond the limits, and what the pieces throw.
 */
export async function* splitLines(
  pieces: AsyncIterable<Uint8Array>,
  limits: SplitLimits,
): AsyncGenerator<LineBatch, void> {
  let octets = 0;
  let line = 1;
  let rest: Buffer = Buffer.alloc(0);
  let batch: Buffer[] = [];
  let batchOctets = 0;
  const take = (): LineBatch => {
    const taken = { firstLine: line - batch.length, lines: batch.length, body: Buffer.concat(batch) };
    batch = [];
    batchOctets = 0;
    return taken;
  };
  const add = (text: Buffer): boolean => {
    if (text.length > limits.lineOctetsMax) throw new SplitError({ code: "line_too_long", line });
    if (line > limits.linesMax) throw new SplitError({ code: "too_many_lines" });
    batch.push(text);
    batchOctets += text.length;
    line += 1;
    return line === 2 || batchOctets >= limits.batchOctets || batch.length >= limits.batchLines;
  };
  for await (const piece of pieces) {
    octets += piece.length;
    if (octets > limits.octetsMax) throw new SplitError({ code: "too_many_octets" });
    rest = rest.length === 0 ? Buffer.from(piece) : Buffer.concat([rest, piece]);
    let start = 0;
    for (let end = rest.indexOf(LF, start); end >= 0; end = rest.indexOf(LF, start)) {
      if (add(rest.subarray(start, end + 1))) yield take();
      start = end + 1;
    }
    rest = rest.subarray(start);
    if (rest.length > limits.lineOctetsMax) throw new SplitError({ code: "line_too_long", line });
  }
  if (rest.length > 0) add(Buffer.concat([rest, Buffer.from([LF])]));
  if (batch.length > 0) yield take();
}
