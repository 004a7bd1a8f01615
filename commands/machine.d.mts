/** The types of what tests use of machine.mjs. */
export function checkNode(version?: string): void;
export function checkFolder(folder?: string): void;
export function npmReason(output: string): string;
