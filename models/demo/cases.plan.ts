/** Which penalty cases the demo has (示例), and how far each has come. Those marked D are the worked examples of the discretion tables. */
import { type Adjustment } from '../discretion/discretion.schema';
import { type Offence } from '../law/law.schema';
import { type PenaltyStatus } from '../penalty/penalty.schema';

/** What stands in the table of the worked examples: which steps of the factors were found. */
type Factors = Readonly<Record<string, string>>;
export interface Plan {
  enterprise: string;
  offence: Offence;
  factors: Factors;
  fate: PenaltyStatus;
  /** Days since the clue was registered. */
  age: number;
  /** Days from the act to the clue; a fixed day where the version of the law matters. */
  acted?: number | string;
  investmentYuan?: number;
  adjustment?: Omit<Adjustment, 'evidence'>;
  /** What is put forward against the notice. */
  defence?: string;
}

const FIRST = { times: 'first', complaints: 'none' } as const;
const T1 = { stage: 'main', duration: 'below12', ...FIRST } as const;
const T2 = {
  multiple: 'below05',
  receiving: 'class4',
  volume: 'below100',
  times: 'second',
  complaints: 'one',
} as const;
const T3 = { months: 'below1', tonnes: 'below1', ...FIRST } as const;
const T4 = { effect: 'slight', facility: 'off', times: 'second', complaints: 'many' } as const;
const T5 = { tonnes: 'below3', fault: 'unverified', ...FIRST } as const;
const LOWEST = { effect: 'within', facility: 'normal', ...FIRST } as const;
const ALL = {
  multiple: 'over2',
  receiving: 'source',
  volume: 'over500',
  times: 'fourth',
  complaints: 'group',
} as const;
const D14 = {
  multiple: 'over2',
  receiving: 'class3',
  volume: 'below500',
  times: 'fourth',
  complaints: 'none',
} as const;
const D4 = { stage: 'main', duration: 'year', times: 'second', complaints: 'yes' } as const;

const lighter = {
  kind: 'LIGHTER',
  permille: 200,
  ground: 'REMOVED_HARM',
  reason: '主动清理排口，消除影响（示例）',
} as const;
const heavierBy = { kind: 'HEAVIER', permille: 200, ground: 'REFUSES', reason: '责令改正后仍未改正（示例）' } as const;
const DEFENCE = '设备故障当天已经抢修，请求从轻处罚（示例）。';

type Row = [
  enterprise: string,
  offence: Offence,
  factors: Factors,
  fate: PenaltyStatus,
  age: number,
  more?: Partial<Plan>,
];
/** In the order of §6 of the demo: nine investigating, four under review, four told … one without penalty. */
const ROWS: readonly Row[] = [
  ['E05', 'odour', LOWEST, 'investigating', 6],
  ['E09', 'vocNotCollected', {}, 'investigating', 8],
  ['E10', 'yardDust', {}, 'investigating', 11],
  ['E13', 'vocNotCollected', {}, 'investigating', 14],
  ['E14', 'yardDust', {}, 'investigating', 18],
  ['E15', 'hazardousLedger', T3, 'investigating', 21],
  ['E16', 'odour', T4, 'investigating', 25],
  ['E18', 'yardDust', {}, 'investigating', 30],
  ['E19', 'mariculture', {}, 'investigating', 34],
  // D14: 739,000 and a fifth of the maximum more.
  ['E20', 'exceedWater', D14, 'reviewing', 28, { adjustment: heavierBy }],
  ['E02', 'eiaForm', { ...T1, stage: 'foundation', duration: 'below6' }, 'reviewing', 24],
  ['E04', 'hazardousManifest', T3, 'reviewing', 22],
  ['E03', 'exceedAir', { ...T2, volume: 'below10', ...FIRST }, 'reviewing', 26],
  ['E06', 'exceedWater', T2, 'noticed', 18],
  ['E17', 'exceedWater', { ...T2, times: 'first', complaints: 'none' }, 'noticed', 17],
  ['E08', 'hazardousUnlicensed', T5, 'noticed', 16],
  ['E11', 'odour', LOWEST, 'noticed', 15],
  ['E12', 'exceedAir', { ...T2, multiple: 'below1' }, 'hearingRequested', 36],
  ['E01', 'exceedWater', { ...T2, receiving: 'class3' }, 'hearingRequested', 40],
  // D4 and D7: collective discussion from half a million on.
  ['E12', 'eiaReport', D4, 'discussed', 52],
  ['E20', 'exceedWater', ALL, 'discussed', 55],
  // D1, D12, D8 of the law in force.
  ['E13', 'eiaForm', T1, 'decided', 50],
  ['E06', 'exceedWater', T2, 'decided', 54, { adjustment: lighter, defence: DEFENCE }],
  ['E04', 'hazardousManifest', T3, 'decided', 47],
  // D5; D2: built before the Code, decided after it, and the Code is lighter.
  ['E01', 'exceedWater', T2, 'served', 48, { defence: DEFENCE }],
  ['E15', 'eiaForm', T1, 'served', 47, { acted: '2026-06-10', investmentYuan: 12_000_000 }],
  ['E08', 'hazardousLedger', T3, 'served', 46],
  ['E16', 'odour', LOWEST, 'served', 45],
  ['E17', 'exceedWater', T2, 'overdue', 92],
  ['E09', 'hazardousPlan', T3, 'overdue', 96],
  ['E03', 'odour', T4, 'courtApplied', 330],
  // D10, paid and closed; D3: the old law was lighter; D11: all at the lowest.
  ['E07', 'odour', T4, 'closed', 85, { defence: DEFENCE }],
  [
    'E02',
    'eiaForm',
    { ...T1, stage: 'foundation', duration: 'below6' },
    'closed',
    88,
    { acted: '2026-06-12', investmentYuan: 8_000_000 },
  ],
  ['E05', 'odour', LOWEST, 'closed', 90],
  ['E18', 'odour', LOWEST, 'closed', 98],
  ['E10', 'hazardousManifest', T3, 'closed', 95],
  ['E19', 'odour', LOWEST, 'noPenalty', 45],
];

export const PLANS: readonly Plan[] = ROWS.map(([enterprise, offence, factors, fate, age, more]) => ({
  ...{ enterprise, offence, factors, fate, age },
  ...more,
}));
