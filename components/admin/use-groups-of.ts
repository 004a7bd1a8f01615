"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { createApiClient, type Environment } from "../trpc/api-client";

/** As many as a person looks through; a system is limited to fewer. */
export const GROUPS_SHOWN_MAX = 500;

/** The device groups of an environment, which need not be the one of this page: administration is of none. */
export function useGroupsOf(environment: Environment) {
  const [client] = useState(() => createApiClient(environment));
  return useQuery({
    queryKey: ["groups of", environment],
    queryFn: () => client.groups.list.query({ limit: GROUPS_SHOWN_MAX }),
  });
}
