import { HttpProblem, notFound } from "./problem";
import { pathParameters, type Route } from "./route";

export interface Match {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Finds the route of a method and a path below the base. HEAD is answered as GET without its body. */
export type Router = (method: string, path: string) => Match;

interface Entry {
  readonly route: Route;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

/** The router throws HttpProblem `not-found`, or 405 with the methods that there are. */
export function createRouter(routes: readonly Route[]): Router {
  const entries: Entry[] = routes.map((route) => ({
    route,
    pattern: new RegExp(`^${route.path.replaceAll(".", "\\.").replace(/\{\w+\}/g, "([^/]+)")}$`),
    names: pathParameters(route.path),
  }));
  const fixed = new Map(
    entries.filter(({ names }) => names.length === 0).map(({ route }) => [`${route.method} ${route.path}`, route]),
  );
  return (method, path) => {
    const route = fixed.get(`${method} ${path}`);
    if (route) return { route, parameters: {} };
    const found = entries.filter((entry) => entry.pattern.test(path));
    if (found.length === 0) throw notFound();
    const wanted = method === "HEAD" ? "GET" : method;
    const entry = found.find((candidate) => candidate.route.method === wanted);
    if (!entry) throw methodNotAllowed(found);
    const values = entry.pattern.exec(path)?.slice(1) ?? [];
    return {
      route: entry.route,
      parameters: Object.fromEntries(entry.names.map((name, i) => [name, decoded(values[i])])),
    };
  };
}

function methodNotAllowed(found: readonly Entry[]): HttpProblem {
  const methods = found.flatMap(({ route }) => (route.method === "GET" ? ["GET", "HEAD"] : [route.method]));
  return new HttpProblem("invalid-request", "This resource does not know the method. Allow says which it does.", {
    status: 405,
    headers: { Allow: methods.join(", ") },
  });
}

function decoded(segment: string | undefined): string {
  try {
    return decodeURIComponent(segment ?? "");
  } catch {
    throw notFound();
  }
}
