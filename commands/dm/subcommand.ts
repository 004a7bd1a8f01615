/** One thing that `npm run dm` can do. */
export interface Subcommand {
  readonly about: string;
  /** The flags, as they are shown to people. */
  readonly usage: string;
  /** Throws DecodeError, RecordedSessionError or ReplayDiffers where the input is wrong, UsageError where the command is. */
  readonly run: (flags: readonly string[]) => Promise<void>;
}

/** A recorded session runs otherwise now; the message says where. */
export class ReplayDiffers extends Error {}
