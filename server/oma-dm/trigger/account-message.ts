import { TNDS_TYPE_WBXML } from "../meta-words";
import { writeMessage } from "../syncml";
import { writeTnds } from "../tree";
import { encodeWbxml } from "../wbxml";
import { accountTree } from "./account-tree";
import type { BootstrapAccount } from "./bootstrap-account";

const INBOX = "./Inbox";

/**
 * Writes the bootstrap of the DM profile: a SyncML message, always WBXML, that adds the account's tree to `./Inbox`. The
 * device answers nothing; that it took the account shows in its first session. Source: OMA-TS-DM_Bootstrap 1.2.1.
 */
export function writeAccountMessage(account: BootstrapAccount, devId: string): Uint8Array {
  const data = writeTnds(accountTree(account, `${INBOX}/DMAcc`), "wbxml", { base: INBOX });
  return encodeWbxml(
    writeMessage({
      header: {
        verDtd: "1.2",
        verProto: "DM/1.2",
        // No session: nobody answers this message.
        sessionId: "0",
        msgId: "1",
        target: { locUri: devId },
        source: { locUri: account.serverUrl },
      },
      commands: [
        {
          name: "Add",
          cmdId: "1",
          items: [
            {
              target: { locUri: INBOX },
              meta: { format: "xml", type: TNDS_TYPE_WBXML },
              data,
            },
          ],
        },
      ],
      final: true,
    }),
  );
}
