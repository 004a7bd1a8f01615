"use client";
import { taskStatus } from "../status/catalogue";
import { StatusBadge } from "../status/status-badge";
import type { TaskView } from "../trpc/views";

interface TaskBadgeProps {
  readonly task: Pick<TaskView, "state" | "outcome" | "attempt">;
  readonly explain?: boolean;
}

export function TaskBadge({ task, explain = false }: TaskBadgeProps) {
  return <StatusBadge thing="task" state={taskStatus(task)} facts={{ n: task.attempt }} explain={explain} />;
}
