/**
 * 裁量: the tables by which a fine is computed inside the range the law gives, and the sheet that says how it was done for one act.
 * Shares are integers (hundredths of a percent), amounts are integer fen, measured values are thousandths of their unit: nothing here
 * is ever a fraction. Runs in the browser as well.
 */
import { z } from 'zod';
import { Day } from '../checkItem/legalBasis';
import { FrozenBasis, Grade, Offence } from '../law/law.schema';
import { reviewed } from '../law/reviewed';

const keysOf = <W extends object>(words: W) => Object.keys(words) as [keyof W & string];
const text = (what: string, most: number) =>
  z
    .string({ error: `请填写${what}` })
    .trim()
    .min(1, `请填写${what}`)
    .max(most, `${what}最多${most}字`);

const RealDay = Day.refine((day) => z.iso.date().safeParse(day).success, '没有这一天，请核对日期');

/** A hundred percent, in hundredths of a percent. */
export const WHOLE = 10_000;
/** The weights of the factors of a LEVEL_AVG table together. */
export const WHOLE_MILLI = 1_000;

/** How the shares become a fine (长三角区域生态环境行政处罚裁量规则 and its neighbours know these three). */
export const KINDS = {
  RANGE_SUM: '下限加区间比例：下限 ＋（上限－下限）× 各因子之和',
  MAX_SHARE: '上限乘比例：上限 ×（基数＋各因子之和），不低于下限',
  LEVEL_AVG: '五级加权平均：下限 ＋（上限－下限）× Σ 权重×（等级－1）÷4',
} as const;
export type TableKind = keyof typeof KINDS;

/** Where a factor finds its step by itself; without one a person chooses. */
export const FILLED_BY = {
  PERSON: '人工选择',
  MEASURED: '填写数值自动归档',
  TIMES: '两年内违法次数（含本次）',
  COMPLAINTS: '一年内查实的投诉',
} as const;

export const StepCode = z.string().regex(/^[a-z0-9][a-zA-Z0-9]{0,23}$/, '档次代码由小写字母或数字开头，最多24位');
export const FactorCode = z.string().regex(/^[a-z][a-zA-Z0-9]{0,23}$/, '因子代码应以小写字母开头，最多24位');
/** Thousandths of the factor's unit: 0.8 t is 800. */
const Milli = z.int().min(0).max(1_000_000_000_000);

/** One step (档) of a factor. `from` counts in (以上), `below` does not (不足). */
export const TableStep = z.strictObject({
  code: StepCode,
  label: text('档次', 60),
  /** Hundredths of a percent; of a LEVEL_AVG table the level, 1 to 5. */
  weight: z.int().min(0).max(WHOLE),
  from: Milli.optional(),
  below: Milli.optional(),
});
export type TableStep = z.infer<typeof TableStep>;

export const TableFactor = z.strictObject({
  code: FactorCode,
  label: text('因子', 40),
  /** Of measured values: 吨、倍、个月. */
  unit: z.string().trim().max(10).optional(),
  filledBy: z.enum(keysOf(FILLED_BY)).default('PERSON'),
  /** Of a LEVEL_AVG table: the factor's weight in thousandths. */
  weightMilli: z.int().min(1).max(WHOLE_MILLI).optional(),
  /** From the lightest to the heaviest. */
  steps: z.array(TableStep).min(2, '每个因子至少两档').max(12, '每个因子最多12档'),
});
export type TableFactor = z.infer<typeof TableFactor>;

/** What a table says, by itself: the part that is proposed, approved, frozen with a case and computed with. */
export const TableContent = z.strictObject({
  /** T1, T2 …: one table is in force under a code at a time. */
  code: z.string().regex(/^[A-Z][A-Z0-9-]{0,15}$/, '裁量表代码应写作 T1'),
  name: text('裁量表名称', 60),
  offences: z.array(Offence).min(1, '请写明适用的违法行为').max(60),
  kind: z.enum(keysOf(KINDS), { error: '请选择计算方式' }),
  /** Y0 of MAX_SHARE, hundredths of a percent. */
  baseWeight: z.int().min(0).max(WHOLE).default(0),
  factors: z.array(TableFactor).min(1, '至少一个因子').max(12, '最多12个因子'),
  validFrom: RealDay,
  /** To which amount the result is rounded, half up; 100 = whole yuan. */
  roundToFen: z.int().min(1).max(100_000_000).default(100),
  /** Whose table it is: 文号 of the published rule, or that it only shows the shape. */
  source: text('依据', 200),
  /** Shows the shape only; the legal office has to load its own. */
  illustrative: z.boolean().default(false),
});
export type TableContent = z.infer<typeof TableContent>;

/** One past sheet, recomputed with the proposed table. */
export const SimulatedCase = z.strictObject({
  id: z.string(),
  no: z.string().nullable(),
  offence: Offence,
  oldFen: z.int(),
  newFen: z.int(),
  /** Factors that the old sheet does not answer; they take the lowest step. */
  unanswered: z.array(z.string()),
  outlier: z.boolean(),
});
export type SimulatedCase = z.infer<typeof SimulatedCase>;

export const Simulation = z.object({
  at: z.coerce.date(),
  by: z.string(),
  cases: z.array(SimulatedCase),
  /** Sums and counts over the cases; amounts in fen. */
  higher: z.int(),
  lower: z.int(),
  same: z.int(),
  outliers: z.int(),
  medianChangePermille: z.int(),
  /** Number of cases by change: [label, count], from the largest fall to the largest rise. */
  distribution: z.array(z.tuple([z.string(), z.int()])),
  hash: z.string(),
});
export type Simulation = z.infer<typeof Simulation>;

/** One edition of a table. `_id` is `<code>@<edition>`. */
export const DiscretionTable = z.object({
  ...TableContent.shape,
  ...reviewed,
  edition: z.int().min(1),
  /** Last day in force, included; null: until further notice. */
  validTo: RealDay.nullable(),
  simulation: Simulation.nullable(),
});
export type DiscretionTable = z.infer<typeof DiscretionTable>;

/** What the reviewer hands in: the table, and what is new in it. */
export const ProposeTable = z.strictObject({ table: TableContent, note: text('修改说明', 300) });
export type ProposeTable = z.infer<typeof ProposeTable>;
export const SupersedeTable = z.strictObject({ lastDay: RealDay, by: z.string().max(40) });
export type SupersedeTable = z.infer<typeof SupersedeTable>;

/** A table as it is kept with a case: what it said, and which edition said it. */
export const FrozenTable = z.strictObject({ ...TableContent.shape, _id: z.string(), edition: z.int().min(1) });
export type FrozenTable = z.infer<typeof FrozenTable>;

/** Amounts between which the law allows a fine, in fen. */
export const FineRange = z
  .object({ minFen: z.int().min(0).max(1e13), maxFen: z.int().min(0).max(1e13) })
  .refine(({ minFen, maxFen }) => minFen <= maxFen, '法定幅度的下限高于上限，请法制审核人员核对法律依据');
export type FineRange = z.infer<typeof FineRange>;

export const ADJUSTMENTS = { LIGHTER: '从轻', HEAVIER: '从重', REDUCED: '减轻' } as const;
export type AdjustmentKind = keyof typeof ADJUSTMENTS;

/** 从轻、减轻: 生态环境行政处罚办法 第四十三条; 生态环境法典 第一千零五十六条. */
export const LIGHTER_GROUNDS = {
  REMOVED_HARM: '主动消除或者减轻违法行为危害后果',
  COERCED: '受他人胁迫或者诱骗实施违法行为',
  CONFESSED: '主动供述行政机关尚未掌握的违法行为',
  MERIT: '配合查处违法行为有立功表现',
  RESTORED: '积极有效修复生态环境',
  COMPENSATED: '及时赔偿损害',
  LAW: '法律、法规、规章规定的其他情形',
} as const;
/** 从重: 生态环境法典 第一千零五十六条 and what published rules list beside it. */
export const HEAVIER_GROUNDS = {
  MALICIOUS: '恶意损害生态环境',
  REFUSES: '拒不改正',
  SERIOUS_RESULT: '造成严重后果',
  REPEATED: '多次违法',
  DISHONEST: '列入严重失信名单尚未修复',
  SUPERVISED: '群众反映强烈，上级督办或者媒体曝光',
  INCIDENT: '造成较大以上突发环境事件或者跨区县污染',
  DUMPED: '跨市倾倒',
  HEAVY_POLLUTION: '重污染天气预警期间超标排放',
  OBSTRUCTED: '阻碍执法或者威胁执法人员、举报人',
} as const;
export const GROUNDS = { LIGHTER: LIGHTER_GROUNDS, HEAVIER: HEAVIER_GROUNDS, REDUCED: LIGHTER_GROUNDS } as const;

/** SHA-256 of a file of the case, or `<word>:<id>` of a record that proves it. */
export const EvidenceRef = z
  .string()
  .regex(/^([0-9a-f]{64}|[a-zA-Z]{1,30}:[\w@:-]{1,80})$/, '证据编号不对，请重新选择');

export const Adjustment = z
  .strictObject({
    kind: z.enum(keysOf(ADJUSTMENTS), { error: '请选择从轻、从重或减轻' }),
    /** Thousandths: of the statutory maximum for 从轻 and 从重, of the statutory minimum for 减轻. */
    permille: z.int().min(1, '幅度至少千分之一').max(1_000),
    ground: z.string().max(40),
    reason: text('理由', 500),
    evidence: z.array(EvidenceRef).max(50).default([]),
  })
  .refine(({ kind, ground }) => Object.hasOwn(GROUNDS[kind], ground), {
    error: '请选择法定的理由',
    path: ['ground'],
  });
export type Adjustment = z.infer<typeof Adjustment>;

/** What was found of one factor. `value` in thousandths of its unit. */
export const FactorAnswer = z.strictObject({
  step: StepCode,
  established: z.boolean(),
  value: Milli.nullable().default(null),
  evidence: z.array(EvidenceRef).max(50).default([]),
  note: z.string().trim().max(500).default(''),
});
export type FactorAnswer = z.infer<typeof FactorAnswer>;
export const FactorAnswers = z
  .record(FactorCode, FactorAnswer)
  .refine((given) => Object.keys(given).length <= 12, '最多12个因子');
export type FactorAnswers = z.infer<typeof FactorAnswers>;

/** One line of a computation. The `fen` of all lines add up to the result. */
export const AssessedLine = z.strictObject({
  kind: z.enum(['START', 'FACTOR', 'BOUND', 'LIGHTER', 'HEAVIER', 'REDUCED', 'ROUNDING']),
  /** Of a factor: its code; of an adjustment: its ground. */
  code: z.string(),
  label: z.string(),
  /** Words of the step. */
  step: z.string().nullable(),
  established: z.boolean(),
  /** Hundredths of a percent that it brings; null where none is meant. */
  share: z.int().nullable(),
  fen: z.int(),
});
export type AssessedLine = z.infer<typeof AssessedLine>;

export const SIDES = { OLD: '行为时的法律', NEW: '现行法律', ONLY: '唯一适用的法律' } as const;
export type Side = keyof typeof SIDES;

/** One law's answer for the act. */
export const Candidate = z.strictObject({
  side: z.enum(['OLD', 'NEW']),
  basis: FrozenBasis,
  range: z.object({ minFen: z.int(), maxFen: z.int() }),
  table: FrozenTable,
  /** Σ in hundredths of a percent, before the cap at a hundred. */
  sum: z.int(),
  resultFen: z.int(),
  lines: z.array(AssessedLine),
});
export type Candidate = z.infer<typeof Candidate>;

/** 裁量表 of one act under one norm, with everything it was computed from. */
export const NormSheet = z.object({
  /** Id of the act in the case. */
  act: z.string(),
  offence: Offence,
  /** Which of the clause's ranges. */
  grade: Grade,
  candidates: z.array(Candidate).min(1).max(2),
  /** What the comparison of laws said, line by line. */
  comparison: z.array(z.string()),
  lighter: z.enum(keysOf(SIDES)),
  chosen: z.enum(keysOf(SIDES)),
  chosenReason: z.string(),
  factors: FactorAnswers,
  adjustments: z.array(Adjustment),
  /** How far adjustments might go on that day, in thousandths (engine.ts, Bounds). */
  bounds: z.strictObject({ adjustPermille: z.int(), reducePermille: z.int() }),
  resultFen: z.int(),
  /** 没收违法所得: computed apart, never part of the fine. */
  confiscationFen: z.int().min(0),
  /** 减轻 and what else makes a collective discussion necessary, in words. */
  discussBecause: z.string().nullable(),
  /** The warning given when it was far from the nearest past cases, and why it was kept. */
  outlier: z.strictObject({ warning: z.string(), reason: z.string() }).nullable(),
  /** For the decision document. */
  explanation: z.string(),
  /** For the party. */
  plain: z.string(),
  by: z.string(),
  byName: z.string(),
  at: z.coerce.date(),
  /** SHA-256 of everything above it was computed from (canonical JSON of bases, ranges, tables, factors, adjustments, choice, amount). */
  hash: z.string(),
});
export type NormSheet = z.infer<typeof NormSheet>;

/** The one sheet of an act: under the norm with the highest fine. `others`: the norms that the same act broke as well (行政处罚法 第二十九条). */
export const DiscretionSheet = z.object({ ...NormSheet.shape, others: z.array(NormSheet) });
export type DiscretionSheet = z.infer<typeof DiscretionSheet>;

/** What the step `assess` of a case takes: one act under one norm. */
export const AssessAct = z.strictObject({
  act: z.string().min(1).max(40),
  /** Another norm broken by the same act; default: the act's own. */
  offence: Offence.optional(),
  grade: Grade.default('BASE'),
  factors: FactorAnswers,
  adjustments: z.array(Adjustment).max(6, '最多6项从轻、从重或减轻').default([]),
  chosen: z.enum(keysOf(SIDES), { error: '请选择适用的法律' }),
  chosenReason: text('选择适用法律的理由', 500),
  confiscationFen: z.int().min(0).max(1e13).default(0),
  /** Needed when the amount is far from the nearest past cases. */
  outlierReason: z.string().trim().max(500).default(''),
});
export type AssessAct = z.infer<typeof AssessAct>;
