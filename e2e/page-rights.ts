/** `on`: it leads to another page. */
export type PageRight = "yes" | "no" | "on";

/**
 * Which pages an agent, an operator and an administrator have, for every page in the `app` folder. Nobody else has any,
 * but the sign-in. A new page is decided on here.
 */
export const PAGE_RIGHTS: Readonly<Record<string, `${PageRight} ${PageRight} ${PageRight}`>> = {
  "/": "on on on",
  "/account": "yes yes yes",
  "/admin/audit": "no no yes",
  "/admin/systems": "no no yes",
  "/admin/systems/[id]": "no no yes",
  "/admin/users": "no no yes",
  "/go/[id]": "on on on",
  "/live": "on on on",
  "/live/content": "yes yes yes",
  "/live/content/[id]": "yes yes yes",
  "/live/content/signing-keys": "no no yes",
  "/live/devices": "yes yes yes",
  "/live/devices/[id]": "yes yes yes",
  "/live/devices/groups": "yes yes yes",
  "/live/devices/groups/[id]": "yes yes yes",
  "/live/events": "no yes yes",
  "/live/events/deliveries": "no yes yes",
  "/live/events/grants": "no yes yes",
  "/live/events/subscriptions": "no yes yes",
  "/live/events/subscriptions/[id]": "no yes yes",
  "/live/operations": "yes yes yes",
  "/live/operations/[id]": "yes yes yes",
  "/new-password": "on on on",
  "/sandbox/devices": "no yes yes",
  "/sign-in": "on on on",
};
