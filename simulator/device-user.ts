import { z } from "zod";
import type { AlertCommand } from "../server/oma-dm/syncml";

/** Who holds a simulated device, and what that person does when the device asks. */
export const USERS = {
  none: "Nobody: the device can show nothing, and answers 406.",
  accepts: "Says yes, takes what is proposed or else the first choice, and enters something.",
  refuses: "Says no, and turns all other questions away.",
  cancels: "Turns every question away.",
  absent: "Does not answer: what is proposed counts when the time is over, and nothing else.",
} as const;

const NAMES = Object.keys(USERS) as [keyof typeof USERS, ...(keyof typeof USERS)[]];

/** Of a profile and of the command line. */
export const DeviceUser = z.enum(NAMES, {
  error: ({ input }) => `There is no user ${input}. There are: ${NAMES.join(", ")}.`,
});
export type DeviceUser = z.output<typeof DeviceUser>;

export interface UserAnswer {
  readonly status: number;
  /** What was entered, or the numbers of the choices. */
  readonly texts: readonly string[];
  readonly afterMs: number;
}

/** [OMA-TS-DM_Protocol 1.2.1, user interaction alerts] */
const STATUS = { done: 200, cancelled: 214, no: 304, unsupported: 406, late: 408, itemMissing: 412 } as const;
const CODE = { display: "1100", confirm: "1101", enter: "1102", choose: "1103" } as const;

/** What is entered into a field of a type; the first is the usual one. */
const ENTERED: Readonly<Record<string, string>> = {
  A: "simulated",
  N: "42",
  D: "31122030",
  T: "120000",
  P: "5550100",
  I: "192.0.2.1",
};
/** Where the server does not say how long its question is to stand. */
const WAIT_SECONDS = 10;

/** Whether an alert is a question to the user, or something to show: 1100 to 1104. */
export function isForUser({ data }: Pick<AlertCommand, "data">): boolean {
  return /^110[0-4]$/.test(data);
}

/** What comes of an alert for the user: options, text, and choices are its items, in this order. */
export function answerOfUser(user: DeviceUser, alert: Pick<AlertCommand, "data" | "items">): UserAnswer {
  const said = (status: number, ...texts: string[]): UserAnswer => ({ status, texts, afterMs: 0 });
  const [options, text] = alert.items.map(({ data }) => (typeof data === "string" ? data : ""));
  if (user === "none") return said(STATUS.unsupported);
  if (options === undefined || !text) return said(STATUS.itemMissing);
  if (alert.data === CODE.display) return said(STATUS.done);
  const asked = new URLSearchParams(options);
  switch (user) {
    case "accepts":
      return said(STATUS.done, ...textsOf(alert.data, asked));
    case "refuses":
      return said(alert.data === CODE.confirm ? STATUS.no : STATUS.cancelled);
    case "cancels":
      return said(STATUS.cancelled);
    case "absent":
      return { ...withoutUser(alert.data, asked), afterMs: Number(asked.get("MAXDT") ?? WAIT_SECONDS) * 1_000 };
  }
}

function textsOf(code: string, asked: URLSearchParams): readonly string[] {
  const proposed = asked.get("DR");
  if (code === CODE.confirm) return [];
  if (code === CODE.choose) return [proposed ?? "1"];
  if (code !== CODE.enter) return (proposed ?? "1").split("-");
  const entered = proposed ?? ENTERED[asked.get("IT") ?? "A"] ?? "";
  return [entered.slice(0, Number(asked.get("MAXLEN") ?? entered.length))];
}

function withoutUser(code: string, asked: URLSearchParams): Pick<UserAnswer, "status" | "texts"> {
  const proposed = asked.get("DR");
  if (proposed === null) return { status: STATUS.late, texts: [] };
  if (code === CODE.confirm) return { status: proposed === "1" ? STATUS.done : STATUS.no, texts: [] };
  return { status: STATUS.done, texts: textsOf(code, asked) };
}

/** Whether commands behind one with this status are not run: a user's no ends a Sequence, turning away the whole message. */
export function endsWhatFollows(status: number, place: "message" | "sequence"): boolean {
  return status === STATUS.cancelled || (status === STATUS.no && place === "sequence");
}
