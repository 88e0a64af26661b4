import { type Face, type Sentence } from '../core/face';
import { CONDITIONS, type ConditionName, type Conditions, type PenaltyCase, SOURCES } from './penalty.schema';

type Data = Readonly<Record<string, unknown>>;
const said = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);
const withDetail = (what: string, detail: string | undefined): Sentence => (detail ? { what, detail } : what);
const late = (data: Data) => (data['late'] ? '（已超期）' : '');

const conditionWords = (value: unknown) =>
  (Object.keys(CONDITIONS) as ConditionName[])
    .map((name) => [CONDITIONS[name], (value as Conditions)[name]] as const)
    .map(([label, { met, reason }]) => `${label}：${met ? '是' : '否'}，${reason}`)
    .join('\n');

/** What happened to a case while it was a clue. */
export const clueSentences: Face<PenaltyCase>['sentences'] = {
  'penalty.registered': (data: Data) =>
    `登记线索，来源${SOURCES[data['source'] as keyof typeof SOURCES]}，证据 ${Number(data['evidence'])} 件`,
  'penalty.filed': (data: Data) => ({
    what: `立案${said(data['no']) ? ` ${String(data['no'])}` : ''}${late(data)}`,
    detail: conditionWords(data['conditions']),
  }),
  'penalty.notFiled': (data: Data) => ({
    what: `不予立案${late(data)}：${said(data['reason']) ?? ''}`,
    detail: conditionWords(data['conditions']),
  }),
  'penalty.extensionAsked': (data: Data) => withDetail('申请延长审查期限', said(data['reason'])),
  'penalty.extended': '同意延长审查期限',
  'penalty.extensionRefused': (data: Data) => withDetail('不同意延长审查期限', said(data['reason'])),
  'penalty.reminded': (data: Data) =>
    data['late'] ? '立案审查超期，提醒负责人和局领导' : '立案审查快到期，提醒负责人',
  'penalty.clockChecked': () => undefined,
};
