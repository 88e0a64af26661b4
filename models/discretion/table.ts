/** 裁量表: whether one is sound, which one applies on a day, and what a case keeps of it. Runs in the browser as well. */
import { isInForce } from '../checkItem/legalBasis';
import { type Offence } from '../law/law.schema';
import {
  type DiscretionTable,
  FrozenTable,
  type TableContent,
  type TableFactor,
  type TableStep,
  WHOLE,
  WHOLE_MILLI,
} from './discretion.schema';

/** What is wrong with a table; `factor` and `step` count from 0, so that an import can name the row. */
export interface Fault {
  message: string;
  factor?: number;
  step?: number;
}

/** 2,900 → 29%; 650 → 6.5%. */
export const percent = (hundredths: number): string => `${hundredths / 100}%`;

const heaviest = ({ steps }: TableFactor): number => Math.max(...steps.map(({ weight }) => weight));
const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

function sumFaults({ kind, baseWeight, factors }: TableContent): Fault[] {
  if (kind === 'LEVEL_AVG') {
    const sum = total(factors.map(({ weightMilli = 0 }) => weightMilli));
    return sum === WHOLE_MILLI ? [] : [{ message: `各因子权重合计应为100%，现在是${percent(sum * 10)}，请改正` }];
  }
  const sum = total(factors.map(heaviest)) + (kind === 'MAX_SHARE' ? baseWeight : 0);
  const what = kind === 'MAX_SHARE' ? '基数和各因子最高档' : '各因子最高档';
  return sum === WHOLE ? [] : [{ message: `${what}合计应为100%，现在是${percent(sum)}，请改正` }];
}

function kindFaults({ kind, baseWeight, factors }: TableContent): Fault[] {
  const isLevels = kind === 'LEVEL_AVG';
  const outside = ({ weight }: TableStep) => isLevels && (weight < 1 || weight > 5);
  return [
    ...(kind !== 'MAX_SHARE' && baseWeight !== 0 ? [{ message: '只有“上限乘比例”的表才有基数，请改为0' }] : []),
    ...factors.flatMap(({ label, steps, weightMilli }, factor): Fault[] => [
      ...(isLevels && weightMilli === undefined ? [{ message: `“${label}”没有权重，请填写`, factor }] : []),
      ...(!isLevels && weightMilli !== undefined
        ? [{ message: `“${label}”不需要权重，只有五级加权平均的表才填`, factor }]
        : []),
      ...steps.flatMap((one, step) =>
        outside(one) ? [{ message: `“${label}·${one.label}”的等级应是1至5，请改正`, factor, step }] : [],
      ),
    ]),
  ];
}

const repeated = (codes: readonly string[]): number => codes.findIndex((code, index) => codes.indexOf(code) !== index);

function codeFaults({ factors }: TableContent): Fault[] {
  const factor = repeated(factors.map(({ code }) => code));
  return [
    ...(factor < 0 ? [] : [{ message: `因子代码“${factors[factor]?.code}”用了两次，请改正`, factor }]),
    ...factors.flatMap(({ label, steps }, index) => {
      const step = repeated(steps.map(({ code }) => code));
      return step < 0
        ? []
        : [{ message: `“${label}”的档次代码“${steps[step]?.code}”用了两次，请改正`, factor: index, step }];
    }),
  ];
}

const isBounded = ({ from, below }: TableStep): boolean => from !== undefined || below !== undefined;

/** Steps go from light to heavy, and measured ones meet without gap or overlap. */
function stepFaults({ factors }: TableContent): Fault[] {
  return factors.flatMap(({ label, steps, filledBy }, factor) => [
    ...steps.flatMap((one, step) => {
      const before = steps[step - 1];
      return before && one.weight < before.weight
        ? [{ message: `“${label}·${one.label}”比前一档轻，请从轻到重排列`, factor, step }]
        : [];
    }),
    ...boundFaults(label, steps, factor),
    ...(filledBy !== 'PERSON' && !steps.some(isBounded)
      ? [{ message: `“${label}”要自动归档，请填写各档的起止数值`, factor }]
      : []),
  ]);
}

function boundFaults(label: string, steps: readonly TableStep[], factor: number): Fault[] {
  const bounded = steps.flatMap((step, index) => (isBounded(step) ? [{ ...step, index }] : []));
  return bounded.flatMap(({ from = 0, below, label: name, index: step }, at) => {
    const before = bounded[at - 1];
    const fault = (message: string): Fault[] => [{ message: `“${label}·${name}”${message}`, factor, step }];
    if (below !== undefined && below <= from) return fault('的下界不小于上界，请改正');
    if (before ? before.below !== from : from !== 0) return fault('和前一档之间有空缺或者重叠，请改正');
    if (at === bounded.length - 1 && below !== undefined) return fault('是最高的一档，不应有上界');
    return [];
  });
}

/** Everything that stands against a table, in words; empty when it is sound. */
export const faultsOf = (table: TableContent): Fault[] => [
  ...kindFaults(table),
  ...codeFaults(table),
  ...stepFaults(table),
  ...sumFaults(table),
];

/** What a case keeps of a table. */
export const freezeTable = (table: FrozenTable | DiscretionTable): FrozenTable =>
  FrozenTable.parse(
    Object.fromEntries(Object.keys(FrozenTable.shape).map((name) => [name, table[name as keyof FrozenTable]])),
  );

/** The table in force for an offence on a Shanghai day; of several editions the latest. */
export const tableOn = (
  tables: readonly DiscretionTable[],
  offence: Offence,
  day: string,
): DiscretionTable | undefined =>
  tables
    .filter((table) => table.status === 'inForce' && table.offences.includes(offence) && isInForce(table, day))
    .sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1) || b.edition - a.edition)[0];
