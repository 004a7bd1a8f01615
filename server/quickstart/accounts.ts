import { randomBytes } from "node:crypto";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { asServiceError } from "../services/errors";
import { asTokenError, issueToken, registerExternalSystem } from "../services/external-systems";
import { proposeGrant } from "../services/grants";
import { type Realm, Scope } from "../services/principal";
import type { CallContext } from "../services/use-case";
import { createUser, randomPassword, signIn } from "../services/users";
import { StartProblem } from "../start-problem";

/** Where everything is; in the file beside the accounts. */
export interface QuickstartUrls {
  readonly consoleUrl: string;
  readonly apiUrl: string;
  readonly deviceUrl: string;
  readonly metricsUrl: string;
}

const SystemAccount = z.object({ clientId: z.string(), clientSecret: z.string() });
type SystemAccount = z.infer<typeof SystemAccount>;

const Accounts = z.object({
  administrator: z.object({ email: z.string(), password: z.string() }),
  externalSystem: SystemAccount,
  /** The next two are left out by versions that had none. */
  billingSystem: SystemAccount.optional(),
  sandboxSystem: SystemAccount.optional(),
});
type Accounts = z.infer<typeof Accounts>;

/** Is told of results and reads them; starts nothing. */
const BILLING_SCOPES: readonly Scope[] = ["events:read", "subscriptions:write", "operations:read"];

const LOOPBACK = "127.0.0.1";

/**
 * Writes the file that says where everything is and with what to sign in, readable by its owner only. Accounts that a
 * file of an earlier start names and that still work and may do all that they are for are kept; others are made anew.
 */
export async function writeQuickstartFile(context: CallContext, file: string, urls: QuickstartUrls): Promise<void> {
  const earlier = readEarlier(file);
  const administrator =
    earlier && (await signsIn(context, earlier.administrator))
      ? earlier.administrator
      : await makeAdministrator(context);
  const owner = await keepOrMake(context, earlier?.externalSystem, "quickstart", "live");
  const billing = await keepOrMake(context, earlier?.billingSystem, "quickstart-billing", "live", BILLING_SCOPES);
  // From now on results of the one may go to the other, until somebody ends that.
  if (owner.isNew || billing.isNew) await proposeGrant(context, { from: owner.id, to: billing.id, kinds: ["*"] });
  const sandbox = await keepOrMake(context, earlier?.sandboxSystem, "quickstart-sandbox", "sandbox");
  const systems = {
    externalSystem: owner.account,
    billingSystem: billing.account,
    sandboxSystem: sandbox.account,
  };
  const facts = { ...urls, administrator, ...systems };
  writeFileSync(file, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
}

/** Null for a file that is lost or spoilt. Throws StartProblem for one that is another account's. */
function readEarlier(file: string): Accounts | null {
  try {
    return Accounts.safeParse(JSON.parse(readFileSync(file, "utf8"))).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new StartProblem(`${file} cannot be read (${(error as Error).message}): remove it, or set DATA_DIR.`);
  }
}

async function signsIn(context: CallContext, account: Accounts["administrator"]): Promise<boolean> {
  try {
    await signIn(context.database, { ...account, sourceAddress: LOOPBACK });
    return true;
  } catch (error) {
    if (asServiceError(error)) return false;
    throw error;
  }
}

/** The id of a system that signs in and may do all that; null: it does not, or is of a version that had not all of it. */
async function signedIn(
  context: CallContext,
  account: SystemAccount,
  wanted: readonly Scope[],
): Promise<string | null> {
  try {
    const { scopes, systemId } = await issueToken(context.database, {
      proof: { method: "secret", ...account },
      certificateThumbprint: null,
      sourceAddress: LOOPBACK,
      requestId: context.requestId,
    });
    return wanted.every((scope) => scopes.includes(scope)) ? systemId : null;
  } catch (error) {
    if (asTokenError(error)) return null;
    throw error;
  }
}

function makeAdministrator(context: CallContext): Promise<Accounts["administrator"]> {
  return firstFree(async (suffix) => {
    const email = `admin${suffix}@quickstart.example`;
    const password = randomPassword();
    await createUser(context, { email, name: `Quickstart${suffix}`, role: "administrator", password });
    return { email, password };
  });
}

interface System {
  readonly account: SystemAccount;
  readonly id: string;
  readonly isNew: boolean;
}

async function keepOrMake(
  context: CallContext,
  earlier: SystemAccount | undefined,
  name: string,
  realm: Realm,
  scopes: readonly Scope[] = Scope.options,
): Promise<System> {
  const known = earlier && (await signedIn(context, earlier, scopes));
  if (earlier && known) return { account: earlier, id: known, isNew: false };
  return firstFree(async (suffix) => {
    const { id, ...made } = await registerExternalSystem(context, { name: `${name}${suffix}`, realm, scopes });
    return { account: { clientId: made.clientId, clientSecret: made.clientSecret }, id, isNew: true };
  });
}

/** The plain name, or one with an ending where a lost file leaves the plain one taken. */
async function firstFree<T>(make: (suffix: string) => Promise<T>): Promise<T> {
  try {
    return await make("");
  } catch (error) {
    if (asServiceError(error)?.code !== "CONFLICT") throw error;
    return make(`-${randomBytes(3).toString("hex")}`);
  }
}
