import type { SessionLimits } from "../../oma-dm";
import { SESSION_LIMITS } from "../../services/device-sessions/session-limits";
import type { SeededRandom } from "./seeded-random";

/** How large a world is and what its server allows. */
export interface WorldSettings {
  readonly nodes: number;
  readonly devices: number;
  /** Sessions before the world heals. */
  readonly sessions: number;
  readonly limits: SessionLimits;
}

const DEVICES_MAX = 200;

export function anySettings(random: SeededRandom): WorldSettings {
  const size = random.next();
  return {
    nodes: random.integer(1, 3),
    devices: size < 0.6 ? random.integer(1, 6) : size < 0.96 ? random.integer(7, 30) : random.integer(31, DEVICES_MAX),
    sessions: 70,
    limits: {
      ...SESSION_LIMITS,
      messagesMax: random.pick([12, 1_000, 1_000]),
      idleMessagesMax: random.pick([2, 20]),
      commandsPerMessageMax: random.pick([1, 3, 50]),
      alertsPerMessageMax: random.pick([1, 100]),
      replyOctetsMax: random.pick([1_600, 65_536]),
      maxObjSize: random.pick([1_500, 5_242_880]),
      nodesPerPackageMax: random.pick([3, 10_000]),
    },
  };
}

/** A world that a real server takes part in: that has the limits it has. */
export function settingsWithDatabase(random: SeededRandom): WorldSettings {
  return { nodes: 2, devices: random.integer(2, 4), sessions: 8, limits: SESSION_LIMITS };
}
