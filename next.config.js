/** @type {import('next').NextConfig} */
const nextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run check` type-checks everything; the build does not do it a second time.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: import.meta.dirname },
  // Native code and packages that must be the server's own copy, not a bundled one.
  serverExternalPackages: ["@node-rs/argon2", "drizzle-orm", "postgres", "pino", "prom-client"],
  // No image is optimised here, so the endpoint that would do it answers nothing.
  images: { unoptimized: true },
  devIndicators: false,
  agentRules: false,
};

export default nextConfig;
