"use client";
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { TreeNodeView } from "@/server/services/devices/schemas";
import { useTopic } from "../live/live-provider";
import { useTrpc } from "../trpc/trpc";
import { ROOT, treeRows } from "./tree-rows";

/** A device's tree, read level by level as nodes are opened; follows what is read of the device meanwhile. */
export function useTree(deviceId: string) {
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const open = [ROOT, ...expanded];
  const levels = useQueries({
    queries: open.map((uri) => trpc.devices.tree.queryOptions({ id: deviceId, uri, depth: 1 })),
  });
  useTopic(deviceId, () => void queryClient.invalidateQueries({ queryKey: trpc.devices.tree.pathKey() }));

  const nodes = useMemo(() => {
    const known = new Map<string, TreeNodeView>();
    // A node is in its own level and in its parent's; both are the same node.
    for (const level of levels) for (const node of level.data?.items ?? []) known.set(node.uri, node);
    return known;
  }, [levels]);
  const root = levels[0];
  return {
    rows: treeRows(nodes, expanded),
    pending: root?.isPending ?? true,
    error: root?.error ?? null,
    truncated: root?.data?.truncated ?? false,
    retry: () => void root?.refetch(),
    loading: new Set(open.filter((_, i) => levels[i]?.isPending)),
    expand: (uri: string) => setExpanded((now) => new Set(now).add(uri)),
    collapse: (uri: string) => setExpanded((now) => new Set([...now].filter((one) => one !== uri))),
  };
}
