/** WordprocessingML from plain data: the built-in templates, and the pages of a record that go into one. Sizes as Word counts them. */
import { linesOf, type Outline, type Part, type Row } from './outline';
import { type Block, type Page, type Signed } from './page';

/** English Metric Units per millimetre. */
const EMU = 36_000;
/** Twentieths of a point across the text of an A4 page with our margins. */
const TEXT_WIDTH = 8_900;
/** Said again where a picture stands: a file that never had one may not have said it. */
const INLINE = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"';
const EMBED = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

export const escaped = (text: string): string =>
  text
    // What XML cannot hold at all, such as a bell typed by accident.

    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');

export interface Drawn {
  /** Relationship that holds the picture. */
  rel: string;
  /** 替代文字: says which slot it stands in. */
  words: string;
  /** Unique within the document. */
  id: number;
  widthMm: number;
  heightMm: number;
}

/** One picture within a line. */
export function drawing({ rel, words, id, widthMm, heightMm }: Drawn): string {
  const size = `cx="${String(Math.round(widthMm * EMU))}" cy="${String(Math.round(heightMm * EMU))}"`;
  return (
    `<w:r><w:drawing><wp:inline ${INLINE} distT="0" distB="0" distL="0" distR="0"><wp:extent ${size}/>` +
    `<wp:docPr id="${String(id)}" name="picture${String(id)}" descr="${escaped(words)}"/>` +
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">' +
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">' +
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">' +
    `<pic:nvPicPr><pic:cNvPr id="${String(id)}" name="picture${String(id)}"/><pic:cNvPicPr/></pic:nvPicPr>` +
    `<pic:blipFill><a:blip ${EMBED} r:embed="${rel}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>` +
    `<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext ${size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>` +
    '</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
  );
}

/** Words in one run, so that a tag stays in one piece; a line break is a break. */
export function run(text: string, properties = ''): string {
  const lines = text.split('\n').map((line) => `<w:t xml:space="preserve">${escaped(line)}</w:t>`);
  return `<w:r>${properties ? `<w:rPr>${properties}</w:rPr>` : ''}${lines.join('<w:br/>')}</w:r>`;
}

interface Look {
  style?: string;
  align?: 'center' | 'right';
}
export const paragraph = (runs: string, { style, align }: Look = {}): string =>
  `<w:p><w:pPr>${style ? `<w:pStyle w:val="${style}"/>` : ''}${align ? `<w:jc w:val="${align}"/>` : ''}</w:pPr>${runs}</w:p>`;

/** A bordered table; `bold` rows are its head. */
export function table(rows: readonly (readonly string[])[], bold = 0): string {
  const columns = Math.max(1, ...rows.map((cells) => cells.length));
  const width = Math.floor(TEXT_WIDTH / columns);
  const grid = `<w:tblGrid>${`<w:gridCol w:w="${String(width)}"/>`.repeat(columns)}</w:tblGrid>`;
  const cell = (text: string, span: number, properties: string) =>
    `<w:tc><w:tcPr><w:tcW w:w="${String(width * span)}" w:type="dxa"/>${span > 1 ? `<w:gridSpan w:val="${String(span)}"/>` : ''}</w:tcPr>` +
    `${paragraph(run(text, properties), { style: 'Cell' })}</w:tc>`;
  const line = (cells: readonly string[], at: number) =>
    `<w:tr>${cells
      .map((text, place) => cell(text, place === cells.length - 1 ? columns - place : 1, at < bold ? '<w:b/>' : ''))
      .join('')}</w:tr>`;
  return `<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="${String(width * columns)}" w:type="dxa"/></w:tblPr>${grid}${rows.map(line).join('')}</w:tbl>`;
}

/** Two tables or a table at the end need a paragraph after them, or Word joins them. */
const SPACER = paragraph('', { style: 'Cell' });

// ── Built-in templates ──────────────────────────────────────────────────────────────────────────

/** Which placeholder a slot has, and how large it is on paper (mm). */
export const SIZES = { signature: { widthMm: 32, heightMm: 16 }, code: { widthMm: 26, heightMm: 26 } } as const;
export const slotWords = (slot: string): string => (slot === '二维码' ? '二维码' : `签名：${slot}`);

const rowCells = ({ each, cells }: Row): string[] =>
  cells.map((cell, at) =>
    each ? `${at === 0 ? `{#${each}}` : ''}${cell}${at === cells.length - 1 ? `{/${each}}` : ''}` : cell,
  );

/** Gives out relationships for the placeholders of one part of the file. */
export type Placeholder = (slot: string) => Drawn;

type Write<K extends Part['kind']> = (part: Extract<Part, { kind: K }>, placeholder: Placeholder) => string;
const WRITE: { [K in Part['kind']]: Write<K> } = {
  heading: ({ level, text }) => paragraph(run(text), { style: level === 1 ? 'Title' : 'Heading2' }),
  paragraph: ({ text, align }) => paragraph(run(text), align ? { align } : {}),
  table: ({ rows }) => table(rows.map(rowCells)) + SPACER,
  picture: ({ slot, before, after }, placeholder) =>
    paragraph(`${run(before)}${drawing(placeholder(slot))}${run(after)}`),
  section: ({ tag, unless, parts }, placeholder) =>
    paragraph(run(`{${unless ? '^' : '#'}${tag}}`)) + writeParts(parts, placeholder) + paragraph(run(`{/${tag}}`)),
  content: () => paragraph(run('{@正文}')),
};
const writeParts = (parts: readonly Part[], placeholder: Placeholder): string =>
  parts.map((part) => (WRITE[part.kind] as Write<Part['kind']>)(part as never, placeholder)).join('');

/** The paragraphs and tables of a template, tags and placeholders in place. */
export const bodyOf = ({ parts }: Outline, placeholder: Placeholder): string => writeParts(parts, placeholder);

// ── Pages of a record ───────────────────────────────────────────────────────────────────────────

/** Takes in one signature or code and says where it lies; undefined when there is nothing to draw. */
export type Draw = (picture: Signed | { address: string }) => Drawn | undefined;

const inkLine = (signed: Signed, draw: Draw): string => {
  const { role, name, certificateNo, at, note } = signed;
  const drawn = signed.signature ? draw(signed) : undefined;
  const label = [role, name, certificateNo ? `（${certificateNo}）` : ''].join('');
  return paragraph(run(label) + (drawn ? drawing(drawn) : '') + run(`${note ?? ''}${at ?? ''}`));
};

type Set<K extends Block['kind']> = (block: Extract<Block, { kind: K }>, draw: Draw) => string;
const inLines = (block: Block): string =>
  linesOf([block])
    .map((line) => paragraph(run(line)))
    .join('');
const SET: { [K in Block['kind']]: Set<K> } = {
  heading: ({ level, text }) => paragraph(run(text), { style: level === 1 ? 'Title' : 'Heading2' }),
  paragraph: ({ text, struck, align }) => paragraph(run(text, struck ? '<w:strike/>' : ''), align ? { align } : {}),
  facts: ({ rows }) => table(rows) + SPACER,
  table: ({ head, rows }) => table([...(head.length > 0 ? [head] : []), ...rows], head.length > 0 ? 1 : 0) + SPACER,
  statements: inLines,
  signatures: ({ signatures }, draw) => signatures.map((signed) => inkLine(signed, draw)).join(''),
  photos: inLines,
  qr: ({ address, caption }, draw) => {
    const drawn = address ? draw({ address }) : undefined;
    return paragraph((drawn ? drawing(drawn) : '') + run(caption));
  },
};

const PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>';

/** The pages one after the other, each on paper of its own. */
export const pagesXml = (pages: readonly Page[], draw: Draw): string =>
  pages
    .map(({ blocks }) => blocks.map((block) => (SET[block.kind] as Set<Block['kind']>)(block as never, draw)).join(''))
    .join(PAGE_BREAK);
