/** Tables as files: read from .xlsx or CSV with bounds, written as .xlsx. What the cells mean is for others (rosterImport.ts). */
import { unzipSync } from 'fflate';
import { readSheet } from 'read-excel-file/node';
import writeExcelFile from 'write-excel-file/node';
import { DomainError } from '../core/errors';

export type Cell = string | number | boolean | Date | null;

const BYTES = 180_000;
/** What the parts of a workbook may unpack to; a month of shifts takes a hundredth of it. */
const UNPACKED_BYTES = 12_000_000;
const ROWS = 1_000;
const COLUMNS = 100;

const refused = (message: string, cause?: unknown) => new DomainError('INVALID_INPUT', message, {}, { cause });

/** @throws DomainError INVALID_INPUT for what unpacks to too much */
function bounded(file: Buffer): void {
  let total = 0;
  unzipSync(file, {
    filter: ({ originalSize }) => {
      total += originalSize;
      return false;
    },
  });
  if (total > UNPACKED_BYTES) throw refused('这个表格展开后太大，请只保留要导入的一页后再导入。');
}

/** A cell may claim to be a date and be none. */
const readable = (cell: Cell): Cell => (cell instanceof Date && Number.isNaN(cell.getTime()) ? '（日期不对）' : cell);

async function fromWorkbook(file: Buffer): Promise<Cell[][]> {
  try {
    bounded(file);
    return ((await readSheet(file)) as Cell[][]).map((row) => row.map(readable));
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw refused('读不出这个表格，请另存为 .xlsx 或 CSV 后再导入。', error);
  }
}

/** Excel in China saves CSV in its own encoding. */
function textOf(file: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return new TextDecoder('gb18030').decode(file);
  }
}

/** RFC 4180: fields in quotes may hold commas, line ends and doubled quotes. */
function fromText(text: string): Cell[][] {
  const rows: string[][] = [[]];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;
  for (let at = 0; at < text.length; at = field.lastIndex) {
    field.lastIndex = at;
    const found = field.exec(text);
    if (!found) throw refused('CSV 里的引号不成对，请用表格软件另存后再导入。');
    const [, quoted, plain = '', end] = found;
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ',' && end !== '') rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

const isWorkbook = (file: Buffer) => file.subarray(0, 2).toString('latin1') === 'PK';

/**
 * The cells of the first sheet.
 *
 * @throws DomainError INVALID_INPUT: no table, too large, or broken
 */
export async function readTable(file: Buffer): Promise<Cell[][]> {
  if (file.length === 0) throw refused('文件是空的，请重新选择。');
  if (file.length > BYTES) throw refused('文件太大（最多 180 KB），请只保留要导入的一页，或分次导入。');
  const rows = isWorkbook(file) ? await fromWorkbook(file) : fromText(textOf(file).replace(/^\uFEFF/, ''));
  if (rows.length > ROWS || rows.some((row) => row.length > COLUMNS))
    throw refused(`表格最多 ${ROWS} 行、${COLUMNS} 列，请分次导入。`);
  return rows;
}

/** One sheet as a workbook; the first row is its head and stays in view. Text that looks like a formula stays text. */
export async function writeTable(
  name: string,
  rows: readonly (readonly string[])[],
  widths: readonly number[],
): Promise<Buffer> {
  const cells = rows.map((row, n) =>
    row.map((value) => ({ value, type: String, wrap: true, ...(n === 0 ? { fontWeight: 'bold' as const } : {}) })),
  );
  const columns = widths.map((width) => ({ width }));
  return await writeExcelFile(cells, { sheet: name, columns, stickyRowsCount: 1, stickyColumnsCount: 2 }).toBuffer();
}
