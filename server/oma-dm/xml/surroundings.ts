import { DecodeError } from "../decode-error";
import type { Dialect, Vocabulary } from "../element";
import { CODE_PAGES, type Tag } from "../wbxml";
import type { XmlAttribute } from "./attributes";
import { ELEMENT_NAMES, type ElementNames, type NamesByVocabulary } from "./element-names";
import { namespaceOf } from "./namespaces";

/** What a start tag can rely on from the elements around it. */
export interface Surroundings {
  /** Where a name without prefix is looked up. */
  readonly names: ElementNames;
  /** And where if it is not there: clients leave namespaces out, or declare them one element too early. */
  readonly otherwise: ElementNames;
  /** What the nearest `xmlns` declared, if any. */
  readonly declared: ElementNames | undefined;
  /** What `xmlns:...` declared. */
  readonly prefixes: ReadonlyMap<string, ElementNames>;
}

const NO_PREFIXES: ReadonlyMap<string, ElementNames> = new Map();
const PREFIX_DECLARATION = "xmlns:";

const META = syncmlTag("Meta");
const DATA = syncmlTag("Data");

function syncmlTag(name: string): Tag | undefined {
  return CODE_PAGES["SyncML 1.2"][0]?.tags.find((tag) => tag?.name === name);
}

/** Finds out in which vocabulary the names of a document of one type are to be looked up. */
export class SurroundingsOf {
  private readonly byVocabulary: NamesByVocabulary;
  private readonly root: Surroundings;
  private readonly insideMeta: Surroundings;
  private readonly insideData: Surroundings;

  constructor(dialect: Dialect) {
    this.byVocabulary = ELEMENT_NAMES[dialect];
    const { metinf, dmddf } = this.byVocabulary;
    const names = this.ofVocabulary(rootVocabulary(dialect));
    this.root = { names, otherwise: names, declared: undefined, prefixes: NO_PREFIXES };
    this.insideMeta = { ...this.root, names: metinf ?? names };
    this.insideData = { ...this.root, otherwise: dmddf ?? names };
  }

  ofRoot(): Surroundings {
    return this.root;
  }

  /** Throws UNKNOWN_PAGE where a namespace has no elements in this document type. A prefix may name any. */
  declared(above: Surroundings, attributes: readonly XmlAttribute[]): Surroundings {
    let { names, otherwise, declared, prefixes } = above;
    for (const { name, value, offset } of attributes) {
      if (name === "xmlns") {
        declared = value === "" ? undefined : this.ofNamespace(value);
        if (declared === undefined && value !== "") throw new DecodeError("UNKNOWN_PAGE", offset, value);
        if (declared !== undefined && declared !== names) {
          otherwise = names;
          names = declared;
        }
      } else if (name.startsWith(PREFIX_DECLARATION)) {
        const copy = new Map(prefixes);
        const prefixNames = this.ofNamespace(value);
        if (prefixNames === undefined) copy.delete(name.slice(PREFIX_DECLARATION.length));
        else copy.set(name.slice(PREFIX_DECLARATION.length), prefixNames);
        prefixes = copy;
      }
    }
    return { names, otherwise, declared, prefixes };
  }

  /**
   * Of the children of an element that was found in `names` and read in `here`. Children of Meta are MetInf, and a
   * MgmtTree inside Data is a management tree, whether or not they say so.
   */
  children(tag: Tag, names: ElementNames, prefixed: boolean, here: Surroundings): Surroundings {
    const { declared, prefixes } = here;
    const isPlain = here.prefixes === NO_PREFIXES && names === this.root.names && !prefixed;
    if (tag === META) return isPlain ? this.insideMeta : { ...this.insideMeta, otherwise: names, declared, prefixes };
    if (tag === DATA) return isPlain ? this.insideData : { ...this.insideData, names, declared, prefixes };
    if (isPlain) return this.root;
    if (here.names === names && here.otherwise === names && !prefixed) return here;
    const inherited = prefixed ? (declared ?? names) : names;
    return { names: inherited, otherwise: inherited, declared, prefixes };
  }

  private ofNamespace(uri: string): ElementNames | undefined {
    const namespace = namespaceOf(uri);
    return namespace === undefined ? undefined : this.byVocabulary[namespace.vocabulary];
  }

  private ofVocabulary(vocabulary: Vocabulary): ElementNames {
    const names = this.byVocabulary[vocabulary];
    if (names === undefined) throw new Error(`A document without the vocabulary ${vocabulary} of its root`);
    return names;
  }
}

function rootVocabulary(dialect: Dialect): Vocabulary {
  switch (dialect) {
    case "DM DDF 1.2":
      return "dmddf";
    case "DevInf 1.1":
    case "DevInf 1.2":
      return "devinf";
    case "PROV 1.0":
      return "prov";
    default:
      return "syncml";
  }
}
