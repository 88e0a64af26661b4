/**
 * 法律依据: which clause allows which penalty for which illegal act, within which range, and on which days. A row is never changed once
 * it is in force, only followed by another; a case keeps a frozen copy of what it was judged by. Runs in the browser as well.
 */
import { z } from 'zod';
import { Day } from '../checkItem/legalBasis';
import { DomainError } from '../core/errors';
import { reviewed } from './reviewed';

const keysOf = <W extends object>(words: W) => Object.keys(words) as [keyof W & string];

/** 行政处罚的种类, from the lightest to the gravest. Source: 生态环境行政处罚办法 第八条. 责令改正 is no penalty (第九条). */
export const PENALTY_KINDS = {
  WARNING: '警告',
  CRITICISM: '通报批评',
  FINE: '罚款',
  CONFISCATE_GAINS: '没收违法所得',
  CONFISCATE_GOODS: '没收非法财物',
  DEMOLISH: '责令限期拆除',
  SUSPEND_PERMIT: '暂扣许可证件',
  LOWER_GRADE: '降低资质等级',
  BAN_APPLICATION: '一定时期内不得申请行政许可',
  REVOKE_PERMIT: '吊销许可证件',
  RESTRICT_BUSINESS: '限制开展生产经营活动',
  STOP_TO_RECTIFY: '责令停产整治',
  STOP_BUSINESS: '责令停产停业',
  CLOSE: '责令关闭',
  RESTRICT_OCCUPATION: '限制从业',
  BAN_OCCUPATION: '禁止从业',
  DETENTION: '行政拘留（由公安机关决定）',
  OTHER: '法律、行政法规规定的其他行政处罚',
} as const;
export type PenaltyKind = keyof typeof PENALTY_KINDS;
export const PenaltyKind = z.enum(keysOf(PENALTY_KINDS), { error: '请选择处罚种类' });

/** Kinds that give a right to a hearing whatever the amount. Source: 生态环境行政处罚办法 第四十六条. */
export const HEARING_KINDS: readonly PenaltyKind[] = [
  ...(['SUSPEND_PERMIT', 'LOWER_GRADE', 'REVOKE_PERMIT', 'BAN_APPLICATION', 'RESTRICT_BUSINESS'] as const),
  ...(['STOP_TO_RECTIFY', 'STOP_BUSINESS', 'CLOSE', 'RESTRICT_OCCUPATION', 'BAN_OCCUPATION'] as const),
];
/** Kinds that need a collective discussion whatever the amount. Source: 生态环境行政处罚办法 第五十二条 [K]. */
export const COMMITTEE_KINDS: readonly PenaltyKind[] = [
  ...(['REVOKE_PERMIT', 'BAN_APPLICATION', 'STOP_TO_RECTIFY', 'STOP_BUSINESS', 'CLOSE'] as const),
  ...(['RESTRICT_OCCUPATION', 'BAN_OCCUPATION'] as const),
];

/** 违法行为, as the tables of law and discretion know them. */
export const OFFENCES = {
  eiaReport: '环评报告书未批先建',
  eiaForm: '环评报告表未批先建',
  eiaRegister: '环评登记表未备案',
  threeSimultaneous: '环保设施未建成或未验收即投产（三同时、未验先投）',
  permitNone: '无排污许可证排放污染物',
  permitNoneNoise: '无排污许可证排放工业噪声',
  permitExceed: '超过许可排放浓度或者总量排放',
  exceedWater: '超标排放水污染物',
  exceedAir: '超标排放大气污染物',
  exceedNoise: '超标排放工业噪声',
  evasionWater: '以逃避监管的方式排放水污染物',
  evasionAir: '以逃避监管的方式排放大气污染物',
  outfall: '违法设置排污口',
  outfallSourceArea: '在饮用水水源保护区内设置排污口',
  seaOutfallUnfiled: '入海排污口未备案',
  marineOil: '向海域排放油类',
  marineAcid: '向海域排放酸液、碱液',
  marineHeavyMetal: '向海域排放含重金属废水',
  marineOilyWater: '向海域排放不达标含油污水',
  marineShoreWaste: '向海岸、海域倾倒固体废物',
  marineToxic: '向海域排放剧毒废液',
  shoreHousehold: '个人向岸滩丢弃生活垃圾',
  mariculture: '海水养殖污染海洋环境',
  vocNotCollected: '挥发性有机物废气未收集处理',
  dustNotCollected: '生产粉尘未收集处理',
  yardDust: '码头、堆场扬尘未采取措施',
  odour: '恶臭气体未采取措施',
  solidDumping: '擅自倾倒、堆放、丢弃固体废物',
  hazardousDumping: '擅自倾倒、堆放危险废物或者污泥',
  hazardousLabel: '未按规定设置危险废物识别标志',
  hazardousPlan: '未按规定制定危险废物管理计划或者申报',
  hazardousLedger: '未按规定建立危险废物管理台账',
  hazardousStorage: '未按标准贮存危险废物',
  hazardousManifest: '未按规定填写、运行危险废物转移联单',
  hazardousUnlicensed: '将危险废物交给无证单位',
  hazardousTransfer: '擅自转移危险废物',
  hazardousNoLicenceCollect: '无证收集、贮存危险废物',
  hazardousNoLicenceUse: '无证利用、处置危险废物',
  falseMonitoring: '监测数据弄虚作假',
  noSelfMonitoring: '未开展自行监测',
  notConnected: '自动监测设备未联网或者不正常运行',
  refuseInspection: '拒绝、阻挠监督检查',
} as const;
export type Offence = keyof typeof OFFENCES;
export const Offence = z.enum(keysOf(OFFENCES), { error: '请选择违法行为' });

/** A thousand million yuan; whatever is more is a typing mistake. */
const MOST_FEN = 100_000_000_000;
const Fen = z.int().min(0).max(MOST_FEN, '金额太大，请核对单位');
const upright = (min: number, max: number) => min <= max;
const UPRIGHT = '罚款下限高于上限，请核对金额';

/** A fine between two amounts, in fen. */
const Fixed = z
  .strictObject({ kind: z.literal('FIXED'), minFen: Fen, maxFen: Fen })
  .refine(({ minFen, maxFen }) => upright(minFen, maxFen), UPRIGHT);
/** A share of the total investment, in per mille. */
const Share = z
  .strictObject({
    kind: z.literal('SHARE'),
    of: z.literal('investmentFen'),
    minPermille: z.int().min(0).max(1_000),
    maxPermille: z.int().min(1).max(1_000),
  })
  .refine(({ minPermille, maxPermille }) => upright(minPermille, maxPermille), UPRIGHT);
/** A multiple (in thousandths) of what proper disposal would have cost; a smaller cost counts as `floorFen`. */
const Multiple = z
  .strictObject({
    kind: z.literal('MULTIPLE'),
    of: z.literal('disposalCostFen'),
    minMilli: z.int().min(0).max(100_000),
    maxMilli: z.int().min(1).max(100_000),
    floorFen: Fen,
  })
  .refine(({ minMilli, maxMilli }) => upright(minMilli, maxMilli), UPRIGHT);
export const FineRange = z.discriminatedUnion('kind', [Fixed, Share, Multiple]);
export type FineRange = z.infer<typeof FineRange>;

/** What some ranges are computed from. Amounts in fen. */
export const Quantities = z.strictObject({ investmentFen: Fen.optional(), disposalCostFen: Fen.optional() });
export type Quantities = z.infer<typeof Quantities>;

/** Which of a clause's ranges: the plain one, the graver one (情节严重, 逾期不改正), the one for persons in charge. */
export const GRADES = { BASE: '一般情形', SERIOUS: '加重情形', PERSON: '直接责任人员' } as const;
export type Grade = keyof typeof GRADES;
export const Grade = z.enum(keysOf(GRADES));

const named = (what: string, most: number) =>
  z
    .string({ error: `请填写${what}` })
    .trim()
    .min(1, `请填写${what}`)
    .max(most);
const RealDay = Day.refine((day) => z.iso.date().safeParse(day).success, '没有这一天，请核对日期');

/** What a clause says: the part of a row that somebody proposes, somebody else puts in force, and a case freezes. */
export const Clause = z.strictObject({
  offence: Offence,
  /** 生态环境法典. */
  law: named('法律名称', 60),
  /** 第一千零九十五条; paragraph and item likewise, empty when the article has none. */
  article: named('条', 40),
  paragraph: z.string().trim().max(40).default(''),
  item: z.string().trim().max(60).default(''),
  text: named('条文内容', 2_000),
  /** Days on which it is in force, both included; null: until further notice. */
  validFrom: RealDay,
  validTo: RealDay.nullable(),
  range: FineRange,
  serious: FineRange.nullable().default(null),
  /** When the graver range applies, in the clause's own words. */
  seriousWhen: z.string().max(200).default(''),
  personRange: FineRange.nullable().default(null),
  /** Imposed by the clause itself. */
  kinds: z.array(PenaltyKind).min(1, '请选择处罚种类').max(10),
  /** What may come on top: counted when two laws are compared. */
  additional: z.array(PenaltyKind).max(10).default([]),
  /** 可以处: the fine may be left out. */
  may: z.boolean().default(false),
  /** 兜底条款: needs another law that names the act (案卷评查 item 11). */
  catchAll: z.boolean().default(false),
  /** 责令停止 建设、排污、生产. */
  stop: z.boolean().default(false),
  /** Where it was read, and what remains to be confirmed by the legal office. */
  source: z.string().max(200).default(''),
});
export type Clause = z.infer<typeof Clause>;

const rightOrder = ({ validFrom, validTo }: Pick<Clause, 'validFrom' | 'validTo'>) => !validTo || validFrom <= validTo;
/** One row. Days and range of a row in force never change, but for its end. */
export const LegalBasis = z.object({
  ...Clause.shape,
  ...reviewed,
  /** Offence and clause as one text: the validity of two rows in force with the same norm never overlaps. */
  norm: z.string(),
  /** The norm while it waits for approval: one proposal at a time. */
  asked: z.string().nullable(),
  /** The row that this one takes the place of. */
  replaces: z.string().nullable(),
  origin: z.enum(['BUILT_IN', 'PROPOSED']),
});
export type LegalBasis = z.infer<typeof LegalBasis>;

/** What the legal office proposes. */
export const ProposeBasis = z
  .strictObject({
    ...Clause.shape,
    replaces: z.string().max(80).nullable().default(null),
    note: named('提议的理由', 300),
  })
  .refine(rightOrder, { error: '失效日期早于生效日期，请核对', path: ['validTo'] });
export type ProposeBasis = z.infer<typeof ProposeBasis>;
export const Supersede = z.strictObject({ lastDay: Day, by: z.string().max(80) });
export type Supersede = z.infer<typeof Supersede>;

/** What a case keeps of a row: its id and what it said, nothing of how it came to be. */
export const FrozenBasis = z.strictObject({ _id: z.string(), ...Clause.shape });
export type FrozenBasis = z.infer<typeof FrozenBasis>;
export const freezeBasis = (row: FrozenBasis | LegalBasis): FrozenBasis => {
  const kept = Object.fromEntries(Object.keys(FrozenBasis.shape).map((name) => [name, row[name as keyof FrozenBasis]]));
  return FrozenBasis.parse(kept);
};

/** 《生态环境法典》第一千零九十五条第一款第（一）项. */
export const cited = ({
  law,
  article,
  paragraph,
  item,
}: Pick<Clause, 'law' | 'article' | 'paragraph' | 'item'>): string => `《${law}》${article}${paragraph}${item}`;

export interface Amounts {
  minFen: number;
  maxFen: number;
}

const ASKED = { investmentFen: '项目总投资额', disposalCostFen: '所需处置费用' } as const;
function quantity(of: keyof typeof ASKED, quantities: Quantities): number {
  const value = quantities[of];
  if (value === undefined || value <= 0)
    throw new DomainError('INVALID_INPUT', `这一条按${ASKED[of]}计算罚款，请先填写${ASKED[of]}。`, {
      fields: [{ field: of }],
    });
  return value;
}

/** Rounded half up to whole fen, in integers. */
const part = (amount: number, share: number) => Math.floor((amount * share + 500) / 1_000);

/**
 * The least and the most that a range allows, in fen.
 *
 * @throws DomainError INVALID_INPUT when the amount it is computed from is not given, or its least is above its most
 */
export function amountsOf(range: FineRange, quantities: Quantities): Amounts {
  const amounts = computed(range, quantities);
  if (!upright(amounts.minFen, amounts.maxFen)) throw new DomainError('INVALID_INPUT', `${UPRIGHT}。`, { range });
  return amounts;
}

function computed(range: FineRange, quantities: Quantities): Amounts {
  if (range.kind === 'FIXED') return { minFen: range.minFen, maxFen: range.maxFen };
  if (range.kind === 'SHARE') {
    const whole = quantity(range.of, quantities);
    return { minFen: part(whole, range.minPermille), maxFen: part(whole, range.maxPermille) };
  }
  const cost = Math.max(quantity(range.of, quantities), range.floorFen);
  return { minFen: part(cost, range.minMilli), maxFen: part(cost, range.maxMilli) };
}

/**
 * The least and the most that a clause allows, in fen.
 *
 * @throws DomainError INVALID_INPUT when the amount it is computed from is missing, or the clause has no range of this grade
 */
export function rangeOf(
  basis: Pick<Clause, 'range' | 'serious' | 'personRange'>,
  quantities: Quantities = {},
  grade: Grade = 'BASE',
): Amounts {
  const range = { BASE: basis.range, SERIOUS: basis.serious, PERSON: basis.personRange }[grade];
  if (!range)
    throw new DomainError('INVALID_INPUT', `这一条没有规定“${GRADES[grade]}”的罚款，请选择其他情形。`, { grade });
  return amountsOf(range, quantities);
}
