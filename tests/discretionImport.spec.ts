/** 裁量表 as an Excel file: read back as it was written, and refused with every fault where it is. */
import { strToU8, zipSync, unzipSync } from 'fflate';
import { BUILT_IN_TABLES } from '../models/discretion/builtIn';
import { type TableContent } from '../models/discretion/discretion.schema';
import { rowsOf, tablesOf } from '../models/discretion/tableSheet';
import { readSheets, writeSheets } from '../models/discretion/workbook';

const T1 = BUILT_IN_TABLES[0] as TableContent;
const file = (tables: readonly TableContent[]) =>
  writeSheets(
    tables.map((table) => ({ name: table.code, rows: rowsOf(table) })),
    [20, 12],
  );
const imported = async (bytes: Buffer) => tablesOf(await readSheets(bytes));
const sheet = (change: (rows: (string | number | null)[][]) => void) => {
  const rows = rowsOf(T1).map((row) => [...row]);
  change(rows);
  return { name: '未批先建', rows };
};
const refusalOf = (change: (rows: (string | number | null)[][]) => void): string => {
  try {
    tablesOf([sheet(change)]);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};
/** As the spreadsheet counts: row 12 and column H of `rowsOf`. */
const set = (row: number, column: string, value: string | number | null) => (rows: (string | number | null)[][]) => {
  const cells = rows[row - 1] ?? [];
  cells[column.charCodeAt(0) - 65] = value;
};

describe('a workbook', () => {
  it('of every built-in table is read back as it was', async () => {
    const levels: TableContent = {
      ...{ ...T1, code: 'L1', kind: 'LEVEL_AVG', roundToFen: 10_000, illustrative: false },
      factors: T1.factors.slice(0, 2).map(({ steps, ...factor }, index) => ({
        ...{ ...factor, weightMilli: index === 0 ? 625 : 375 },
        steps: steps.map((step, level) => ({ ...step, weight: level + 1 })),
      })),
    };
    const tables = [...BUILT_IN_TABLES.map((table) => ({ ...table, illustrative: false })), levels];
    expect(await imported(await file(tables))).toEqual(tables);
  });

  it('with macros, of the old format, broken, empty or too large is refused in words', async () => {
    const parts = unzipSync(await file([T1]));
    const withMacro = Buffer.from(zipSync({ ...parts, 'xl/vbaProject.bin': strToU8('Sub Auto_Open()') }));
    await expect(imported(withMacro)).rejects.toThrow('文件里带有宏');
    const types = strToU8(
      '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
    );
    const renamed = Buffer.from(zipSync({ ...parts, '[Content_Types].xml': types }));
    await expect(imported(renamed)).rejects.toThrow('文件里带有宏');
    await expect(imported(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))).rejects.toThrow('旧版 .xls');
    await expect(imported(Buffer.from('<script>'))).rejects.toThrow('不是 .xlsx 表格');
    await expect(imported(Buffer.from('PK-broken'))).rejects.toThrow('读不出这个表格');
    await expect(imported(Buffer.alloc(0))).rejects.toThrow('文件是空的');
    await expect(imported(Buffer.alloc(200_000, 'PK'))).rejects.toThrow('文件太大');
    const bomb = Buffer.from(zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(13_000_000) }));
    await expect(imported(bomb)).rejects.toThrow('展开后太大');
    await expect(writeSheets([{ name: '空', rows: [[null]] }], [10]).then(imported)).rejects.toThrow('没有内容');
    const long = [{ name: '长', rows: Array.from({ length: 201 }, () => ['x']) }];
    await expect(writeSheets(long, [10]).then(imported)).rejects.toThrow('“长”最多200行');
  });

  it('that does not sum to a hundred is refused with the sum', () => {
    expect(refusalOf(set(13, 'H', 30))).toBe(
      '表格要改1处：“未批先建”H列：各因子最高档合计应为100%，现在是98%，请改正。',
    );
  });

  it('is refused with sheet, row and column of each fault, all at once', () => {
    const message = refusalOf((rows) => {
      set(5, 'B', '明年')(rows);
      set(11, 'H', '六')(rows);
      set(15, 'G', '')(rows);
    });
    expect(message).toContain('表格要改3处');
    expect(message).toContain('“未批先建”第5行B列：日期应写作 2026-08-15');
    expect(message).toContain('“未批先建”第11行H列：“比例（%）或等级”没有填写或者格式不对');
    expect(message).toContain('“未批先建”第15行G列：档次代码');
  });

  it('whose lower bound is not below its upper one, or which leaves a gap, is refused at the cell', () => {
    expect(refusalOf(set(15, 'I', 7))).toContain('第15行I列：“违法建设持续时间·3个月以上不足6个月”的下界不小于上界');
    expect(refusalOf(set(15, 'I', 4))).toContain('第15行I列：“违法建设持续时间·3个月以上不足6个月”和前一档之间有空缺');
  });

  it('with an unknown offence, kind or head is refused by name', () => {
    expect(refusalOf(set(4, 'B', '环评报告书未批先建；乱扔垃圾'))).toContain('第4行B列：请选择违法行为');
    expect(refusalOf(set(3, 'B', '随意'))).toContain('第3行B列：请选择计算方式');
    expect(refusalOf(set(10, 'C', '来源'))).toContain('第10行C列：表头应为“归档方式”');
    expect(refusalOf((rows) => rows.splice(9))).toContain('没有“因子”一行表头');
  });

  it('with two sheets of one code is refused', () => {
    expect(() => tablesOf([sheet(() => undefined), sheet(() => undefined)])).toThrow('代码“T1”有两张表');
  });
});
