import type { z } from "zod";
import type { Scope } from "../../principal";
import type { Plan, PlanDevice, PlanVerdict } from "./plan";

/** One command that an operation will send, for checks before it is started. */
export interface NodeTouch {
  readonly command: "Add" | "Copy" | "Delete" | "Exec" | "Get" | "Replace";
  /** Canonical; may name a property. */
  readonly uri: string;
  /** Where it stands in the parameters, as an RFC 6901 pointer. */
  readonly pointer: string;
  /** Format and text of what is written, where they are given; of a list of rights no text says that it could not be read. */
  readonly format?: string | undefined;
  /** MIME type of a leaf, where it is given. */
  readonly type?: string | undefined;
  readonly value?: string | undefined;
}

/** What an operation can be: its parameters, its plan, its result, and whether it is charged. */
export interface OperationKind {
  readonly kind: string;
  /** Goes up with every change that alters what the plan yields; the old version stays while open tasks need it. */
  readonly version: number;
  /** What a caller must be allowed to start it. */
  readonly scope: Scope;
  readonly params: z.ZodType;
  readonly result: z.ZodType;
  readonly billable: boolean;
  /**
   * What the device or its model was seen not to know is not sent: the plan is answered 406 by the server. `true` for
   * plans that try something optional by themselves; `groups` for those that do without an Atomic where there is none.
   * Anything else that a caller asked for is always sent.
   */
  readonly sparesDevices?: true | "groups";
  /** Its plan does nothing but read, to its end: such tasks may share a message, others wait for each other. */
  readonly onlyReads?: true;
  /** Names of parameters that are secrets: they are sealed before they are stored, and never shown. */
  readonly secretParams?: readonly string[];
  /** Kinds (`firmware.*` stands for all that begin so) that may not run on a device at the same time. */
  readonly excludes: readonly string[];
  /**
   * What it will do to nodes, as far as its parameters tell; absent for kinds that are not checked against what is known
   * of a device's model. A list of rights that is to be written, whatever it takes away (`force`), is not among it.
   */
  touches?(params: unknown): readonly NodeTouch[];
  /** Nodes that a result proves to be gone from the device, with all that was below them. */
  gone?(result: unknown): readonly string[];
  /** The content that its parameters name, and what it has to be; told before the operation is started. */
  readonly content?: { of(params: unknown): string; readonly kind: "firmware" | "software" };
  /** Whether its parameters waive a guard: that needs the scope operations:approve, and is audited. */
  waives?(params: unknown): boolean;
  /** `params` is what `params.parse` gave when the operation was started; it is stored so, and never parsed again. */
  plan(device: PlanDevice, params: unknown): Plan<PlanVerdict>;
}

interface KindDefinition<P extends z.ZodType, R extends z.ZodType>
  extends Omit<OperationKind, "plan" | "touches" | "gone" | "content" | "waives"> {
  readonly params: P;
  readonly result: R;
  touches?(params: z.output<P>): readonly NodeTouch[];
  gone?(result: z.output<R>): readonly string[];
  readonly content?: { of(params: z.output<P>): string; readonly kind: "firmware" | "software" };
  waives?(params: z.output<P>): boolean;
  plan(device: PlanDevice, params: z.output<P>): Plan<PlanVerdict<z.output<R>>>;
}

/** Declares a kind; inside `plan` the parameters and the result have the types of their schemas. */
export function operationKind<P extends z.ZodType, R extends z.ZodType>(
  definition: KindDefinition<P, R>,
): OperationKind {
  return definition;
}
