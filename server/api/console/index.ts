export { answerConsoleApi } from "./console-api";
export { currentSession } from "./current-session";
export { findOrNull, type PageData, pageData } from "./page-data";
export { requireUser } from "./require-user";
export { answerSignIn } from "./sign-in-api";
