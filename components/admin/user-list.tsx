"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import type { ListedUserView } from "@/server/services/users/schemas";
import type { Column } from "../data/data-table";
import { PagedTable } from "../data/paged-list";
import { StatusBadge } from "../status/status-badge";
import { useTrpc } from "../trpc/trpc";
import { Time } from "../value/time";
import type { NewPassword } from "./shown-once";
import { UserActs } from "./user-acts";
import { USERS_PER_PAGE } from "./user-list-input";
import { userStatus } from "./user-status";

interface UserListProps {
  readonly onChanged: () => void;
  readonly onPassword: (password: NewPassword) => void;
}

/** Everybody who has an account, the newest first. There is always somebody: whoever looks. */
export function UserList({ onChanged, onPassword }: UserListProps) {
  const t = useTranslations("users");
  const trpc = useTrpc();
  const columns = useUserColumns({ onChanged, onPassword });
  const list = useInfiniteQuery(
    trpc.users.list.infiniteQueryOptions({ limit: USERS_PER_PAGE }, { getNextPageParam: (page) => page.next }),
  );
  return (
    <PagedTable
      list={list}
      caption={t("title")}
      columns={columns}
      rowKey={(user) => user.id}
      // There is always somebody: whoever looks.
      empty={null}
    />
  );
}

function useUserColumns(acts: UserListProps): readonly Column<ListedUserView>[] {
  const t = useTranslations("users");
  const role = useTranslations("userMenu.role");
  return [
    {
      key: "name",
      header: t("column.name"),
      className: "w-full max-w-0",
      cell: (user) => (
        <>
          <span className="block wrap-anywhere font-medium">{user.name}</span>
          <span className="block wrap-anywhere text-muted">{user.email}</span>
          <span className="flex flex-wrap items-center gap-x-2 sm:hidden">
            {role(user.role)}
            <StatusBadge thing="user" state={userStatus(user)} />
          </span>
        </>
      ),
    },
    {
      key: "role",
      header: t("column.role"),
      className: "max-sm:hidden whitespace-nowrap",
      cell: (user) => role(user.role),
    },
    {
      key: "state",
      header: t("column.state"),
      className: "w-px whitespace-nowrap max-sm:hidden",
      cell: (user) => <StatusBadge thing="user" state={userStatus(user)} />,
    },
    {
      key: "seen",
      header: t("column.seen"),
      className: "@max-4xl:hidden whitespace-nowrap text-muted",
      cell: (user) => (user.lastSeenAt ? <Time at={user.lastSeenAt} /> : t("notSeen")),
    },
    {
      key: "acts",
      header: t("column.acts"),
      className: "w-px py-0.5",
      cell: (user) => <UserActs user={user} {...acts} />,
    },
  ];
}
