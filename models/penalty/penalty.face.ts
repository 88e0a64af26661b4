/** How a clue looks to one reader, in words: the same on the card and at the top of the page. */
import { permits } from '../core/access';
import { deadline } from '../core/calendar';
import { type Face, type Outline, type Reader, type RunningClock, type Sentence, type Tone } from '../core/face';
import { COUNTIES } from '../core/place';
import { policy } from '../core/policy';
import { yuan } from '../law/law.words';
import { penaltyDomain } from './penalty';
import { penaltyForms } from './penalty.form';
import { CONDITIONS, type ConditionName, type Conditions, type PenaltyCase, SOURCES, STATES } from './penalty.schema';
import { isOwnClue } from './penalty.workflow';

function toneOf({ status, reviewDueAt }: PenaltyCase, now: Date): Tone {
  if (status === 'filed') return 'green';
  if (status === 'notFiled') return 'grey';
  return now > reviewDueAt ? 'red' : 'orange';
}

function statusOf({ status, reviewDueAt, extension }: PenaltyCase, now: Date): string {
  if (status !== 'clue') return STATES[status];
  if (now > reviewDueAt) return `${STATES.clue}，已超期`;
  if (extension && !extension.approvedAt && !extension.refusedReason) return `${STATES.clue}，延长待批准`;
  return extension?.approvedAt ? `${STATES.clue}（已延长）` : STATES.clue;
}

type Facts = Outline['facts'];
const fact = (label: string, value: string | null | undefined): Facts => (value ? [[label, value]] : []);

function noteOf(clue: PenaltyCase, { actor }: Reader): string {
  if (clue.status !== 'clue' || !permits('decideClue', actor, clue)) return '';
  return isOwnClue(clue, actor.id)
    ? '这条线索由您发现或登记，由其他负责人或局领导审查。'
    : '请对照四个立案条件逐项审查，都满足的应当立案。';
}

/** The card carries number, source and deadline; who it is about and what was found stand on the page. */
function outline(clue: PenaltyCase, reader: Reader): Outline {
  const { no, source, county, evidence, officers, registeredByName, status, reviewDueAt } = clue;
  return {
    title: '案件线索',
    number: no ?? '',
    status: statusOf(clue, reader.now),
    tone: toneOf(clue, reader.now),
    facts: [
      ['来源', [SOURCES[source.kind], source.no ?? ''].filter(Boolean).join(' ')],
      ['县区', COUNTIES[county]],
      ...fact('发现人', officers.map(({ name }) => name).join('、')),
      ['登记', registeredByName],
      ['证据', `${evidence.length} 件`],
    ],
    note: noteOf(clue, reader),
    until: status === 'clue' ? reviewDueAt : null,
  };
}

type Data = Readonly<Record<string, unknown>>;
const said = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);
const withDetail = (what: string, detail: string | undefined): Sentence => (detail ? { what, detail } : what);
const late = (data: Data) => (data['late'] ? '（已超期）' : '');

const conditionWords = (value: unknown) =>
  (Object.keys(CONDITIONS) as ConditionName[])
    .map((name) => [CONDITIONS[name], (value as Conditions)[name]] as const)
    .map(([label, { met, reason }]) => `${label}：${met ? '是' : '否'}，${reason}`)
    .join('\n');

const sentences: Face<PenaltyCase>['sentences'] = {
  'penalty.registered': (data: Data) =>
    `登记线索，来源${SOURCES[data['source'] as keyof typeof SOURCES]}，证据 ${Number(data['evidence'])} 件`,
  'penalty.filed': (data: Data) => ({ what: `立案${late(data)}`, detail: conditionWords(data['conditions']) }),
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
  'penalty.assessed': (data: Data) =>
    `裁量：${String(data['offence'])}，罚款${yuan(Number(data['resultFen']))}${data['outlier'] ? '（偏离以往案件，已写明理由）' : ''}`,
};

function clocks({ status, registeredAt, reviewDueAt, extension }: PenaltyCase): RunningClock[] {
  if (status !== 'clue') return [];
  const first = deadline({ from: registeredAt, ...policy().penalty.review });
  const further = extension?.approvedAt ? deadline({ from: first.dueAt, ...policy().penalty.reviewExtension }) : null;
  return [{ label: '立案审查', dueAt: reviewDueAt, explain: [...first.explain, ...(further?.explain ?? [])] }];
}

/** 案件线索 as the doors see it. */
export const penaltyFace: Face<PenaltyCase> = {
  domain: penaltyDomain,
  path: 'penalties',
  maySee: (clue, actor) => permits('seeCase', actor, clue),
  seenBy: ['county', 'team', 'registeredBy'],
  outline,
  forms: penaltyForms,
  sentences,
  clocks,
  extra: ({
    party,
    facts,
    actOn,
    evidence,
    enterprise,
    source,
    conditions,
    extension,
    decidedByName,
    decidedAt,
    decisionReason,
  }) => ({
    ...{ party, facts, actOn, evidence, enterprise, source, conditions, decidedByName, decidedAt, decisionReason },
    extension: extension && {
      reason: extension.reason,
      approvedAt: extension.approvedAt,
      refusedReason: extension.refusedReason,
    },
  }),
  readFirst: ['file', 'refuse', 'assess'],
};

/** For lists: the same words as at the top of the page. */
export const penaltyOutline = outline;
