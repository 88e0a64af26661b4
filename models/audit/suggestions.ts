/**
 * What a site record lacks by the rules of file review, computed from the record itself. Suggestions for the sheet: they score nothing until an
 * auditor has looked and taken them over. Pure.
 */
import { type SiteRecordState } from '../siteRecord/state';
import { type PartName, type VetoNumber } from './fileScore.schema';

export interface Suggestion {
  part: PartName;
  /** Points that would be lost, in tenths. */
  tenths: number;
  /** The veto item that would be met. */
  veto: VetoNumber | null;
  text: string;
  /** The rule behind it. */
  rule: string;
  /** Where in the record to look. */
  proof: string;
}

interface Check {
  lacks: (state: SiteRecordState) => boolean;
  tenths: number;
  veto?: VetoNumber;
  text: string;
  rule: string;
  proof: string;
}

const field =
  (...names: (keyof SiteRecordState['fields'])[]) =>
  ({ fields }: SiteRecordState): boolean =>
    names.some((name) => !fields[name]?.value);

const live = <T extends { struck: boolean }>(rows: readonly T[]): T[] => rows.filter(({ struck }) => !struck);
const violations = ({ answers, findings }: SiteRecordState) =>
  [...Object.values(answers), ...findings].filter(({ struck, value }) => !struck && value.result === 'VIOLATION');

/** One row, one thing that reviewers look for. Sources: 生态环境行政处罚办法 第二十八、二十九条, 行政处罚法 第四十二、五十五条, 案卷评查细则 2024. */
const CHECKS: readonly Check[] = [
  {
    lacks: ({ officers }) => officers.filter(({ certified }) => certified).length < 2,
    ...{
      tenths: 20,
      veto: 2,
      text: '记录在案的有效持证执法人员不足两名',
      rule: '行政处罚法第四十二条',
      proof: '执法人员',
    },
  },
  {
    lacks: ({ officers }) => officers.filter(({ arrived }) => arrived !== null).length < 2,
    ...{ tenths: 20, veto: 2, text: '没有两名执法人员都到场的记录', rule: '行政处罚法第四十二条', proof: '到场' },
  },
  {
    lacks: ({ officers }) => officers.every(({ shownAt }) => shownAt === null),
    ...{ tenths: 10, text: '没有出示执法证件的记录', rule: '行政处罚法第五十五条', proof: '亮证' },
  },
  {
    lacks: ({ rightsTold }) => rightsTold === null,
    ...{ tenths: 10, text: '没有告知申请回避权利和配合义务', rule: '处罚办法第二十八条', proof: '告知' },
  },
  {
    lacks: ({ arrivedAt, endedAt }) => arrivedAt === null || endedAt === null,
    ...{ tenths: 10, text: '检查起止时间不完整', rule: '处罚办法第二十八条', proof: '起止时间' },
  },
  {
    lacks: field('party.name'),
    ...{ tenths: 10, text: '当事人基本情况缺失', rule: '处罚办法第二十八条', proof: '被检查单位' },
  },
  {
    lacks: field('production.state', 'pollution.operation'),
    ...{ tenths: 10, text: '生产或治理设施运行情况未记录', rule: '案卷评查细则', proof: '生产情况' },
  },
  {
    lacks: field('compliance.eia', 'compliance.acceptance', 'compliance.permit'),
    ...{ tenths: 5, text: '环评、验收、排污许可情况不完整', rule: '案卷评查细则', proof: '环评、验收和排污许可' },
  },
  {
    lacks: (state) => violations(state).some(({ value }) => Object.values(value.facts ?? {}).every((words) => !words)),
    ...{ tenths: 10, text: '违法事实的时间、次数、过程、后果未写明', rule: '案卷评查细则', proof: '检查发现' },
  },
  {
    lacks: (state) => violations(state).length > 0 && state.evidence.length === 0,
    ...{ tenths: 10, veto: 6, text: '认定违法而没有照片、视频等证据', rule: '案卷评查细则', proof: '证据' },
  },
  {
    lacks: ({ samples }) => live(samples).some(({ value }) => !value.accompaniedBy),
    ...{ tenths: 5, text: '采样没有记录陪同人', rule: '处罚办法第二十九条', proof: '采样' },
  },
  {
    lacks: ({ reading, refusals }) => !reading?.complete && refusals.length === 0,
    ...{ tenths: 20, text: '没有当事人逐页签名，也没有注明拒签或不在场', rule: '处罚办法第二十八条', proof: '签名' },
  },
  {
    lacks: ({ reading, officers }) => (reading?.countersigned.length ?? 0) < Math.min(2, officers.length),
    ...{ tenths: 10, text: '执法人员签名不全', rule: '处罚办法第二十八条', proof: '签名' },
  },
];

/** What is missing, in the order of the record. */
export const suggestionsFor = (state: SiteRecordState): Suggestion[] =>
  CHECKS.filter(({ lacks }) => lacks(state)).map(({ tenths, veto = null, text, rule, proof }) => ({
    ...{ part: 'siteRecord', tenths, veto, text, rule, proof },
  }));
