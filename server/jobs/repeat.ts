/** A piece of clock work that is done again and again until stopped. */
export interface RepeatedJob {
  /** Resolves when a run under way has ended. */
  stop(): Promise<void>;
}

export interface RepeatOptions {
  readonly name: string;
  /** Pause when there was nothing to do. */
  readonly idleMs: number;
  /** Pause when there was something: more may wait. */
  readonly busyMs: number;
  /** Answers how many things it did. */
  run(): Promise<number>;
  onError(name: string, error: unknown): void;
}

const FAILURE_PAUSE_MS = 1_000;

/** One run at a time; a run that fails is told and tried again after a second. */
export function repeat(options: RepeatOptions): RepeatedJob {
  let stopped = false;
  let wake: () => void = () => {};
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const loop = (async () => {
    while (!stopped) {
      let pauseMs = FAILURE_PAUSE_MS;
      try {
        pauseMs = (await options.run()) > 0 ? options.busyMs : options.idleMs;
      } catch (error) {
        options.onError(options.name, error);
      }
      if (!stopped) await pause(pauseMs);
    }
  })();
  return {
    async stop() {
      stopped = true;
      wake();
      await loop;
    },
  };
}
