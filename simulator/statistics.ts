/** What a fleet did, in counts since its start. */
export interface FleetStatistics {
  sessionsStarted: number;
  sessionsCompleted: number;
  /** The server refused the device's credentials to the end. */
  sessionsRefused: number;
  /** The device could not reach the server, or the server did not answer a message in all its tries. */
  sessionsUnreachable: number;
  /** The device went down in the middle, as its faults wanted. */
  sessionsDied: number;
  /** The server's messages could not be understood, or it never proved itself; see `lastProblem`. */
  sessionsFailed: number;
  messages: number;
  commandsRun: number;
  retransmissions: number;
  /** Repeated requests whose second answer was not the first one, octet by octet. */
  unequalRepeats: number;
  /** Answers of the server beyond what the device had announced as its maximum. */
  oversizedReplies: number;
  digestsRefused: number;
  noncesLost: number;
  /** Sessions in which the device was challenged more than once. */
  secondChallenges: number;
  reportsTaken: number;
  wakeUps: number;
  wakeUpsRefused: number;
  /** Accounts that devices took from the server, and pushes that gave none or proved nothing. */
  bootstraps: number;
  bootstrapsRefused: number;
  /** Wake-ups that came while a device restarted. */
  wakeUpsMissed: number;
  /** Packages that devices began to get over HTTP, and how often one went on after it was broken off. */
  downloads: number;
  downloadsResumed: number;
  octetsDownloaded: number;
  /** Versions of firmware and software components that were installed, and work on packages that failed. */
  installs: number;
  updatesFailed: number;
  restarts: number;
  lastProblem: string | null;
}

export function emptyStatistics(): FleetStatistics {
  return {
    sessionsStarted: 0,
    sessionsCompleted: 0,
    sessionsRefused: 0,
    sessionsUnreachable: 0,
    sessionsDied: 0,
    sessionsFailed: 0,
    messages: 0,
    commandsRun: 0,
    retransmissions: 0,
    unequalRepeats: 0,
    oversizedReplies: 0,
    digestsRefused: 0,
    noncesLost: 0,
    secondChallenges: 0,
    reportsTaken: 0,
    wakeUps: 0,
    wakeUpsRefused: 0,
    bootstraps: 0,
    bootstrapsRefused: 0,
    wakeUpsMissed: 0,
    downloads: 0,
    downloadsResumed: 0,
    octetsDownloaded: 0,
    installs: 0,
    updatesFailed: 0,
    restarts: 0,
    lastProblem: null,
  };
}
