/** 听证 in words. Cards name number, day and place; who the party is and what is in dispute stands on the page. */
import { permits } from '../core/access';
import { momentWords } from '../core/calendar';
import { type Face, type Outline, type Reader, type RunningClock, type Tone } from '../core/face';
import { type Field, type Form, type FormOptions, optionsOf } from '../core/form';
import { people } from '../people/people.store';
import { alarmsOf, earliestDay, hearingDomain } from './hearing';
import { CLOSED_FOR, type Hearing, OPINIONS, STATES } from './hearing.schema';
import { openRecusal, unsignedPages } from './hearing.workflow';

const TONES: Record<Hearing['status'], Tone> = {
  ...{ requested: 'orange', scheduled: 'blue', inSession: 'blue', held: 'green', waived: 'grey', withdrawn: 'grey' },
};

function noteOf(hearing: Hearing, { actor, now }: Reader): string {
  const { status, host, recorder } = hearing;
  if (status === 'requested' && permits('arrangeHearing', actor, hearing))
    return `请确定时间、地点、主持人和记录员；现在通知的，最早可以安排在${momentWords(earliestDay(now).dueAt).split(' ')[0] ?? ''}之后。`;
  if (status === 'scheduled' && openRecusal(hearing)) return '有主持人回避申请等待决定。';
  if (status === 'scheduled' && host === actor.id) return '到时请核对到场人员后开始；当事人没有到场的，请登记。';
  if (status === 'inSession' && [host, recorder].includes(actor.id)) {
    const open = unsignedPages(hearing);
    return open.length > 0 ? `笔录第${open.join('、')}页等待当事人签名。` : '请逐页记录，每页由当事人核对签名。';
  }
  return status === 'inSession' ? '请核对笔录。' : '';
}

const facts = ({ caseNo, at, place, hostName, recorderName, open, closedFor }: Hearing): Outline['facts'] => [
  ...(caseNo ? ([['案件', caseNo]] as Outline['facts']) : []),
  ...(at ? ([['时间', momentWords(at)]] as Outline['facts']) : []),
  ...(place ? ([['地点', place]] as Outline['facts']) : []),
  ...(hostName ? ([['主持人', hostName]] as Outline['facts']) : []),
  ...(recorderName ? ([['记录员', recorderName]] as Outline['facts']) : []),
  ...(at
    ? ([['方式', open ? '公开' : `不公开（${closedFor ? CLOSED_FOR[closedFor] : ''}）`]] as Outline['facts'])
    : []),
];

const clocks = (hearing: Hearing): RunningClock[] =>
  hearing.status === 'scheduled' && hearing.at
    ? [{ label: '听证时间', dueAt: hearing.at, explain: [] }]
    : alarmsOf(hearing)
        .filter(({ kind }) => kind === 'arrange' || kind === 'report')
        .map(({ kind, at }) => ({ label: kind === 'arrange' ? '安排听证' : '提交报告', dueAt: at, explain: [] }));

const required = (field: Omit<Field, 'required'>): Field => ({ ...field, required: true });
const at = required({ name: 'at', label: '时间', kind: 'text', placeholder: '例如 2026-10-15 09:30', maxLength: 16 });
const place = required({ name: 'place', label: '地点', kind: 'text', maxLength: 120 });
const host = required({ name: 'host', label: '主持人', kind: 'person' });
const page = required({ name: 'page', label: '第几页', kind: 'number' });
const words = (name: string, label: string, maxLength: number) =>
  required({ name, label, kind: 'textarea', maxLength });

const forms: Partial<Record<string, Form>> = {
  schedule: [
    ...[at, place, host, required({ name: 'recorder', label: '记录员', kind: 'person' })],
    required({ name: 'open', label: '公开举行', kind: 'yesno' }),
    { name: 'closedFor', label: '不公开的理由', kind: 'choice', required: false, options: optionsOf(CLOSED_FOR) },
  ],
  postpone: [at, place, words('reason', '延期的原因', 300)],
  recuseSelf: [words('ground', '回避的理由', 1_000)],
  decideRecusal: [
    required({ name: 'granted', label: '同意回避', kind: 'yesno' }),
    words('reason', '理由', 500),
    { ...host, label: '新的主持人（同意时填）', required: false },
  ],
  begin: [words('present', '到场人员', 500)],
  absent: [words('text', '情况说明', 500)],
  excuse: [words('text', '理由和证明', 500)],
  writePage: [{ ...words('text', '笔录', 4_000), placeholder: '主持人：现在开始听证。\n当事人：……' }],
  signPage: [page, required({ name: 'signature', label: '当事人或代理人签名', kind: 'signature' })],
  refusedPage: [page, words('reason', '拒绝签名的情况', 300)],
  conclude: [
    required({ name: 'opinion', label: '听证意见', kind: 'choice', options: optionsOf(OPINIONS) }),
    words('text', '听证报告', 4_000),
  ],
};

/** Anybody on roll who had no part in the case, those of the own county first. */
async function options({ barred, county }: Hearing): Promise<FormOptions> {
  const found = await people
    .find({
      active: true,
      _id: { $nin: barred },
      roles: { $in: ['officer', 'reviewer', 'branchHead', 'bureauLeader'] },
    })
    .sort({ pinyin: 1 })
    .limit(300)
    .toArray();
  const near = (one: { county: string | null }) => (one.county === county ? 0 : 1);
  return {
    person: found
      .sort((a, b) => near(a) - near(b))
      .map(({ _id, name, unitName }) => ({ value: _id, text: unitName ? `${name}（${unitName}）` : name })),
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const sentences: Face<Hearing>['sentences'] = {
  'hearing.requested': '当事人要求听证',
  'hearing.scheduled': ({ at: when }) =>
    `确定听证时间：${when instanceof Date ? momentWords(when) : ''}，通知当事人和办案人员`,
  'hearing.postponed': ({ at: when, reason }) => ({
    what: `听证延期至${when instanceof Date ? momentWords(when) : ''}`,
    detail: text(reason),
  }),
  'hearing.recusalAsked': ({ ground }) => ({ what: '申请听证主持人回避', detail: text(ground) }),
  'hearing.recusalDecided': ({ granted, reason }) => ({
    what: granted === true ? '同意主持人回避，另定主持人' : '不同意主持人回避',
    detail: text(reason),
  }),
  'hearing.representativesNamed': ({ count }) => `当事人委托${String(Number(count))}名代理人`,
  'hearing.withdrawn': '当事人撤回听证要求',
  'hearing.waived': ({ reason }) => ({ what: '当事人无正当理由未到场，视为放弃听证', detail: text(reason) }),
  'hearing.excused': ({ text: said }) => ({ what: '当事人未到场，说明了理由，待另定时间', detail: text(said) }),
  'hearing.begun': '听证开始',
  'hearing.pageWritten': ({ page: no }) => `记录第${String(Number(no))}页`,
  'hearing.pageSigned': ({ page: no }) => `当事人核对第${String(Number(no))}页并签名`,
  'hearing.pageRefused': ({ page: no, reason }) => ({
    what: `当事人拒绝在第${String(Number(no))}页签名`,
    detail: text(reason),
  }),
  'hearing.pagesRead': '办案人员核对笔录',
  'hearing.held': ({ opinion }) => `听证结束，意见：${OPINIONS[opinion as keyof typeof OPINIONS]}`,
  'hearing.notArranged': '听证没有按时安排，提醒负责人',
  'hearing.reminded': '提醒主持人、办案人员和当事人',
  'hearing.notRecorded': '听证当日没有记录，提醒主持人',
  'hearing.reportLate': '听证报告逾期，提醒负责人',
};

export const hearingFace: Face<Hearing> = {
  domain: hearingDomain,
  path: 'hearings',
  maySee: (hearing, actor) => permits('seeHearing', actor, hearing),
  seenBy: ['county', 'people'],
  outline: (hearing, reader) => ({
    title: '听证',
    number: hearing.no ?? '',
    status: STATES[hearing.status],
    tone: TONES[hearing.status],
    facts: facts(hearing),
    note: noteOf(hearing, reader),
    until: clocks(hearing)[0]?.dueAt ?? null,
  }),
  forms,
  sentences,
  clocks,
  options,
  extra: ({
    case: penalty,
    caseNo,
    representatives,
    recusals,
    minutes,
    report,
    present,
    endReason,
    notifiedAt,
    investigators,
  }) => ({
    ...{ case: penalty, caseNo, representatives, present, endReason, notifiedAt, investigators },
    recusals: recusals.map(({ ground, askedBy, granted, reason }) => ({ ground, askedBy, granted, reason })),
    minutes: minutes.map(({ no, lines, confirmations }) => ({
      ...{ no, lines },
      confirmations: confirmations.map(({ role, at: when, signature, refusal }) => ({
        role,
        at: when,
        signature,
        refusal,
      })),
    })),
    report: report && { opinion: OPINIONS[report.opinion as keyof typeof OPINIONS], text: report.text },
  }),
  readFirst: [
    'schedule',
    'decideRecusal',
    'begin',
    'absent',
    'excuse',
    'writePage',
    'signPage',
    'refusedPage',
    'readPages',
    'conclude',
  ],
};
