export const DEVICE_TABS = ["summary", "tree", "software", "operations", "sessions"] as const;
export type DeviceTab = (typeof DEVICE_TABS)[number];

/** The tab of an address; anything unknown is the first. */
export function deviceTab(text: unknown): DeviceTab {
  return DEVICE_TABS.find((tab) => tab === text) ?? "summary";
}

/** Tasks and sessions of a device read for its summary. The same on the server and in the browser. */
export const SUMMARY_TASKS = 20;
export const SUMMARY_SESSIONS = 5;
