/**
 * What a template says, as plain data: its paragraphs, tables and pictures, with tags where facts of the record stand. Read from the Word
 * file once; filled on the phone without it. Tags are Chinese words in braces, as docxtemplater understands them: {文号}, {#清单}…{/清单}
 * for what repeats or may be absent, {^清单}…{/清单} for what stands instead.
 */
import { type Signature } from '../core/signature';
import { type Block, type Page } from './page';

export interface Row {
  /** The list that repeats this row. */
  each?: string;
  cells: readonly string[];
}

export type Part =
  | { kind: 'heading'; level: 1 | 2; text: string }
  | { kind: 'paragraph'; text: string; align?: 'center' | 'right' }
  | { kind: 'table'; rows: readonly Row[] }
  /** A picture that stands in a paragraph of its own, with the words around it. */
  | { kind: 'picture'; slot: string; before: string; after: string }
  /** Paragraphs that repeat for each entry of a list, or stand only when there is something (`unless`: nothing) to say. */
  | { kind: 'section'; tag: string; unless: boolean; parts: readonly Part[] }
  /** Where the pages of a record go as they are: {@正文}. */
  | { kind: 'content' };

export interface Outline {
  parts: readonly Part[];
}

/** A picture to be drawn: somebody's signature, or the code that opens an address. */
export type Picture = { signature: Signature } | { address: string };
export type Fields = Readonly<Record<string, unknown>>;

/** What fills a template: words by tag, pictures by slot, and the pages of a record whose kind is all content. */
export interface Filling {
  fields: Fields;
  pictures: Readonly<Partial<Record<string, Picture>>>;
  pages?: readonly Page[];
}

/** The slot of the code to verify; every other slot is for a signature. */
export const CODE_SLOT = '二维码';
export const TAG = /\{([#^/@]?)([^{}]*)\}/g;

type Scopes = readonly Fields[];

/** The innermost scope that knows the tag, as docxtemplater looks it up. */
function valueOf(tag: string, scopes: Scopes): unknown {
  for (const scope of [...scopes].reverse()) if (scope[tag] !== undefined && scope[tag] !== null) return scope[tag];
  return undefined;
}

/** What a section repeats over: the entries of a list, once for anything else that is not empty. */
function scopesFor(tag: string, unless: boolean, scopes: Scopes): Scopes[] {
  const value = valueOf(tag, scopes);
  const entries = Array.isArray(value) ? (value as Fields[]) : value ? [{}] : [];
  if (unless) return entries.length === 0 ? [scopes] : [];
  return entries.map((entry) => [...scopes, entry]);
}

const wordsOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** One line of text with its tags filled in, sections within the line included. */
function filled(text: string, scopes: Scopes): string {
  const section = /\{([#^])([^{}]+)\}([\s\S]*?)\{\/\2\}/.exec(text);
  if (!section) return text.replace(TAG, (_, sign: string, tag: string) => (sign ? '' : wordsOf(valueOf(tag, scopes))));
  const [all, sign, tag = '', inner = ''] = section;
  const repeated = scopesFor(tag, sign === '^', scopes).map((own) => filled(inner, own));
  const after = text.slice(section.index + all.length);
  return filled(text.slice(0, section.index), scopes) + repeated.join('') + filled(after, scopes);
}

type Fill<K extends Part['kind']> = (part: Extract<Part, { kind: K }>, scopes: Scopes, filling: Filling) => Block[];

const FILL: { [K in Part['kind']]: Fill<K> } = {
  heading: ({ level, text }, scopes) => [{ kind: 'heading', level, text: filled(text, scopes) }],
  paragraph: ({ text, align }, scopes) => [
    { kind: 'paragraph', text: filled(text, scopes), ...(align ? { align } : {}) },
  ],
  table: ({ rows }, scopes) => [
    {
      kind: 'table',
      head: [],
      rows: rows.flatMap(({ each, cells }) =>
        (each ? scopesFor(each, false, scopes) : [scopes]).map((own) => cells.map((cell) => filled(cell, own))),
      ),
    },
  ],
  picture: ({ slot, before, after }, scopes, { pictures }) => [
    pictureBlock(slot, filled(before, scopes), filled(after, scopes), pictures[slot]),
  ],
  section: ({ tag, unless, parts }, scopes, filling) =>
    scopesFor(tag, unless, scopes).flatMap((own) => fillParts(parts, own, filling)),
  content: (_, __, { pages = [] }) => pages.flatMap(({ blocks }) => blocks),
};

function pictureBlock(slot: string, before: string, after: string, picture: Picture | undefined): Block {
  if (slot === CODE_SLOT)
    return { kind: 'qr', address: picture && 'address' in picture ? picture.address : '', caption: before + after };
  const ink = picture && 'signature' in picture ? { signature: picture.signature } : {};
  return { kind: 'signatures', signatures: [{ role: before, name: '', ...ink, ...(after ? { at: after } : {}) }] };
}

const fillParts = (parts: readonly Part[], scopes: Scopes, filling: Filling): Block[] =>
  parts.flatMap((part) => (FILL[part.kind] as Fill<Part['kind']>)(part as never, scopes, filling));

/**
 * The document as pages: those of the record where the template leaves them room, otherwise one page of its own parts.
 * What stands before and after {@正文} joins the first and the last page.
 */
export function fillOutline({ parts }: Outline, filling: Filling): Page[] {
  const { fields, pages = [] } = filling;
  const at = parts.findIndex(({ kind }) => kind === 'content');
  if (at < 0 || pages.length === 0) return [{ index: 1, blocks: fillParts(parts, [fields], filling) }];
  const head = fillParts(parts.slice(0, at), [fields], filling);
  const tail = fillParts(parts.slice(at + 1), [fields], filling);
  return pages.map(({ index, blocks }, place) => ({
    index,
    blocks: [...(place === 0 ? head : []), ...blocks, ...(place === pages.length - 1 ? tail : [])],
  }));
}

/** Lines that are read, in order: what Word and page view must have in common. Pictures have none. */
const LINES: { [K in Block['kind']]: (block: Extract<Block, { kind: K }>) => string[] } = {
  heading: ({ text }) => [text],
  paragraph: ({ text }) => [text],
  facts: ({ rows }) => rows.flatMap(([label, value]) => [label, value]),
  table: ({ head, rows }) => [...head, ...rows.flat()],
  statements: ({ label, agreed, statements }) => [
    label,
    ...(agreed === undefined ? [] : [`认定：${agreed}`]),
    ...statements.map(({ author, text, at }) => `${author}：${text}${at ? `（${at}）` : ''}`),
  ],
  signatures: ({ signatures }) =>
    signatures.map(({ role, name, certificateNo, at, note }) =>
      [role, name, certificateNo ? `（${certificateNo}）` : '', note ?? '', at ?? ''].join(''),
    ),
  photos: ({ photos }) =>
    photos.flatMap(({ caption, proves, takenAt, by, sha256 }, at) => [
      `${String(at + 1)}. ${caption}`,
      ...(proves ? [`证明对象：${proves}`] : []),
      `${takenAt} ${by}`,
      `指纹 ${sha256}`,
    ]),
  qr: ({ caption }) => [caption],
};

/** Every line of text of these blocks. */
export const linesOf = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => (LINES[block.kind] as (one: Block) => string[])(block));
