import { refuseHarmfulText } from "./json-body";
import { HttpProblem } from "./problem";

/** What is not to stand in an address, since addresses are logged. */
const SECRETS: ReadonlySet<string> = new Set(["access_token", "client_secret", "client_assertion"]);

/** For routes that take no parameters. Throws HttpProblem. */
export function refuseQuery(query: string): void {
  const [unknown] = readQuery(query).keys();
  if (unknown !== undefined)
    throw new HttpProblem("invalid-request", "No query parameters are taken here. Leave them out.");
}

/** Parameters by name. Throws HttpProblem when one is given twice, or something secret is sent where logs show it. */
export function readQuery(query: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    refuseHarmfulText(name);
    refuseHarmfulText(value);
    if (SECRETS.has(name)) {
      throw new HttpProblem(
        "invalid-request",
        "Credentials and tokens are not accepted in the query. Send them in a header or a form.",
      );
    }
    if (parameters.has(name))
      throw new HttpProblem("invalid-request", "A query parameter is given twice. Give each once.");
    parameters.set(name, value);
  }
  return parameters;
}
