import type { ReactNode } from "react";
import { ConsoleShell } from "../console-shell";

/** Administration is of no environment; what its pages lead to is shown in the live one. */
export default function AdminLayout({ children }: { readonly children: ReactNode }) {
  return <ConsoleShell environment="live">{children}</ConsoleShell>;
}
