import { defineConfig } from "vitest/config";

/**
 * A test that hangs is ended; the times say nothing of how fast it should be, for a machine may be busy or half as quick.
 *
 * Two lanes: `unit` needs nothing, `db` needs PostgreSQL (the embedded server, one database per test file).
 */
export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.ts", "**/*.test.tsx"],
          exclude: ["**/*.db.test.ts", "**/node_modules/**", "dist/**", ".next/**"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude: ["**/node_modules/**", "dist/**", ".next/**"],
          globalSetup: ["server/testing/postgres-for-tests.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
