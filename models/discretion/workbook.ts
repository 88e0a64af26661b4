/** Discretion tables as an Excel file: taken apart within bounds, and never with programs in it. What the cells mean: tableSheet.ts. */
import { unzipSync } from 'fflate';
import readWorkbook from 'read-excel-file/node';
import writeExcelFile from 'write-excel-file/node';
import { DomainError } from '../core/errors';

export type Cell = string | number | boolean | Date | null;
export interface Sheet {
  name: string;
  rows: Cell[][];
}

export const WORKBOOK_BYTES = 180_000;
const UNPACKED_BYTES = 12_000_000;
const SHEETS = 20;
const ROWS = 200;
const COLUMNS = 20;

const refused = (message: string, cause?: unknown) => new DomainError('INVALID_INPUT', message, {}, { cause });

const PROGRAM = /vbaProject|\.bin$|macrosheets|activeX|embeddings|customUI|externalLinks/i;

/** Names and sizes are looked at before anything is unpacked. @throws DomainError INVALID_INPUT: programs inside, or too much */
function inspected(file: Buffer): void {
  let total = 0;
  const types = unzipSync(file, {
    filter: ({ name, originalSize }) => {
      total += originalSize;
      if (PROGRAM.test(name)) throw refused('文件里带有宏、外部链接或嵌入对象，请另存为不带宏的 .xlsx 后再导入。');
      if (total > UNPACKED_BYTES) throw refused('这个表格展开后太大，请只保留裁量表后再导入。');
      return name === '[Content_Types].xml';
    },
  })['[Content_Types].xml'];
  if (/macroEnabled|vbaProject/i.test(Buffer.from(types ?? new Uint8Array()).toString('utf8')))
    throw refused('文件里带有宏，请另存为不带宏的 .xlsx 后再导入。');
}

/** A cell may claim to be a date and be none. */
const readable = (cell: Cell): Cell => (cell instanceof Date && Number.isNaN(cell.getTime()) ? '（日期不对）' : cell);

/**
 * Every sheet of a workbook, in its order.
 *
 * @throws DomainError INVALID_INPUT: no .xlsx, programs inside, too large, or broken
 */
export async function readSheets(file: Buffer): Promise<Sheet[]> {
  if (file.length === 0) throw refused('文件是空的，请重新选择。');
  if (file.length > WORKBOOK_BYTES) throw refused('文件太大（最多 180 KB），请只保留裁量表后再导入。');
  if (file[0] === 0xd0 && file[1] === 0xcf) throw refused('这是旧版 .xls 文件，请另存为 .xlsx 后再导入。');
  if (file.subarray(0, 2).toString('latin1') !== 'PK') throw refused('这不是 .xlsx 表格，请重新选择文件。');
  const sheets = await unpackedSheets(file);
  if (sheets.length > SHEETS) throw refused(`一次最多导入${SHEETS}张裁量表，请分次导入。`);
  const large = sheets.find(({ rows }) => rows.length > ROWS || rows.some((row) => row.length > COLUMNS));
  if (large) throw refused(`“${large.name}”最多${ROWS}行、${COLUMNS}列，请删去多余的行和列。`);
  return sheets;
}

async function unpackedSheets(file: Buffer): Promise<Sheet[]> {
  try {
    inspected(file);
    const sheets = await readWorkbook(file);
    return sheets.map(({ sheet: name, data }) => ({ name, rows: (data as Cell[][]).map((row) => row.map(readable)) }));
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw refused('读不出这个表格，请用表格软件另存为 .xlsx 后再导入。', error);
  }
}

/** Sheets as a workbook; text that looks like a formula stays text. */
export const writeSheets = (
  sheets: readonly { name: string; rows: readonly (readonly (string | number | null)[])[] }[],
  widths: readonly number[],
): Promise<Buffer> =>
  writeExcelFile(
    sheets.map(({ name, rows }) => ({
      sheet: name,
      columns: widths.map((width) => ({ width })),
      data: rows.map((row) =>
        row.map((value) =>
          value === null
            ? null
            : typeof value === 'number'
              ? { value, type: Number }
              : { value, type: String, wrap: true },
        ),
      ),
    })),
  ).toBuffer();
