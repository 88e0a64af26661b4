/**
 * 值班表 as a spreadsheet: one row per day, one column per post of a shift, names in the cells. The same layout is template, export and
 * import. Everything wrong is told by cell, all at once; nothing is kept of a table with a fault. Pure.
 */
import { addCalendarDays, dayStatus } from '../core/calendar';
import { type Kind, KINDS } from './duty.schema';
import { violations } from './invariants';
import { legalHoliday } from './legalHolidays';
import { type Need, type Pattern, postKey, postName, shiftId, shiftName, spanOf, takesPlace } from './pattern';
import { type Absence, type PlannedSeat, type PlannedShift, type StandingShift } from './planner';
import { type Cell } from './sheet';

const DAY_COLUMN = '日期';
const WEEKDAY_COLUMN = '星期';
const BETWEEN_NAMES = /[、，,;；\s/]+/;
const MOST_FAULTS = 100;

export interface CellFault {
  /** As a spreadsheet names it: C7. */
  cell: string;
  words: string;
}

interface Column extends Need {
  kind: Kind;
  title: string;
}

const columnTitle = (kind: Kind, need: Pick<Need, 'post' | 'county'>) => `${KINDS[kind]}·${postName(need)}`;

/** The posts of the pattern in the order of the day, one column each. */
function columnsOf(pattern: Pattern): Column[] {
  const found = new Map<string, Column>();
  for (const { kind, needs } of pattern)
    for (const need of needs) {
      const title = columnTitle(kind, need);
      const known = found.get(title);
      found.set(title, { ...need, kind, title, count: Math.max(need.count, known?.count ?? 0) });
    }
  return [...found.values()];
}

const WEEKDAYS = '日一二三四五六';
/** 周四 国庆节, 周六 调休上班: what kind of day it is. */
export function dayWords(day: string): string {
  const weekday = `周${WEEKDAYS.charAt(new Date(Date.parse(day)).getUTCDay())}`;
  const { reason } = dayStatus(day);
  const special = legalHoliday(day) ?? (['工作日', '周六', '周日'].includes(reason) ? '' : reason);
  return special ? `${weekday} ${special}` : weekday;
}

interface Seated {
  kind: Kind;
  day: string;
  seats: readonly { post: Need['post']; county: Need['county']; person: string; personName: string }[];
}

/**
 * The table of these days; without shifts it is the template.
 *
 * @returns rows of text, the first is the head
 */
export function rosterTable(days: readonly string[], pattern: Pattern, shifts: readonly Seated[]): string[][] {
  const columns = columnsOf(pattern);
  const byId = new Map(shifts.map((shift) => [shiftId(shift.kind, shift.day), shift]));
  const names = (day: string, { kind, post, county }: Column) =>
    (byId.get(shiftId(kind, day))?.seats ?? [])
      .filter((seat) => seat.post === post && seat.county === county && seat.person)
      .map(({ personName }) => personName)
      .join('、');
  return [
    [DAY_COLUMN, WEEKDAY_COLUMN, ...columns.map(({ title }) => title)],
    ...days.map((day) => [day, dayWords(day), ...columns.map((column) => names(day, column))]),
  ];
}

/** C7 for column 2 (from 0) and row 6. */
export function cellName(column: number, row: number): string {
  const letters = column < 26 ? '' : String.fromCharCode(64 + Math.floor(column / 26));
  return `${letters}${String.fromCharCode(65 + (column % 26))}${row + 1}`;
}

/** 2026-12-01, 2026/12/1, 2026年12月1日, or a date of the spreadsheet (which has no time zone: its day is that in UTC). */
function dayOf(cell: Cell): string | undefined {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(String(cell ?? '').trim());
  if (!found) return undefined;
  const day = [found[1], found[2]?.padStart(2, '0'), found[3]?.padStart(2, '0')].join('-');
  return Number.isFinite(Date.parse(day)) && addCalendarDays(day, 0) === day ? day : undefined;
}

/** The days that the first column names, in any of the forms that are read. */
export const daysOf = (rows: readonly (readonly Cell[])[]): string[] =>
  rows.flatMap(([first = null]) => dayOf(first) ?? []);

export interface ImportInput {
  pattern: Pattern;
  /** Everybody who may be named, and who belongs to which post. */
  staff: readonly { id: string; name: string }[];
  pools: readonly (Pick<Need, 'post' | 'county'> & { people: readonly { id: string }[] })[];
  standing: readonly StandingShift[];
  absences: readonly Absence[];
  restHours: number;
}
export interface Imported {
  from: string;
  to: string;
  shifts: PlannedShift[];
  /** Shifts of the table that stand already and stay as they are. */
  kept: string[];
  /** Nothing may be written while there is any. */
  faults: CellFault[];
  /** Unusual, but somebody may have reasons: told in the preview. */
  remarks: CellFault[];
}

interface Reading extends Imported {
  input: ImportInput;
  byName: Map<string, { id: string; name: string }[]>;
  /** Where a person's seat of a shift was read from. */
  cells: Map<string, string>;
}

const fault = (reading: Reading, cell: string, words: string) => void reading.faults.push({ cell, words });

/** 陈示舟, or 陈示舟（zhidui03） where two have one name. */
function personNamed(text: string, { byName, input }: Reading): { id: string; name: string } | string {
  const [, name = text, userId] = /^(.+?)[（(]([^（）()]+)[)）]$/.exec(text) ?? [];
  const found = (byName.get(name) ?? []).filter(({ id }) => !userId || id === userId);
  const [only] = found;
  if (only && found.length === 1) return only;
  if (found.length > 1)
    return `有 ${found.length} 位叫“${name}”的人，请写作“${name}（${found[0]?.id ?? ''}）”这样的形式`;
  const byId = input.staff.find(({ id }) => id === text);
  return byId ?? `没有叫“${text.slice(0, 20)}”的人，请核对姓名`;
}

function readSeats(column: Column, text: string, day: string, cell: string, reading: Reading): PlannedSeat[] {
  const { kind, post, county, count } = column;
  const names = text.split(BETWEEN_NAMES).filter(Boolean);
  if (names.length > count) fault(reading, cell, `这个岗位只要 ${count} 人，写了 ${names.length} 人`);
  const pool = reading.input.pools.find((one) => postKey(one) === postKey(column));
  const seats = names.slice(0, count).flatMap((name): PlannedSeat[] => {
    const person = personNamed(name, reading);
    if (typeof person === 'string') {
      fault(reading, cell, person);
      return [];
    }
    if (!pool?.people.some(({ id }) => id === person.id))
      reading.remarks.push({ cell, words: `${person.name}不在${postName(column)}的人选里` });
    reading.cells.set(`${shiftId(kind, day)} ${person.id}`, cell);
    return [{ post, county, person: person.id, personName: person.name, reason: '按导入的值班表' }];
  });
  const empty = Array.from({ length: Math.max(0, count - names.length) }, (): PlannedSeat => {
    reading.remarks.push({ cell, words: `${shiftName(kind, day)}${postName(column)}空着` });
    return { post, county, person: '', personName: '', reason: '导入的值班表里空着' };
  });
  return [...seats, ...empty];
}

function readDay(row: readonly Cell[], n: number, day: string, columns: ReadonlyMap<number, Column>, reading: Reading) {
  const { pattern, standing } = reading.input;
  const { works } = dayStatus(day);
  for (const shift of pattern.filter((one) => takesPlace(one, works))) {
    const id = shiftId(shift.kind, day);
    if (standing.some((one) => one.id === id)) {
      reading.kept.push(id);
      continue;
    }
    const seats = [...columns].flatMap(([at, column]) => {
      const need = shift.needs.find((one) => postKey(one) === postKey(column));
      if (column.kind !== shift.kind || !need) return [];
      const text = String(row[at] ?? '').trim();
      return readSeats({ ...column, count: need.count }, text, day, cellName(at, n), reading);
    });
    reading.shifts.push({ id, kind: shift.kind, day, ...spanOf(shift, day), seats });
  }
}

function readHead(head: readonly Cell[], reading: Reading): Map<number, Column> {
  const known = new Map(columnsOf(reading.input.pattern).map((column) => [column.title, column]));
  const found = new Map<number, Column>();
  head.forEach((cell, at) => {
    const title = String(cell ?? '').replace(/\s/g, '');
    const column = known.get(title);
    if (column) {
      found.set(at, column);
      known.delete(title);
    } else if (title && title !== DAY_COLUMN && title !== WEEKDAY_COLUMN)
      fault(reading, cellName(at, 0), `不认识的列“${title.slice(0, 20)}”，请用模板里的列名`);
  });
  for (const title of known.keys()) fault(reading, 'A1', `缺少“${title}”这一列，请用模板`);
  return found;
}

/** Two posts at once, too little rest, away: said at the cell that names the person. */
function readTogether(reading: Reading): void {
  const { standing, absences, restHours, staff } = reading.input;
  const names = new Map(staff.map(({ id, name }) => [id, name]));
  const all = [...standing, ...reading.shifts].map((shift) => ({
    ...{ _id: shift.id, kind: shift.kind, day: shift.day, startsAt: shift.startsAt, endsAt: shift.endsAt },
    seats: shift.seats.map(({ post, county, person }) => ({
      post,
      county,
      person,
      personName: names.get(person) ?? person,
    })),
  }));
  const nowhere = new Date(0);
  for (const { shifts, people, words } of violations(all, {
    from: nowhere,
    to: nowhere,
    posts: [],
    restHours,
    absences,
  })) {
    const cell = shifts.flatMap((id) => reading.cells.get(`${id} ${people[0]}`) ?? []).at(-1);
    if (cell) fault(reading, cell, words);
  }
}

/**
 * Read a roster table.
 *
 * @param rows the first is the head; empty rows are skipped
 * @returns the shifts it names, and everything wrong with it by cell, at most a hundred
 */
export function readRoster(rows: readonly (readonly Cell[])[], input: ImportInput): Imported {
  const byName = new Map<string, { id: string; name: string }[]>();
  for (const person of input.staff) byName.set(person.name, [...(byName.get(person.name) ?? []), person]);
  const reading: Reading = {
    ...{ from: '', to: '', shifts: [], kept: [], faults: [], remarks: [] },
    ...{ input, byName, cells: new Map() },
  };
  const [head = [], ...body] = rows;
  const at = head.findIndex((cell) => String(cell ?? '').trim() === DAY_COLUMN);
  if (at < 0) fault(reading, 'A1', `第一行要有“${DAY_COLUMN}”这一列，请下载模板填写`);
  const columns = readHead(head, reading);
  const days = new Set<string>();
  body.forEach((row, index) => {
    if (at < 0 || row.every((cell) => String(cell ?? '').trim() === '')) return;
    const [n, day] = [index + 1, dayOf(row[at] ?? null)];
    if (!day)
      return fault(reading, cellName(at, n), `“${String(row[at] ?? '').slice(0, 20)}”不是日期，请写作 2026-12-01`);
    if (days.has(day)) return fault(reading, cellName(at, n), `${day} 已在前面出现过，一天只能有一行`);
    days.add(day);
    readDay(row, n, day, columns, reading);
  });
  const sorted = [...days].sort();
  if (sorted.length === 0 && reading.faults.length === 0) fault(reading, 'A2', '表格里没有日期，请下载模板填写');
  readTogether(reading);
  const { shifts, kept, faults, remarks } = reading;
  return {
    ...{ from: sorted[0] ?? '', to: sorted.at(-1) ?? '' },
    ...{ shifts, kept, faults: faults.slice(0, MOST_FAULTS), remarks: remarks.slice(0, MOST_FAULTS) },
  };
}
