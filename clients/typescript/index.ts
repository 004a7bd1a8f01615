export { type ClientOptions, createClient, type DmwsiClient } from "./client";
export { type FollowOptions, followOperation, hasEnded, type Operation } from "./follow-operation";
export { type PageStart, pages } from "./pages";
export { dataOf, type Problem, ProblemError } from "./problem-error";
export type { components, paths } from "./schema";
export { TokenRefused } from "./token";
