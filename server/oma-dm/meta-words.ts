/** Words of Meta that say in which form Data is. In lower case; clients write them in any. */

/** Format of octets: they stand as they are in WBXML, and as base64 in XML. */
export const OCTETS_FORMAT = "bin";
/** What a tree in XML is called in Meta Type; its Meta Format is `xml` [OMA-TS-DM_TND 1.2.1]. */
export const TNDS_TYPE = "application/vnd.syncml.dmtnds+xml";
export const TNDS_TYPE_WBXML = "application/vnd.syncml.dmtnds+wbxml";
