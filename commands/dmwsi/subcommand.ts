import type { ParseArgsConfig } from "node:util";
import type { DmwsiClient } from "../../clients/typescript";

type Flags = NonNullable<ParseArgsConfig["options"]>;

/** What a subcommand is given. */
export interface Call {
  readonly dmwsi: DmwsiClient;
  /** What stands behind the subcommand's name. */
  readonly words: readonly string[];
  /** A flag's value; undefined where it was not given. */
  flag(name: string): string | undefined;
  isSet(name: string): boolean;
  /** Values of a flag that may be given several times. */
  flags(name: string): readonly string[];
  /** The result: as JSON, or in the form for people. */
  print(value: unknown, forPeople: string): void;
  /** Progress, for people who wait. */
  say(line: string): void;
}

/** One thing that `npm run dmwsi` can do. */
export interface Subcommand {
  readonly usage: string;
  readonly about: string;
  readonly options: Flags;
  /** How many words it takes behind its name. */
  readonly words: number;
  /**
   * Gives the exit code: 0 done, 3 not everything succeeded, 4 it had not ended in time. Throws ProblemError where the
   * API says no, UsageError where the command is wrong.
   */
  readonly run: (call: Call) => Promise<0 | 3 | 4>;
}
