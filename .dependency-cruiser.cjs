/** The import law of ARCHITECTURE.md. Every rule is an error. */
const engine = "^server/oma-dm/";

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "engine-imports-nothing-from-outside-itself",
      severity: "error",
      from: { path: engine, pathNot: "\\.test\\.ts$|^server/oma-dm/(security|testing)/" },
      to: { pathNot: engine },
    },
    {
      name: "engine-security-has-node-crypto-as-its-only-outside-import",
      severity: "error",
      from: { path: "^server/oma-dm/security/", pathNot: "\\.test\\.ts$" },
      to: { pathNot: `${engine}|^(node:)?crypto$` },
    },
    {
      name: "codec-knows-no-messages",
      severity: "error",
      from: { path: "^server/oma-dm/(wbxml|xml)/", pathNot: "\\.test\\.ts$" },
      to: { path: "^server/oma-dm/(syncml|session|objects|trigger|tree)/" },
    },
    {
      name: "syncml-knows-no-session",
      severity: "error",
      from: { path: "^server/oma-dm/syncml/", pathNot: "\\.test\\.ts$" },
      to: { path: "^server/oma-dm/(session|objects|trigger)/" },
    },
    {
      name: "services-never-look-up",
      severity: "error",
      from: { path: "^server/services/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(server/(api|jobs|main)|app|components|commands|bench|simulator)" },
    },
    {
      name: "adapters-know-no-services",
      severity: "error",
      from: { path: "^server/(adapters|db)/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(server/(services|api|jobs|main)|app|components)" },
    },
    {
      name: "only-services-and-main-open-engine-adapters-and-tables",
      severity: "error",
      from: { path: "^(server/(api|jobs)|app)/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(server/(oma-dm|adapters)/|drizzle/schema/)" },
    },
    {
      name: "components-import-schemas-only",
      severity: "error",
      from: { path: "^components/", pathNot: "\\.test\\.tsx?$" },
      to: {
        path: "^(server|drizzle|app)/",
        pathNot: "^server/(services/([^/]+/schemas|principal)|api/trpc/(router|client-types))\\.ts$",
      },
    },
    {
      name: "the-client-of-the-api-stands-alone",
      severity: "error",
      from: { path: "^clients/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(server|drizzle|app|components|simulator|bench|commands|e2e)/" },
    },
    {
      name: "simulator-knows-only-the-codec",
      severity: "error",
      from: { path: "^simulator/" },
      to: {
        path: "^(server|drizzle|app|components)/",
        pathNot: "^server/oma-dm/(wbxml|xml|syncml|security|tree|element|decode-)",
      },
    },
    {
      name: "only-the-edges-start-the-simulator",
      severity: "error",
      from: {
        pathNot:
          "^(simulator|bench|e2e|commands|server/main|server/quickstart|server/sandbox|server/testing)|\\.test\\.ts$",
      },
      to: { path: "^simulator/" },
    },
    {
      name: "nothing-imports-a-test",
      severity: "error",
      from: {},
      to: { path: "\\.test\\.tsx?$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(node_modules|dist|\\.next|\\.data)" },
    includeOnly: "^(app|components|server|drizzle|simulator|bench|e2e|commands|clients)",
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".tsx", ".mjs", ".cjs", ".js", ".json"] },
  },
};
