/** Resolves when this turn of the event loop has heard all that came in it, together for everybody who asked in the turn. */
export type Gathering = () => Promise<void>;

/**
 * Lets messages that arrived together go on together. Each stage of answering (read, step, write, seal) is then run for all
 * of them before the next begins, because whoever waits lets the others go on: a processor keeps the code of one stage
 * at hand, but not of the whole way. One by one, the same messages take half as much time again.
 */
export function createGathering(): Gathering {
  let turn: Promise<void> | null = null;
  return () => {
    turn ??= new Promise((resolve) => {
      setImmediate(() => {
        turn = null;
        resolve();
      });
    });
    return turn;
  };
}
