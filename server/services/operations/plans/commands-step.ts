import type { NodeCommand } from "../../../oma-dm";
import { CommandsOpen } from "./commands-open";
import type { StepAnswer } from "./plan";
import type { StepRun } from "./step-run";

/** Commands about nodes, in one step of a plan. */
export class CommandsStep extends CommandsOpen<NodeCommand> implements StepRun {
  done(): StepAnswer | null {
    const answers = this.answers();
    return answers && { kind: "commands", answers };
  }
}
