/** How it stands between a device and the server. Of several that apply the last in this list is the one. */
export const CONTACT_STATES = [
  "on_time",
  "overdue",
  "never",
  "rejected",
  "in_session",
  "collision",
  "retired",
] as const;
