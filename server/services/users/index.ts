export { createUser } from "./create-user";
export { UserView } from "./schemas";
export { type SignInInput, signIn } from "./sign-in";
export { closeUserSession, openUserSession, readUserSession, type UserSession } from "./user-sessions";
