/**
 * Attribute tokens of OMA CP documents (wap-provisioningdoc). An attribute start is a name, or a name with the whole of
 * its value; a value token is a piece of a value. Attributes have a code page of their own beside that of the tags.
 * Source: WAP-183-ProvCont, OMA-WAP-ProvCont 1.1; compared with `wbxml_tables.c` of libwbxml.
 */

/** `type` starts at 0x50, `version` at 0x45: the first of each list has no value. */
const START_PAGE_0 = {
  5: "name",
  6: "value",
  7: `name= NAME NAP-ADDRESS NAP-ADDRTYPE CALLTYPE VALIDUNTIL AUTHTYPE AUTHNAME AUTHSECRET LINGER BEARER NAPID
    COUNTRY NETWORK INTERNET PROXY-ID PROXY-PROVIDER-ID DOMAIN PROVURL PXAUTH-TYPE PXAUTH-ID PXAUTH-PW STARTPAGE
    BASAUTH-ID BASAUTH-PW PUSHENABLED PXADDR PXADDRTYPE TO-NAPID PORTNBR SERVICE LINKSPEED DNLINKSPEED LOCAL-ADDR
    LOCAL-ADDRTYPE CONTEXT-ALLOW TRUST MASTER SID SOC WSP-VERSION PHYSICAL-PROXY-ID CLIENT-ID DELIVERY-ERR-SDU
    DELIVERY-ORDER TRAFFIC-CLASS MAX-SDU-SIZE MAX-BITRATE-UPLINK MAX-BITRATE-DNLINK RESIDUAL-BER SDU-ERROR-RATIO
    TRAFFIC-HANDL-PRIO TRANSFER-DELAY GUARANTEED-BITRATE-UPLINK GUARANTEED-BITRATE-DNLINK PXADDR-FQDN PROXY-PW
    PPGAUTH-TYPE`,
  69: "version",
  70: "version= 1.0",
  71: "name= PULLENABLED DNS-ADDR MAX-NUM-RETRY FIRST-RETRY-TIMEOUT REREG-THRESHOLD T-BIT",
  78: "name= AUTH-ENTITY SPI",
  80: "type",
  81: `type= PXLOGICAL PXPHYSICAL PORT VALIDITY NAPDEF BOOTSTRAP VENDORCONFIG CLIENTIDENTITY PXAUTHINFO NAPAUTHINFO
    ACCESS`,
};

const START_PAGE_1 = {
  5: "name",
  6: "value",
  7: "name= NAME",
  20: "name= INTERNET",
  28: "name= STARTPAGE",
  34: "name= TO-NAPID PORTNBR SERVICE",
  46: `name= AACCEPT AAUTHDATA AAUTHLEVEL AAUTHNAME AAUTHSECRET AAUTHTYPE ADDR ADDRTYPE APPID APROTOCOL PROVIDER-ID
    TO-PROXY URI RULE`,
  80: "type",
  83: "type= PORT",
  85: "type= APPLICATION APPADDR APPAUTH CLIENTIDENTITY RESOURCE",
};

const VALUE_PAGE_0 = {
  133: "IPV4 IPV6 E164 ALPHA APN SCODE TETRA-ITSI MAN",
  144: "ANALOG-MODEM V.120 V.110 X.31 BIT-TRANSPARENT DIRECT-ASYNCHRONOUS-DATA-SERVICE",
  154: "PAP CHAP HTTP-BASIC HTTP-DIGEST WTLS-SS MD5",
  162: `GSM-USSD GSM-SMS ANSI-136-GUTS IS-95-CDMA-SMS IS-95-CDMA-CSD IS-95-CDMA-PACKET ANSI-136-CSD ANSI-136-GPRS
    GSM-CSD GSM-GPRS AMPS-CDPD PDC-CSD PDC-PACKET IDEN-SMS IDEN-CSD IDEN-PACKET FLEX/REFLEX PHS-SMS PHS-CSD TRETRA-SDS
    TRETRA-PACKET ANSI-136-GHOST MOBITEX-MPAK CDMA2000-1X-SIMPLE-IP CDMA2000-1X-MOBILE-IP`,
  197: "AUTOBAUDING",
  202: `CL-WSP CO-WSP CL-SEC-WSP CO-SEC-WSP CL-SEC-WTA CO-SEC-WTA OTA-HTTP-TO OTA-HTTP-TLS-TO OTA-HTTP-PO
    OTA-HTTP-TLS-PO`,
  224: "AAA HA",
};

const VALUE_PAGE_1 = {
  134: "IPV6 E164 ALPHA",
  141: "APPSRV OBEX",
  144: ", HTTP- BASIC DIGEST",
};

/** The names that an attribute can have. */
export const PROV_ATTRIBUTE_NAMES: readonly string[] = ["version", "type", "name", "value"];

interface AttributeStart {
  readonly name: string;
  /** The whole value; undefined where pieces follow. */
  readonly value: string | undefined;
}

export interface AttributePage {
  readonly starts: ReadonlyMap<number, AttributeStart>;
  readonly values: ReadonlyMap<number, string>;
  /** Keys are a name, or a name and a value joined by `=`. */
  readonly startCodeOf: ReadonlyMap<string, number>;
  readonly valueCodeOf: ReadonlyMap<string, number>;
}

/** Tokens that follow each other are written as one list, under the token of the first. */
type TokenLists = Readonly<Record<number, string>>;

function attributePage(startLists: TokenLists, valueLists: TokenLists): AttributePage {
  const starts = new Map<number, AttributeStart>();
  const startCodeOf = new Map<string, number>();
  for (const [first, list] of Object.entries(startLists)) {
    const [head = "", ...listed] = list.split(/\s+/);
    const name = head.replace("=", "");
    const values = listed.length === 0 ? [undefined] : listed;
    values.forEach((value, index) => {
      starts.set(Number(first) + index, { name, value });
      startCodeOf.set(value === undefined ? name : `${name}=${value}`, Number(first) + index);
    });
  }
  const values = new Map<number, string>();
  for (const [first, list] of Object.entries(valueLists)) {
    list.split(/\s+/).forEach((value, index) => {
      values.set(Number(first) + index, value);
    });
  }
  const valueCodeOf = new Map([...values].map(([code, value]) => [value, code]));
  return { starts, values, startCodeOf, valueCodeOf };
}

/** By page number. */
export const PROV_ATTRIBUTE_PAGES: readonly AttributePage[] = [
  attributePage(START_PAGE_0, VALUE_PAGE_0),
  attributePage(START_PAGE_1, VALUE_PAGE_1),
];
