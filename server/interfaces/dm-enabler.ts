import {
  decodeWbxml,
  decodeXml,
  type Encoding,
  encodeWbxml,
  encodeXml,
  type Package0Input,
  type ReadMessage,
  readMessage,
  type StepInput,
  type StepOutput,
  type SyncmlMessage,
  step,
  writeMessage,
  writePackage0,
} from "../oma-dm";

/**
 * IF-1, between the DM server and the OMA DM enabler. Across it a session is opened, management commands are delivered,
 * and statuses, results and alerts come back.
 */
export interface DmEnabler {
  /** The notification (Package 0) that asks a device to open a session. Throws RangeError when an id does not fit. */
  notification(input: Package0Input): Uint8Array;
  /** What a device says. Throws DecodeError when the octets are no message. */
  read(octets: Uint8Array, encoding: Encoding): ReadMessage;
  /** Takes the device's statuses, results and alerts, and delivers the commands that the tasks want next. */
  answer(input: StepInput): StepOutput;
  /** The answer as octets. */
  write(message: SyncmlMessage, encoding: Encoding): Uint8Array;
}

/** Behind IF-1 stands the engine in `server/oma-dm`. */
export const omaDmEnabler: DmEnabler = {
  notification: writePackage0,
  read: (octets, encoding) => readMessage(encoding === "xml" ? decodeXml(octets) : decodeWbxml(octets)),
  answer: step,
  write: (message, encoding) => {
    const document = writeMessage(message);
    return encoding === "xml" ? encodeXml(document) : encodeWbxml(document);
  },
};
