/**
 * One sheet of a workbook is one table: a head of names and values, then a row for each step. What is wrong is told with sheet, row and
 * column, all of it at once, so that a file is mended in one go.
 */
import { DomainError } from '../core/errors';
import { OFFENCES, type Offence } from '../law/law.schema';
import { FILLED_BY, KINDS, type TableFactor, TableContent, type TableStep } from './discretion.schema';
import { type Fault, faultsOf } from './table';
import { type Cell, type Sheet } from './workbook';

/** Labels of the head, in the order in which they are written. */
const HEAD = {
  code: '代码',
  name: '名称',
  kind: '计算方式',
  offences: '适用违法行为',
  validFrom: '生效日期',
  roundToFen: '取整（元）',
  baseWeight: '基数（%）',
  source: '依据',
} as const;
type HeadName = keyof typeof HEAD;
/** Columns of the steps, from A. */
const COLUMNS = {
  label: '因子',
  code: '因子代码',
  filledBy: '归档方式',
  unit: '单位',
  weightMilli: '权重（%）',
  stepLabel: '档次',
  stepCode: '档次代码',
  weight: '比例（%）或等级',
  from: '以上（含）',
  below: '不足（不含）',
} as const;
type ColumnName = keyof typeof COLUMNS;
const NAMES = Object.keys(COLUMNS) as ColumnName[];
const letterOf = (name: ColumnName) => String.fromCharCode(65 + NAMES.indexOf(name));

/** A fault and where it is; row and column as the spreadsheet shows them. */
export interface PlacedFault {
  sheet: string;
  row: number | null;
  column: string | null;
  message: string;
}

const SHORT_KINDS = Object.fromEntries(
  Object.entries(KINDS).map(([kind, words]) => [words.split('：')[0] ?? '', kind]),
);
const codeOf = (words: Readonly<Record<string, string>>, said: string): string =>
  Object.entries(words).find(([, label]) => label === said)?.[0] ?? said;

const textOf = (cell: Cell | undefined): string =>
  cell instanceof Date ? cell.toISOString().slice(0, 10) : cell == null ? '' : String(cell).trim();

/** A whole number of parts: 6.5 (%) → 650 hundredths. undefined: the cell is empty; NaN: no number, or too many decimals. */
function partsOf(cell: Cell | undefined, per: number): number | undefined {
  const said = textOf(cell);
  if (said === '') return undefined;
  const parts = Number(said) * per;
  return Math.abs(parts - Math.round(parts)) < 1e-6 ? Math.round(parts) : NaN;
}

interface Read {
  draft: Record<string, unknown>;
  /** Row of each head value, of each factor and of each step. */
  headRow: Partial<Record<HeadName, number>>;
  stepRows: number[][];
  faults: PlacedFault[];
}

const HEAD_PARTS: Partial<Record<HeadName, number>> = { roundToFen: 100, baseWeight: 100 };

function headValue(name: HeadName, cell: Cell | undefined): unknown {
  const said = textOf(cell);
  if (said === '') return undefined;
  const per = HEAD_PARTS[name];
  if (per) return partsOf(cell, per);
  if (name === 'kind') return codeOf(Object.fromEntries(Object.entries(SHORT_KINDS).map(([w, k]) => [k, w])), said);
  if (name !== 'offences') return said;
  // Names of offences have commas of their own.
  return said
    .split(/[；;\n]/)
    .map((one) => codeOf(OFFENCES, one.trim()))
    .filter(Boolean);
}

function stepOf(row: readonly Cell[], isLevels: boolean): Partial<TableStep> {
  const at = (name: ColumnName) => row[NAMES.indexOf(name)];
  const [from, below] = [partsOf(at('from'), 1_000), partsOf(at('below'), 1_000)];
  return {
    ...{ code: textOf(at('stepCode')), label: textOf(at('stepLabel')) },
    weight: partsOf(at('weight'), isLevels ? 1 : 100) ?? NaN,
    ...(from === undefined ? {} : { from }),
    ...(below === undefined ? {} : { below }),
  };
}

function factorOf(row: readonly Cell[]): Record<string, unknown> & { steps: unknown[] } {
  const at = (name: ColumnName) => row[NAMES.indexOf(name)];
  const weightMilli = partsOf(at('weightMilli'), 10);
  const [unit, filledBy] = [textOf(at('unit')), textOf(at('filledBy'))];
  return {
    ...{ code: textOf(at('code')), label: textOf(at('label')), steps: [] },
    ...(unit ? { unit } : {}),
    ...(filledBy ? { filledBy: codeOf(FILLED_BY, filledBy) } : {}),
    ...(weightMilli === undefined ? {} : { weightMilli }),
  };
}

function readRows({ name: sheet, rows }: Sheet): Read {
  const start = rows.findIndex((row) => textOf(row[0]) === COLUMNS.label);
  const read: Read = { draft: {}, headRow: {}, stepRows: [], faults: [] };
  const head = Object.entries(HEAD) as [HeadName, string][];
  rows.slice(0, start < 0 ? rows.length : start).forEach((row, index) => {
    const found = head.find(([, label]) => label === textOf(row[0]));
    if (!found) return;
    read.headRow[found[0]] = index + 1;
    const value = headValue(found[0], row[1]);
    if (value !== undefined) read.draft[found[0]] = value;
  });
  if (start < 0) {
    read.faults.push({ sheet, row: null, column: null, message: `没有“${COLUMNS.label}”一行表头，请按模板填写` });
    return read;
  }
  NAMES.forEach((name, index) => {
    if (textOf(rows[start]?.[index]) !== COLUMNS[name])
      read.faults.push({
        ...{ sheet, row: start + 1, column: letterOf(name) },
        message: `表头应为“${COLUMNS[name]}”，请按模板填写`,
      });
  });
  const isLevels = read.draft['kind'] === 'LEVEL_AVG';
  const factors: ReturnType<typeof factorOf>[] = [];
  rows.slice(start + 1).forEach((row, index) => {
    if (row.every((cell) => textOf(cell) === '')) return;
    if (textOf(row[0]) !== '' || factors.length === 0) {
      factors.push(factorOf(row));
      read.stepRows.push([]);
    }
    factors.at(-1)?.steps.push(stepOf(row, isLevels));
    read.stepRows.at(-1)?.push(start + index + 2);
  });
  read.draft['factors'] = factors;
  return read;
}

const STEP_COLUMN: Readonly<Record<string, ColumnName>> = {
  ...{ code: 'stepCode', label: 'stepLabel', weight: 'weight', from: 'from', below: 'below' },
};

/** Where in the sheet a path of the schema lies. */
function placeOf(path: readonly PropertyKey[], { headRow, stepRows }: Read): Pick<PlacedFault, 'row' | 'column'> {
  const [first, factor, field, step, stepField] = path;
  if (first !== 'factors')
    return { row: headRow[first as HeadName] ?? null, column: headRow[first as HeadName] ? 'B' : null };
  const rows = stepRows[Number(factor)];
  if (field === 'steps' && step !== undefined)
    return { row: rows?.[Number(step)] ?? null, column: letterOf(STEP_COLUMN[String(stepField)] ?? 'stepLabel') };
  const column = NAMES.includes(field as ColumnName) ? (field as ColumnName) : 'label';
  return { row: rows?.[0] ?? null, column: letterOf(column) };
}

const labelOf = (path: readonly PropertyKey[]): string => {
  const last = String(path.at(-1));
  if (path[0] !== 'factors') return HEAD[String(path[0]) as HeadName] ?? '内容';
  return path[2] === 'steps'
    ? (COLUMNS[STEP_COLUMN[last] ?? 'stepLabel'] ?? '档次')
    : (COLUMNS[last as ColumnName] ?? '因子');
};

function placedFault({ message, factor, step }: Fault, sheet: string, { stepRows }: Read): PlacedFault {
  const rows = factor === undefined ? undefined : stepRows[factor];
  const row = rows?.[step ?? 0] ?? null;
  const column =
    row === null
      ? letterOf('weight')
      : letterOf(/下界|空缺|上界/.test(message) ? 'from' : step === undefined ? 'weightMilli' : 'weight');
  return { sheet, row, column, message };
}

/** One sheet, or everything that is wrong with it. */
function tableOf(sheet: Sheet): { table: TableContent } | { faults: PlacedFault[] } {
  const read = readRows(sheet);
  if (read.faults.length > 0) return { faults: read.faults };
  const result = TableContent.safeParse({ ...read.draft, illustrative: false });
  if (!result.success)
    return {
      faults: result.error.issues.map(({ path, message }) => ({
        ...{ sheet: sheet.name, ...placeOf(path, read) },
        message: /[\u4e00-\u9fff]/.test(message) ? message : `“${labelOf(path)}”没有填写或者格式不对`,
      })),
    };
  const faults = faultsOf(result.data).map((fault) => placedFault(fault, sheet.name, read));
  return faults.length > 0 ? { faults } : { table: result.data };
}

/** One sentence for each place, from the top. */
const firstOfEach = (faults: readonly PlacedFault[]): PlacedFault[] =>
  faults
    .filter(
      ({ row, column }, index) =>
        row === null || faults.findIndex((one) => one.row === row && one.column === column) === index,
    )
    .sort((a, b) => (a.row ?? 0) - (b.row ?? 0));

const SHOWN = 8;
const inWords = ({ sheet, row, column, message }: PlacedFault): string =>
  `“${sheet}”${row === null ? '' : `第${row}行`}${column === null ? '' : `${column}列`}：${message}`;

/**
 * The tables of a workbook, one per sheet that is not empty.
 *
 * @throws DomainError INVALID_INPUT; `details.faults` names each fault with sheet, row and column, the message the first of them
 */
export function tablesOf(sheets: readonly Sheet[]): TableContent[] {
  const used = sheets.filter(({ rows }) => rows.some((row) => row.some((cell) => textOf(cell) !== '')));
  if (used.length === 0) throw new DomainError('INVALID_INPUT', '表格里没有内容，请下载模板填写后再导入。');
  const read = used.map(tableOf);
  const tables = read.flatMap((one) => ('table' in one ? [one.table] : []));
  const twice = tables.find(({ code }, index) => tables.findIndex((one) => one.code === code) !== index);
  const faults = read.flatMap((one) => ('faults' in one ? firstOfEach(one.faults) : []));
  if (twice)
    faults.push({ sheet: twice.name, row: null, column: null, message: `代码“${twice.code}”有两张表，请改正` });
  if (faults.length === 0) return tables;
  const more = faults.length > SHOWN ? `等${faults.length}处` : '';
  throw new DomainError(
    'INVALID_INPUT',
    `表格要改${faults.length}处：${faults.slice(0, SHOWN).map(inWords).join('；')}${more}。`,
    {
      faults,
    },
  );
}

type Row = (string | number | null)[];
const label = <W extends object>(words: W, key: keyof W): string => String(words[key]).split('：')[0] ?? '';

/** A table as the rows of a sheet that `tablesOf` reads back. */
export function rowsOf(table: TableContent): Row[] {
  const head: Record<HeadName, string | number> = {
    ...{ code: table.code, name: table.name, kind: label(KINDS, table.kind) },
    offences: table.offences.map((offence: Offence) => OFFENCES[offence]).join('；'),
    ...{ validFrom: table.validFrom, roundToFen: table.roundToFen / 100, baseWeight: table.baseWeight / 100 },
    source: table.source,
  };
  const per = table.kind === 'LEVEL_AVG' ? 1 : 100;
  const stepRow = (factor: TableFactor, step: TableStep, first: boolean): Row => [
    ...(first
      ? [
          ...[factor.label, factor.code, FILLED_BY[factor.filledBy], factor.unit ?? null],
          factor.weightMilli === undefined ? null : factor.weightMilli / 10,
        ]
      : [null, null, null, null, null]),
    ...[step.label, step.code, step.weight / per],
    ...[step.from, step.below].map((bound) => (bound === undefined ? null : bound / 1_000)),
  ];
  return [
    ...(Object.keys(HEAD) as HeadName[]).map((name): Row => [HEAD[name], head[name]]),
    [],
    Object.values(COLUMNS),
    ...table.factors.flatMap((factor) => factor.steps.map((step, index) => stepRow(factor, step, index === 0))),
  ];
}
