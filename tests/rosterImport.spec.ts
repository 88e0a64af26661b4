import { zipSync } from 'fflate';
import { DEFAULT_PATTERN } from '../models/duty/pattern';
import { daysBetween, planRoster, type StandingShift } from '../models/duty/planner';
import { cellName, dayWords, type ImportInput, readRoster, rosterTable } from '../models/duty/rosterImport';
import writeExcelFile from 'write-excel-file/node';
import { type Cell, readTable, writeTable } from '../models/duty/sheet';

const crew = (key: string, size: number) =>
  Array.from({ length: size }, (_, n) => ({ id: `${key}${n}`, name: `${key}示${'甲乙丙丁戊己庚'.charAt(n)}` }));
const POOLS: ImportInput['pools'] = [
  { post: 'LEADER', county: null, people: crew('陈', 5) },
  { post: 'OPERATOR', county: null, people: crew('林', 6) },
  ...(['330902', '330903', '330921', '330922'] as const).map((county, n) => ({
    post: 'SQUAD' as const,
    county,
    people: crew('王张李周'.charAt(n), 6),
  })),
  { post: 'MONITORING', county: null, people: crew('徐', 4) },
];
const staff = POOLS.flatMap(({ people }) => people as { id: string; name: string }[]);
const input: ImportInput = { pattern: DEFAULT_PATTERN, staff, pools: POOLS, standing: [], absences: [], restHours: 11 };
const DAYS = daysBetween('2026-12-01', '2026-12-07');
const planned = planRoster({
  ...input,
  from: DAYS[0]!,
  to: DAYS.at(-1)!,
  pools: POOLS.map((pool) => ({ ...pool, people: staff.filter(({ id }) => pool.people.some((one) => one.id === id)) })),
});
/** A good table of a week, with some cells changed. */
function table(changes: Record<string, Cell> = {}): Cell[][] {
  const rows: Cell[][] = rosterTable(DAYS, DEFAULT_PATTERN, planned.shifts);
  for (const [cell, value] of Object.entries(changes)) {
    const [, letters = '', n = '1'] = /^([A-Z]+)(\d+)$/.exec(cell)!;
    rows[Number(n) - 1]![letters.charCodeAt(0) - 65] = value;
  }
  return rows;
}
const faults = (rows: Cell[][], change: Partial<ImportInput> = {}) =>
  readRoster(rows, { ...input, ...change }).faults.map(({ cell, words }) => `${cell}：${words}`);

describe('a roster table', () => {
  it('names one column per post and one row per day, with holidays and make-up days', () => {
    const [head, first] = rosterTable(['2026-10-01'], DEFAULT_PATTERN, []);
    expect(head!.slice(0, 5)).toEqual(['日期', '星期', '夜班·带班领导', '夜班·值班员', '白班·带班领导']);
    expect(head).toHaveLength(13);
    expect(first!.slice(0, 2)).toEqual(['2026-10-01', '周四 国庆节']);
    expect([dayWords('2026-10-10'), dayWords('2026-10-04'), dayWords('2026-12-01')]).toEqual([
      '周六 调休上班',
      '周日 国庆节放假',
      '周二',
    ]);
  });
  it('comes back as the shifts that were written', () => {
    const { shifts, faults: wrong, from, to, remarks } = readRoster(table(), input);
    expect([wrong, remarks, from, to]).toEqual([[], [], '2026-12-01', '2026-12-07']);
    const people = (all: { id: string; seats: { person: string }[] }[]) =>
      all.map(({ id, seats }) => [id, seats.map(({ person }) => person)]);
    expect(people(shifts)).toEqual(people(planned.shifts));
  });
  it('names a cell that claims to be a date and is none', async () => {
    const cell = { value: 1e10, type: Number, format: 'yyyy-mm-dd' };
    const file = await writeExcelFile([[cell]], { sheet: '值班表' }).toBuffer();
    expect(await readTable(file)).toEqual([['（日期不对）']]);
  });
  it('survives the way through a workbook, and through CSV of either encoding', async () => {
    const rows = table() as string[][];
    expect(
      await readTable(
        await writeTable(
          '值班表',
          rows,
          rows[0]!.map(() => 14),
        ),
      ),
    ).toEqual(rows);
    const csv = rows.map((row) => row.map((cell) => (cell.includes('、') ? `"${cell}"` : cell)).join(',')).join('\r\n');
    expect(await readTable(Buffer.from(`\uFEFF${csv}\r\n`))).toEqual(rows);
    expect(await readTable(Buffer.from([0xc8, 0xd5, 0xc6, 0xda, 0x2c, 0x31]))).toEqual([['日期', '1']]);
  });
});

describe('a faulty roster table', () => {
  it('is told by cell, all faults at once', () => {
    expect(faults(table({ C3: '钱不识', A4: '十二月四号', D5: '林示甲、林示乙', Z1: '备注' }))).toEqual([
      'Z1：不认识的列“备注”，请用模板里的列名',
      'C3：没有叫“钱不识”的人，请核对姓名',
      'A4：“十二月四号”不是日期，请写作 2026-12-01',
      'D5：这个岗位只要 1 人，写了 2 人',
    ]);
  });
  it('names the cell of somebody on two posts or without rest', () => {
    const night = table()[2]![2] as string;
    expect(faults(table({ E3: night }))).toEqual([
      expect.stringMatching(/^E3：.+在12月2日夜班与12月2日白班之间只休息 0 小时，少于 11 小时$/),
    ]);
  });
  it('names the cell of somebody who is away', () => {
    const name = table()[1]![3] as string;
    const { id } = staff.find((person) => person.name === name)!;
    const absences = [
      { person: id, from: new Date('2026-12-01T00:00:00+08:00'), to: new Date('2026-12-01T12:00:00+08:00') },
    ];
    expect(faults(table(), { absences })).toContain(`D2：${name}在12月1日夜班期间请假或离岗`);
  });
  it('asks which of two people of one name is meant', () => {
    const twins = [...staff, { id: 'twin', name: '陈示甲' }];
    const rows = table().map((row) => row.map((cell) => (cell === '陈示甲' ? '陈示甲（陈0）' : cell)));
    expect(faults(rows, { staff: twins })).toEqual([]);
    expect(faults(table(), { staff: twins })[0]).toMatch(/：有 2 位叫“陈示甲”的人，请写作“陈示甲（陈0）”这样的形式$/);
  });
  it('has no day twice, needs a head, and is told when it is empty', () => {
    expect(faults(table({ A3: '2026-12-01' }))[0]).toBe('A3：2026-12-01 已在前面出现过，一天只能有一行');
    expect(faults([['甲'], ['乙']])[0]).toBe('A1：第一行要有“日期”这一列，请下载模板填写');
    expect(faults([table()[0]!])).toEqual(['A2：表格里没有日期，请下载模板填写']);
  });
  it('has only remarks for an empty post or somebody of another pool: there may be reasons', () => {
    const { faults: wrong, remarks } = readRoster(table({ D2: '', K2: '周示己' }), input);
    expect(wrong.filter(({ cell }) => cell === 'D2')).toEqual([]);
    expect(remarks.map(({ cell, words }) => `${cell}：${words}`)).toEqual(
      expect.arrayContaining(['D2：12月1日夜班值班员空着', 'K2：周示己不在应急监测的人选里']),
    );
  });
  it('leaves alone what stands already', () => {
    const standing: StandingShift[] = planned.shifts.slice(0, 1);
    const { kept, shifts } = readRoster(table(), { ...input, standing });
    expect(kept).toEqual(['shift-2026-12-01-NIGHT']);
    expect(shifts.some(({ id }) => id === 'shift-2026-12-01-NIGHT')).toBe(false);
  });
  it('is refused in words when it is no table, too large, or a bomb', async () => {
    const refusal = (file: Buffer) =>
      readTable(file).then(
        () => 'read',
        (error: Error) => error.message,
      );
    expect(await refusal(Buffer.from('PK not really a workbook'))).toBe(
      '读不出这个表格，请另存为 .xlsx 或 CSV 后再导入。',
    );
    expect(await refusal(Buffer.alloc(0))).toBe('文件是空的，请重新选择。');
    expect(await refusal(Buffer.alloc(200_000, 65))).toMatch(/^文件太大/);
    expect(await refusal(Buffer.from(zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(20_000_000) })))).toMatch(
      /^这个表格展开后太大/,
    );
    expect(await refusal(Buffer.from('a,"b\r\nc'))).toMatch(/引号不成对/);
  });
  it('counts columns as a spreadsheet does', () => {
    expect([cellName(2, 6), cellName(25, 0), cellName(26, 0), cellName(53, 0)]).toEqual(['C7', 'Z1', 'AA1', 'BB1']);
  });
});
