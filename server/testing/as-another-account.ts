const NOBODY = 65_534;

/**
 * Runs `work` with the rights of an account that owns nothing here: root could open everything. Whoever is not root
 * already runs it as that; what is closed to all (mode 000) is closed to its owner too.
 */
export async function asAnotherAccount<T>(work: () => T | Promise<T>): Promise<T> {
  const { seteuid } = process;
  if (process.getuid?.() !== 0 || seteuid === undefined) return work();
  seteuid(NOBODY);
  try {
    return await work();
  } finally {
    seteuid(0);
  }
}
