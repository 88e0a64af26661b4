/**
 * The clauses behind the items, as pairs: the law before the 生态环境法典 and its article from 2026-08-15 on. Source: the bureau's table of
 * offences. Wording and numbers wait for the legal office; every item carries them as 待法制机构确认.
 */
import { CODE_DAY, LAST_OLD_DAY, type LegalBasis } from '../legalBasis';

const CODE = '生态环境法典';
const now = (article: string): LegalBasis => ({ law: CODE, article, validFrom: CODE_DAY, validTo: null });
const before = (law: string, article: string): LegalBasis => ({ law, article, validFrom: null, validTo: LAST_OLD_DAY });

const WATER = '水污染防治法';
const AIR = '大气污染防治法';
const SOLID = '固体废物污染环境防治法';
const SEA = '海洋环境保护法';
const PERMIT = '排污许可管理条例';

// prettier-ignore
export const BASES = {
  EIA: [before('环境影响评价法', '第三十一条'), now('第一千零九十五条')],
  ACCEPTANCE: [before('建设项目环境保护管理条例', '第二十三条'), now('第一千一百条')],
  NO_PERMIT: [before(PERMIT, '第三十三条'), now('第一千一百零二条')],
  OVER_PERMIT: [before(PERMIT, '第三十四条'), now('第一千一百零三条')],
  OVER_WATER: [before(WATER, '第八十三条'), now('第一千一百零七条')],
  OVER_AIR: [before(AIR, '第九十九条'), now('第一千一百零七条')],
  EVADE_WATER: [before(WATER, '第八十三条'), now('第一千一百零八条')],
  EVADE_AIR: [before(AIR, '第九十九条'), now('第一千一百零八条')],
  OUTFALL: [before(WATER, '第八十四条'), now('第一千一百零九条')],
  VOC: [before(AIR, '第一百零八条'), now('第一千一百二十条')],
  DUST: [before(AIR, '第一百一十七条'), now('第一千一百三十条')],
  ODOUR: [before(AIR, '第一百一十七条'), now('第一千一百三十条')],
  FUMES: [before(AIR, '第一百一十八条'), now('第一千一百三十条')],
  NOISE: [before('噪声污染防治法', '第七十五条'), now('第一千一百零七条')],
  SEA: [before(SEA, '第九十三条'), now('第一千一百四十七条')],
  AQUACULTURE: [before(SEA, '第九十八条'), now('第一千一百四十八条')],
  DUMPING: [before(SOLID, '第一百零二条'), now('第一千一百六十九条')],
  HAZWASTE: [before(SOLID, '第一百一十二条'), now('第一千一百七十五条')],
  HAZWASTE_LICENCE: [before(SOLID, '第一百一十四条'), now('第一千一百七十八条')],
  MONITORING: [before(PERMIT, '第三十六条'), now('第一千零八十六条')],
  FALSE_DATA: [before(PERMIT, '第三十四条'), now('第一千零八十八条')],
  LEDGER: [before(PERMIT, '第三十七条'), now('第一千零八十六条')],
  OBSTRUCTION: [before('环境保护法', '第六十条'), now('第一千二百二十九条')],
  EMERGENCY: [before('突发环境事件应急管理办法', '第三十八条'), now('第五十一条')],
} as const satisfies Record<string, readonly LegalBasis[]>;
export type BasisName = keyof typeof BASES;
