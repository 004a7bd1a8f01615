import type { Sql } from "../../db/client";

/** Octets of contents by state; what contents share is counted once for each. A state without any is left out. */
export async function countContentOctets(
  sql: Sql,
): Promise<readonly { readonly state: string; readonly octets: number }[]> {
  const rows = await sql<{ state: string; octets: string }[]>`
    select state, sum(case when state = 'uploading' then received else size end) as octets
    from contents where state <> 'rejected' group by state`;
  return rows.map(({ state, octets }) => ({ state, octets: Number(octets) }));
}
