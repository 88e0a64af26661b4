/** How one edition of a table looks, in words: the same on the card and at the top of the page. */
import { permits } from '../core/access';
import { type Face, type Outline, type Sentence } from '../core/face';
import { OFFENCES } from '../law/law.schema';
import { REVIEW_STATES, REVIEW_TONES, reviewForms } from '../law/reviewed';
import { discretionDomain } from './discretion';
import { type DiscretionTable, KINDS } from './discretion.schema';

const days = ({ validFrom, validTo }: DiscretionTable) => (validTo ? `${validFrom} 至 ${validTo}` : `${validFrom} 起`);
const fact = (label: string, value: string | null | undefined): Outline['facts'] => (value ? [[label, value]] : []);

function noteOf({ status, simulation }: DiscretionTable, mayApprove: boolean): string {
  if (status !== 'proposed') return '';
  if (!simulation) return '请先用以往案件模拟。';
  const { cases, higher, lower, outliers } = simulation;
  const found = `用${cases.length}件以往案件模拟：${higher}件提高，${lower}件降低，${outliers}件变化明显。`;
  return mayApprove ? `${found}批准时要打开看过模拟结果。` : found;
}

function outline(table: DiscretionTable, mayApprove: boolean): Outline {
  const { _id, name, status, kind, offences, source, illustrative, authorName, decidedByName, validTo } = table;
  return {
    title: `裁量表：${name}`,
    number: _id,
    status: status === 'inForce' ? `${REVIEW_STATES[status]}，${days(table)}` : REVIEW_STATES[status],
    tone: validTo ? 'grey' : REVIEW_TONES[status],
    facts: [
      ['适用', offences.map((offence) => OFFENCES[offence]).join('；')],
      ['计算', KINDS[kind].split('：')[0] ?? ''],
      ['依据', source],
      ...fact('示例', illustrative ? '数值仅作示例，正式裁量表由法制机构载入' : null),
      ['提出', authorName],
      ...fact('批准', decidedByName),
    ],
    note: noteOf(table, mayApprove),
    until: null,
  };
}

type Data = Readonly<Record<string, unknown>>;
const said = (value: unknown): string => (typeof value === 'string' ? value : '');
const withDetail = (what: string, detail: string): Sentence => (detail ? { what, detail } : what);

const sentences: Face<DiscretionTable>['sentences'] = {
  'discretion.builtIn': '随系统启用，仅作示例',
  'discretion.proposed': (data: Data) =>
    withDetail(`提出，并用${Number(data['cases'])}件以往案件模拟`, said(data['note'])),
  'discretion.simulated': (data: Data) => `重新用${Number(data['cases'])}件以往案件模拟`,
  'discretion.approve': '批准启用',
  'discretion.refuse': (data: Data) => withDetail('不批准', said(data['reason'])),
  'discretion.takeBack': '撤回提议',
  'discretion.withdraw': (data: Data) => withDetail('停用', said(data['reason'])),
  'discretion.superseded': (data: Data) => `由 ${said(data['by'])} 代替`,
};

/** 裁量表 as the doors see it. */
export const discretionFace: Face<DiscretionTable> = {
  domain: discretionDomain,
  path: 'discretion-tables',
  maySee: (_table, actor) => permits('seeLaw', actor),
  seenBy: [],
  outline: (table, { actor }) => outline(table, permits('approveLaw', actor)),
  forms: reviewForms,
  sentences,
  extra: ({ code, edition, name, kind, baseWeight, offences, factors, roundToFen, simulation, note, ...rest }) => ({
    ...{ code, edition, name, kind, baseWeight, offences, factors, roundToFen, note },
    ...{ source: rest.source, illustrative: rest.illustrative, validFrom: rest.validFrom, validTo: rest.validTo },
    simulation,
  }),
};
