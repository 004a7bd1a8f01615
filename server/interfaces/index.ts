import type { ChargingEnabler } from "./charging";
import type { DiagMonEnabler } from "./diagmon";
import { type DmEnabler, omaDmEnabler } from "./dm-enabler";
import type { SchedulingEnabler } from "./scheduling";

/** The four interfaces of the DM server. One that has nobody behind it is absent. */
interface Enablers {
  /** IF-1 */
  readonly dm: DmEnabler;
  /** IF-2 */
  readonly diagMon?: DiagMonEnabler;
  /** IF-3 */
  readonly scheduling?: SchedulingEnabler;
  /** IF-4 */
  readonly charging?: ChargingEnabler;
}

/** Who stands behind the interfaces of this server. */
export const enablers: Enablers = { dm: omaDmEnabler };
