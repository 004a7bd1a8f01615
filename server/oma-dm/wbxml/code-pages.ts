/**
 * Element names by token, one table a code page. A table starts at token 0x05; "" is a token without a meaning.
 *
 * Sources: SyncML Representation Protocol 1.2 and MetInfo 1.2 (pages 0 and 1), OMA-TS-DM_TND 1.2.1 (page 2),
 * DevInf 1.2, OMA-WAP-ProvCont 1.1; each compared with `wbxml_tables.c` of libwbxml.
 */
import type { Dialect, Vocabulary } from "../element";
import { TAG_CODE, TAG_CODE_MIN } from "./global-tokens";

const SYNCML = `
  Add Alert Archive Atomic Chal Cmd CmdID CmdRef Copy Cred Data Delete Exec Final Get Item Lang LocName LocURI Map
  MapItem Meta MsgID MsgRef NoResp NoResults Put Replace RespURI Results Search Sequence SessionID SftDel Source
  SourceRef Status Sync SyncBody SyncHdr SyncML Target TargetRef - VerDTD VerProto NumberOfChanges MoreData Field
  Filter Record FilterType SourceParent TargetParent Move Correlator`;

const METINF = `
  Anchor EMI Format FreeID FreeMem Last Mark MaxMsgSize Mem MetInf Next NextNonce SharedMem Size Type Version
  MaxObjSize FieldLevel`;

const DMDDF = `
  AccessType ACL Add b64 bin bool chr CaseSense CIS Copy CS date DDFName DefaultValue Delete Description DFFormat
  DFProperties DFTitle DFType Dynamic Exec float Format Get int Man MgmtTree MIME Mod Name Node node NodeName null
  Occurrence One OneOrMore OneOrN Path Permanent Replace RTProperties Scope Size time Title TStamp Type Value VerDTD
  VerNo xml ZeroOrMore ZeroOrN ZeroOrOne`;

const DEVINF_1_2 = `
  CTCap CTType DataStore DataType DevID DevInf DevTyp DisplayName DSMem Ext FwV HwV Man MaxGUIDSize MaxID MaxMem Mod
  OEM ParamName PropName Rx Rx-Pref SharedMem MaxSize SourceRef SwV SyncCap SyncType Tx Tx-Pref ValEnum VerCT VerDTD
  XNam XVal UTC SupportNumberOfChanges SupportLargeObjs Property PropParam MaxOccur NoTruncate - Filter-Rx FilterCap
  FilterKeyword FieldLevel SupportHierarchicalSync`;

/** Token 0x1C was called Size before 1.2. */
const DEVINF_1_1 = DEVINF_1_2.replace("MaxSize", "Size");

const PROV = "wap-provisioningdoc characteristic parm";

/** What one tag code of one page stands for. Shared by every element read, so that equal names are one string. */
export interface Tag {
  readonly vocabulary: Vocabulary;
  readonly name: string;
}

export interface CodePage {
  readonly vocabulary: Vocabulary;
  /** 64 entries, by tag code; undefined where the code has no meaning. */
  readonly tags: readonly (Tag | undefined)[];
  readonly codeOf: ReadonlyMap<string, number>;
}

function codePage(vocabulary: Vocabulary, names: string): CodePage {
  const tags: (Tag | undefined)[] = new Array(TAG_CODE + 1).fill(undefined);
  const codeOf = new Map<string, number>();
  names
    .trim()
    .split(/\s+/)
    .forEach((name, index) => {
      if (name === "-") return;
      tags[TAG_CODE_MIN + index] = { vocabulary, name };
      codeOf.set(name, TAG_CODE_MIN + index);
    });
  return { vocabulary, tags, codeOf };
}

const SYNCML_PAGES = [codePage("syncml", SYNCML), codePage("metinf", METINF), codePage("dmddf", DMDDF)] as const;
const provPage = codePage("prov", PROV);

/**
 * The code pages of each document type, by page number. A management tree document has the pages of SyncML: it starts
 * on page 0 and switches to page 2. OMA CP has its three elements on two pages.
 */
export const CODE_PAGES: Readonly<Record<Dialect, readonly CodePage[]>> = {
  "SyncML 1.0": SYNCML_PAGES,
  "SyncML 1.1": SYNCML_PAGES,
  "SyncML 1.2": SYNCML_PAGES,
  "DM DDF 1.2": SYNCML_PAGES,
  "DevInf 1.1": [codePage("devinf", DEVINF_1_1)],
  "DevInf 1.2": [codePage("devinf", DEVINF_1_2)],
  "PROV 1.0": [provPage, provPage],
};
