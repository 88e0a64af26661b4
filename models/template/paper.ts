/**
 * How many sheets a document takes on A4, reckoned from its lines and the measures of our templates: for tables of contents, where nobody
 * prints first. A template with other type sizes may differ by a sheet.
 */
import { type Block, type Page } from './page';

/** Points: the text of a page, a line of it, the larger letters of a title; widths of letters of the text and of a table. */
const PAGE = { width: 445, height: 698 } as const;
const TEXT = { letter: 14, line: 24 } as const;
const CELL = { letter: 12, line: 17, padding: 11 } as const;
const TITLE = 48;
const HEADING = 30;
const INK = 46;
const CODE = 74;

/** Letters of the Latin alphabet and digits take half. */
const widthOf = (text: string): number => [...text].reduce((sum, sign) => sum + (sign < '\u2000' ? 0.5 : 1), 0);
const linesIn = (text: string, perLine: number): number =>
  text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / perLine)), 0);

const paragraph = (text: string): number => linesIn(text, Math.floor(PAGE.width / TEXT.letter)) * TEXT.line;
function row(cells: readonly string[]): number {
  const perLine = Math.max(2, Math.floor((PAGE.width / Math.max(1, cells.length) - CELL.padding) / CELL.letter));
  return Math.max(1, ...cells.map((cell) => linesIn(cell, perLine))) * CELL.line;
}

type Height<K extends Block['kind']> = (block: Extract<Block, { kind: K }>) => number;
const rows = (all: readonly (readonly string[])[]): number => {
  const heights: number[] = all.map(row);
  return heights.reduce((sum, height) => sum + height, CELL.line);
};
const HEIGHTS: { [K in Block['kind']]: Height<K> } = {
  heading: ({ level }) => (level === 1 ? TITLE : HEADING),
  paragraph: ({ text }) => paragraph(text),
  facts: ({ rows: all }) => rows(all),
  table: ({ head, rows: all }) => rows(head.length > 0 ? [head, ...all] : all),
  statements: ({ statements }) =>
    TEXT.line + statements.map(({ text }) => paragraph(text)).reduce((sum, one) => sum + one, 0),
  signatures: ({ signatures }) => signatures.length * INK,
  photos: ({ photos }) => photos.length * 4 * TEXT.line,
  qr: () => CODE,
};

const sheetsOf = ({ blocks }: Page): number =>
  Math.max(
    1,
    Math.ceil(
      blocks.reduce((sum, block) => sum + (HEIGHTS[block.kind] as Height<Block['kind']>)(block as never), 0) /
        PAGE.height,
    ),
  );

/** Sheets of a whole document; each of its pages begins a sheet. */
export const sheets = (pages: readonly Page[]): number => pages.reduce((sum, page) => sum + sheetsOf(page), 0);
