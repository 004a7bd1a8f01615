/** An id as people see it: its kind and beginning, and its end, for those made within a second begin alike. */
export function shortId(id: string): string {
  return id.length > 20 ? `${id.slice(0, 10)}…${id.slice(-6)}` : id;
}
