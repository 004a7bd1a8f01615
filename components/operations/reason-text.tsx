"use client";
import type { TaskReason } from "@/server/services/operations/schemas";
import { useReasonWords } from "../status/use-reason-words";

/** A reason in one line of a table. */
export function ReasonText({ reason }: { readonly reason: TaskReason | null }) {
  const { text } = useReasonWords(reason);
  return <span className="block truncate text-muted">{text}</span>;
}
