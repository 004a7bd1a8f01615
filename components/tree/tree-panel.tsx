"use client";
import { ListTree } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Role } from "@/server/services/principal";
import { EmptyState } from "../data/empty-state";
import { ErrorState } from "../data/error-state";
import type { StartSubject } from "../operations/start-forms";
import { Button } from "../ui/button";
import { SkeletonRows } from "../ui/skeleton";
import { type NodeAct, TreeGrid } from "./tree-grid";
import { useTree } from "./use-tree";

interface TreePanelProps {
  readonly deviceId: string;
  readonly role: Role;
  readonly onStart: (subject: StartSubject) => void;
}

/** What is known of a device's management tree, as it was last read. */
export function TreePanel({ deviceId, role, onStart }: TreePanelProps) {
  const t = useTranslations("tree");
  const tree = useTree(deviceId);
  const acts: readonly NodeAct[] =
    role === "agent" ? ["parameter.get", "parameter.set"] : ["parameter.get", "parameter.set", "node.execute"];
  const discover = (
    <Button onClick={() => onStart({ kind: "device.discover", uris: [] })}>
      <ListTree aria-hidden="true" />
      {t("discover")}
    </Button>
  );
  if (tree.pending) return <SkeletonRows count={6} />;
  return (
    <div className="overflow-hidden rounded-md border border-hairline bg-surface">
      {tree.error ? <ErrorState error={tree.error} onRetry={tree.retry} /> : null}
      {!tree.error && tree.rows.length === 0 ? (
        <EmptyState icon={ListTree} title={t("none.title")} text={t("none.text")} action={discover} />
      ) : null}
      {tree.rows.length > 0 ? (
        <>
          <div className="flex flex-wrap items-center justify-between gap-2 border-hairline border-b px-4 py-2">
            <p className="text-muted text-sm">
              {t("about")} {tree.truncated ? t("truncated") : null}
            </p>
            {discover}
          </div>
          <TreeGrid
            rows={tree.rows}
            loading={tree.loading}
            acts={acts}
            onExpand={tree.expand}
            onCollapse={tree.collapse}
            onAct={(act, uri, node) =>
              onStart({ kind: act, uris: [uri], ...(node?.value ? { value: node.value } : {}) })
            }
          />
        </>
      ) : null}
    </div>
  );
}
