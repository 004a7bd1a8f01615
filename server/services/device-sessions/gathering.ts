/** Resolves when this turn of the event loop has heard all that came in it, together for those who asked in the turn. */
export type Gathering = () => Promise<void>;

/**
 * Lets messages that arrived together go on together, up to `most` of them. Each stage of answering (read, step, write,
 * seal) is then run for all of them before the next begins, because whoever waits lets the others go on: a processor keeps
 * the code of one stage at hand, but not of the whole way. One by one, the same messages take a third more time;
 * too many at once push each other's data out.
 */
export function createGathering(most: number): Gathering {
  let turn: Promise<void> | null = null;
  let gathered = 0;
  return () => {
    if (!turn || gathered === most) {
      gathered = 0;
      const opened = new Promise<void>((resolve) => {
        setImmediate(() => {
          if (turn === opened) turn = null;
          resolve();
        });
      });
      turn = opened;
    }
    gathered += 1;
    return turn;
  };
}
