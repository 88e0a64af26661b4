/**
 * A list of the bank or the 非税 system, read line by line. Every bank prints another head, so columns are found by their names; a title
 * above the head and a sum below the lines are passed over. Whatever is wrong is told by cell, all of it, and nothing of such a list
 * is taken. Pure.
 */
import { shanghaiDay } from '../core/calendar';
import { cellName, type CellFault } from '../duty/rosterImport';
import { type Cell } from '../duty/sheet';
import { type PaymentItem } from '../penalty/execution.schema';
import { type BankLine } from './payment.schema';

const COLUMNS = {
  ref: /^(交易流水号?|流水号|银行流水号|凭证号|交易序号|缴款书号?码?|电子票号|票据号码?)$/,
  paidOn: /^(交易日期|入账日期|记账日期|缴款日期|缴费日期|到账日期|日期)$/,
  amount: /^(贷方发生额|贷方金额|收入金额|收入|缴款金额|缴费金额|交易金额|金额)([(（]元[)）])?$/,
  payer: /^(对方户名|付款人名称?|缴款人名?称?|缴费人|交款人)$/,
  remark: /^(附言|摘要|用途|备注|交易附言|缴款码|缴费码)$/,
  item: /^(执收项目|收费项目|项目名称|项目)$/,
} as const;
type Column = keyof typeof COLUMNS;
const NEEDED = { ref: '流水号', paidOn: '日期', amount: '金额' } as const satisfies Partial<Record<Column, string>>;
const HEAD_WITHIN = 12;
const SUM = /合计|总计|小计|笔数/;
const MOST_FEN = 100_000_000_000;

const words = (cell: Cell | undefined): string =>
  cell instanceof Date ? shanghaiDay(new Date(cell.getTime())) : String(cell ?? '').trim();
const compact = (text: string) => text.replace(/\s+/g, '');

/** Column numbers by name; a remark may stand in several columns. */
type Head = Record<Exclude<Column, 'remark'>, number> & { remark: number[]; row: number };
function headOf(rows: readonly (readonly Cell[])[]): Head | undefined {
  for (const [row, cells] of rows.slice(0, HEAD_WITHIN).entries()) {
    const names = cells.map((cell) => compact(words(cell)));
    const at = (column: Column) => names.findIndex((name) => COLUMNS[column].test(name));
    if (!Object.keys(NEEDED).every((column) => at(column as Column) >= 0)) continue;
    const remark = names.flatMap((name, n) => (COLUMNS.remark.test(name) ? [n] : []));
    return {
      row,
      remark,
      ref: at('ref'),
      paidOn: at('paidOn'),
      amount: at('amount'),
      payer: at('payer'),
      item: at('item'),
    };
  }
  return undefined;
}

/** 2026-10-08, 2026/10/8, 20261008, 2026年10月8日, with a time behind or not, or a date of the spreadsheet (its day is that in UTC). */
function dayOf(cell: Cell | undefined): string | undefined {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  const found = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T].*)?$/.exec(words(cell));
  if (!found) return undefined;
  const day = [found[1], found[2]?.padStart(2, '0'), found[3]?.padStart(2, '0')].join('-');
  return Number.isFinite(Date.parse(day)) && new Date(day).toISOString().startsWith(day) ? day : undefined;
}

/** 406,000.00, ¥406000, 406000.5: read digit by digit, since a fraction of a number of the machine is not exact. */
function fenOf(cell: Cell | undefined): number | string {
  const text = compact(words(cell)).replace(/[,，¥￥]|元$/g, '');
  const found = /^(-?)(\d{1,12})(?:\.(\d{1,2})0*)?$/.exec(text);
  if (!found) return '金额读不出来，应写作 406000.00';
  const fen = Number(found[2]) * 100 + Number((found[3] ?? '').padEnd(2, '0'));
  if (found[1]) return '是退款或者冲正，请从清单里去掉，在案件里登记退付';
  return fen > 0 && fen <= MOST_FEN ? fen : '金额应大于零，且不超过十亿元';
}

const ITEM_WORDS: readonly (readonly [RegExp, PaymentItem])[] = [
  [/加处|滞纳/, 'LATE'],
  [/没收/, 'CONFISCATION'],
  [/罚款|罚没/, 'FINE'],
];
/** 罚没 alone says nothing of which: only 罚款 names the fine. */
const itemOf = (text: string): PaymentItem | null =>
  /罚没/.test(text) && !/加处|滞纳/.test(text)
    ? null
    : (ITEM_WORDS.find(([pattern]) => pattern.test(text))?.[1] ?? null);

export interface BankList {
  lines: BankLine[];
  faults: CellFault[];
}

function readLine(
  cells: readonly Cell[],
  row: number,
  head: Head,
  today: string,
): { line: BankLine; faults: CellFault[] } {
  const at = (column: number) => words(cells[column]);
  const [ref, paidOn, amount] = [at(head.ref), dayOf(cells[head.paidOn]), fenOf(cells[head.amount])];
  const fault = (column: number, isWrong: boolean, said: string): CellFault[] =>
    isWrong ? [{ cell: cellName(column, row), words: said }] : [];
  const faults = [
    ...fault(head.ref, !/^[0-9A-Za-z-]{4,60}$/.test(ref), '流水号应为4至60位字母或数字'),
    ...fault(head.paidOn, paidOn === undefined, '日期读不出来，应写作 2026-10-08'),
    ...fault(head.paidOn, paidOn !== undefined && paidOn > today, '日期还没有到'),
    ...fault(head.amount, typeof amount === 'string', String(amount)),
  ];
  const line = {
    ...{ ref, paidOn: paidOn ?? '', amountFen: Number(amount), payer: at(head.payer).slice(0, 100) },
    ...{ remark: head.remark.map(at).filter(Boolean).join(' ').slice(0, 300), item: itemOf(at(head.item)) },
  };
  return { line, faults };
}

const same = (one: BankLine, other: BankLine) => one.paidOn === other.paidOn && one.amountFen === other.amountFen;

/** @param today Shanghai day: a bank takes no money tomorrow */
export function readBankList(rows: readonly (readonly Cell[])[], today: string): BankList {
  const head = headOf(rows);
  if (!head) {
    const named = Object.values(NEEDED).join('、');
    return { lines: [], faults: [{ cell: 'A1', words: `没有找到表头，清单里要有${named}三列` }] };
  }
  const [lines, faults] = [new Map<string, BankLine>(), [] as CellFault[]];
  for (const [offset, cells] of rows.slice(head.row + 1).entries()) {
    const isEmpty = cells.every((cell) => words(cell) === '');
    if (isEmpty || cells.some((cell) => SUM.test(words(cell)) && !dayOf(cells[head.paidOn]))) continue;
    const row = head.row + 1 + offset;
    const read = readLine(cells, row, head, today);
    faults.push(...read.faults);
    const before = lines.get(read.line.ref);
    if (before && !same(before, read.line))
      faults.push({ cell: cellName(head.ref, row), words: '同一流水号出现两次，日期或者金额不一样' });
    lines.set(read.line.ref, before ?? read.line);
  }
  if (lines.size === 0 && faults.length === 0) faults.push({ cell: 'A1', words: '清单里没有缴款记录' });
  return { lines: [...lines.values()], faults };
}
