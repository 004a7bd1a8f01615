import { expect, test } from "vitest";
import { alert, devInfo, LockstepDevice, PlannedRun, TEST_LIMITS } from "../oma-dm/testing";
import { enablers } from "./index";

test("IF-1 opens a session, delivers a command and brings back its status", () => {
  const { dm } = enablers;
  const secret = new TextEncoder().encode("s3rv-9931");
  const wakeUp = dm.notification({
    serverId: "carrier-dm",
    secret,
    nonce: new Uint8Array(16),
    sessionId: 7,
    uiMode: "background",
    initiator: "server",
  });
  expect(wakeUp.length).toBe(16 + 8 + "carrier-dm".length);

  const run = new PlannedRun("t", [[{ name: "Exec", uri: "./Vendor/Reboot" }]]);
  const device = new LockstepDevice({ encoding: "wbxml", sessionId: "7" });
  const turn = (octets: Uint8Array, state: ReturnType<typeof dm.answer>["state"]) => {
    const output = dm.answer({
      ...dm.read(octets, "wbxml"),
      state,
      abandoned: [],
      encoding: "wbxml",
      work: [run],
      credentials: {
        client: {
          scheme: "none",
          name: "",
          secret,
          nonceCurrent: null,
          noncePrevious: null,
          challengeNonces: [],
          acceptPreviousNonce: false,
          acceptEmptyNonce: false,
          sessionTrust: true,
        },
        server: { scheme: "none", name: "", secret, nonce: null },
      },
      nonces: { client: new Uint8Array(16), challenge: new Uint8Array(16) },
      limits: TEST_LIMITS,
      server: { uri: "https://dm.carrier.example/dm", respUri: "https://dm.carrier.example/dm?s=1" },
    });
    device.hears(dm.write(output.reply, "wbxml"));
    return output.state;
  };
  const state = turn(device.says([alert("1200"), devInfo()]), null);
  turn(device.says(device.commands().map((command) => device.answers(command, 425))), state);
  expect(run.answers).toEqual([{ kind: "status", step: 0, index: 0, status: 425 }]);
});
