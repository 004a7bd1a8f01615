/** The node above a canonical URI; null for the root. A query (`?prop=`) is no part of what is asked about here. */
export function parentUri(uri: string): string | null {
  const end = uri.lastIndexOf("/");
  return end < 0 ? null : uri.slice(0, end);
}

/** The last segment of a canonical URI; "" for the root, which has no name. */
export function nodeName(uri: string): string {
  return uri.slice(uri.lastIndexOf("/") + 1).replace(/^\.$/, "");
}

/** Whether a node is `root` itself or stands below it. */
export function isAtOrBelow(uri: string, root: string): boolean {
  return root === "." || uri === root || uri.startsWith(`${root}/`);
}

/** 0 for the root, 1 for what stands below it. */
export function levelOf(uri: string): number {
  return uri.split("/").length - 1;
}
