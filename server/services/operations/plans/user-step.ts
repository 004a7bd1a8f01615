import type { UserAlert } from "../../../oma-dm";
import { CommandsOpen } from "./commands-open";
import type { StepAnswer } from "./plan";
import type { StepRun } from "./step-run";

/** One alert to the device's user. */
export class UserStep extends CommandsOpen<UserAlert> implements StepRun {
  constructor(step: number, alert: UserAlert) {
    super(step, [alert]);
  }

  done(): StepAnswer | null {
    const [answer] = this.answers() ?? [];
    return answer ? { kind: "user", answer } : null;
  }
}
