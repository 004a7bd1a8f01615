import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../ui/button";
import { PageHeader } from "./page-header";

interface ListPageProps {
  readonly title: string;
  readonly summary: ReactNode;
  readonly actions?: ReactNode;
  /** To the lists beside this one. */
  readonly tabs?: ReactNode;
  /** The list, with what narrows it above. */
  readonly list: ReactNode;
  /** Dialogs. */
  readonly children?: ReactNode;
}

/** A page that is one list. */
export function ListPage({ title, summary, actions, tabs, list, children }: ListPageProps) {
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title={title} summary={summary} actions={actions} />
      {tabs}
      <div className="overflow-hidden rounded-md border border-hairline bg-surface">{list}</div>
      {children}
    </div>
  );
}

interface AddButtonProps {
  readonly onClick: () => void;
  /** The act: verb and object. */
  readonly children: ReactNode;
}

/** The way to one more row of the list. */
export function AddButton({ onClick, children }: AddButtonProps) {
  return (
    <Button intent="primary" onClick={onClick}>
      <Plus aria-hidden="true" />
      {children}
    </Button>
  );
}
