/** One thing that `npm run dm` can do. */
export interface Subcommand {
  readonly about: string;
  /** The flags, as they are shown to people. */
  readonly usage: string;
  /** Throws DecodeError or RecordedSessionError where the input is wrong. */
  readonly run: (flags: readonly string[]) => Promise<void>;
}
