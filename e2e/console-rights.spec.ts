import { callConsole, newNewcomer, newPerson, resultOf, type Signed, signedIn } from "./console-people";
import { oneOfEach } from "./one-of-each";
import { PAGE_RIGHTS } from "./page-rights";
import { pageAddresses } from "./page-routes";
import { openPublicApi } from "./public-api";
import { rawRequest } from "./raw-request";
import { quickstartFacts } from "./settings";
import { expect, test } from "./story";

/** A sign-in at the console is none at the API. */
const PUBLIC_API = "/api/v1/devices";

/** What an address shows to whoever has this cookie: `yes`, `no`, or where it leads. */
async function shown(path: string, cookie: string): Promise<string> {
  const { status, location } = await rawRequest({ path, headers: cookie ? { cookie } : {} });
  if (status === 307) return location;
  return status === 200 ? "yes" : status === 404 ? "no" : String(status);
}

const routeOf = (address: string) => address.replaceAll(/\/[a-z]+_[0-9a-z]{26}(?=\/|$)/g, "/[id]");

test("trust:console-authz-matrix: every page x 4 principals, and a newcomer with a first password, equals the table", async () => {
  test.slow();
  const { email, password } = quickstartFacts().administrator;
  const administrator = await signedIn(email, password);
  const people: Signed[] = [
    await newPerson(administrator, "agent"),
    await newPerson(administrator, "operator"),
    administrator,
  ];
  const newcomer = await newNewcomer(administrator, "administrator");
  const addresses = [...pageAddresses(await oneOfEach(await openPublicApi())), "/sandbox/devices"];
  expect(addresses.map(routeOf).sort()).toEqual(Object.keys(PAGE_RIGHTS).sort());

  const odd: string[] = [];
  let right = 0;
  const look = (what: string, is: string, should: string | RegExp) => {
    if (typeof should === "string" ? is === should : should.test(is)) right += 1;
    else odd.push(`${what}: ${is}, not ${should}`);
  };
  for (const address of addresses) {
    const nobody = address === "/sign-in" ? "yes" : /^\/sign-in\?next=%2F/;
    look(`${address} for nobody`, await shown(address, ""), nobody);
    const rights = (PAGE_RIGHTS[routeOf(address)] ?? "").split(" ");
    for (const [n, { cookie }] of people.entries()) {
      const wanted = rights[n] === "on" ? /^\/(?!sign-in|new-password)/ : (rights[n] ?? "");
      look(`${address} for person ${n + 1}`, await shown(address, cookie), wanted);
    }
    const entrance = address === "/sign-in" ? /^\// : address === "/new-password" ? "yes" : /^\/(new-password|live)/;
    look(`${address} for a newcomer`, await shown(address, newcomer.cookie), entrance);
  }
  for (const { cookie } of [...people, newcomer])
    look("the public API with a cookie", await shown(PUBLIC_API, cookie), "401");
  for (const procedure of ["devices.list", "users.list", "operations.start"]) {
    const { status } = await callConsole(newcomer.cookie, procedure, {});
    look(`${procedure} for a newcomer`, String(status), "403");
  }
  // The administrator of quickstart is to stay the last one.
  resultOf(await callConsole(administrator.cookie, "users.change", { id: newcomer.id, disabled: true }));
  console.log(`console-authz-matrix ${right}/${right + odd.length}`);
  expect(odd).toEqual([]);
});
