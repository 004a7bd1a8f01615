"use client";
import type { TaskReason } from "@/server/services/operations/schemas";
import { useReasonWords } from "../status/use-reason-words";

/** A reason in a table; it wraps, since half a reason explains nothing. */
export function ReasonText({ reason }: { readonly reason: TaskReason | null }) {
  const { text } = useReasonWords(reason);
  return <span className="block text-pretty text-muted">{text}</span>;
}
