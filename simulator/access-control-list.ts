/** What a server may be allowed to do with a node [OMA-TS-DM_TND 1.2.1, ACL]; Copy is judged by what it is made of. */
export type AclCommand = "Add" | "Delete" | "Exec" | "Get" | "Replace";

const ENTRY = /^(Add|Delete|Exec|Get|Replace)=([^=&*+\s]+|\*)(\+([^=&*+\s]+|\*))*$/;

/** Whether the text is an access control list: `Add=*&Get=server-a+server-b`; the empty one is. */
export function isAcl(text: string): boolean {
  return text === "" || text.split("&").every((entry) => ENTRY.test(entry));
}

/** Whether a list that is not empty allows a server the command; a command that it does not name is denied to all. */
export function aclAllows(acl: string, command: AclCommand, serverId: string): boolean {
  return acl.split("&").some((entry) => {
    const [name, ids = ""] = entry.split("=");
    return name === command && ids.split("+").some((id) => id === "*" || id === serverId);
  });
}
