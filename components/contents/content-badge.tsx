"use client";
import type { ContentView } from "@/server/services/contents/schemas";
import { StatusBadge } from "../status/status-badge";

interface ContentBadgeProps {
  readonly content: Pick<ContentView, "state" | "received" | "size">;
  readonly explain?: boolean;
}

export function ContentBadge({ content, explain = false }: ContentBadgeProps) {
  // Rounded down: the last octet makes it 100 %.
  const facts = { part: Math.floor((100 * content.received) / content.size) / 100 };
  return <StatusBadge thing="content" state={content.state} facts={facts} explain={explain} />;
}
