/**
 * An ACL as commands and who may give them. `Get=*&Replace=Server1+Server2` becomes Get by everybody, Replace by two
 * servers. Source: OMA-TS-DM_TND 1.2.1, ACL property.
 */
export function readAcl(
  acl: string,
): { readonly command: string; readonly servers: readonly string[] | "everybody" }[] {
  return acl
    .split("&")
    .filter(Boolean)
    .map((entry) => {
      const [command = "", given = ""] = entry.split("=");
      return { command, servers: given === "*" ? ("everybody" as const) : given.split("+").filter(Boolean) };
    });
}
