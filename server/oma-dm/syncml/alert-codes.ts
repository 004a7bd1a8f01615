/** The alert codes of OMA DM. Source: OMA-TS-DM_RepPro 1.2.1 and OMA-TS-DM_Protocol 1.2.1. */
export const ALERT = {
  display: "1100",
  confirm: "1101",
  textInput: "1102",
  singleChoice: "1103",
  multipleChoice: "1104",
  serverInitiated: "1200",
  clientInitiated: "1201",
  nextMessage: "1222",
  sessionAbort: "1223",
  clientEvent: "1224",
  noEndOfData: "1225",
  genericAlert: "1226",
} as const;
