export { default } from "../[env]/not-found";
