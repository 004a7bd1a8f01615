export { createWebhookPost, type PostAnswer, type PostMessage } from "./post-message";
