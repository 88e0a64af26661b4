/** 稽查件 as one reader may see it. The card says number, state and deadline; unit, records and findings are on the page. */
import { type Actor, permits } from '../core/access';
import { type Face, type Outline, type Reader, type RunningClock } from '../core/face';
import { type Stored } from '../core/journal';
import { auditDomain } from './audit';
import { auditForms } from './audit.form';
import { auditExtra } from './audit.extra';
import { type Audit, type AuditStatus, RECORD_TYPES, SEVERITIES, STATES } from './audit.schema';
import { mustStayAway } from './audit.workflow';
import { rectifyClock, replyClock } from './common';

/** Until the findings are sent, the unit knows of an audit only if it was announced. */
const SENT: readonly AuditStatus[] = ['replyWindow', 'findingsFinal', 'rectifying', 'verified', 'closed', 'referred'];

/** Whether the reader answers for the audited unit; then they read findings, never the sample. */
export const answersFor = ({ head }: Pick<Audit, 'head'>, { id }: Pick<Actor, 'id'>): boolean => head === id;

const told = ({
  status,
  notifiedAt,
  replyStartedAt,
}: Pick<Audit, 'status' | 'notifiedAt' | 'replyStartedAt'>): boolean =>
  notifiedAt !== null || replyStartedAt !== null || SENT.includes(status);

/** What this decision reads; lists and live updates ask with exactly these. */
export type SeenAudit = Pick<
  Audit,
  'unit' | 'guests' | 'auditors' | 'head' | 'status' | 'notifiedAt' | 'replyStartedAt'
>;

/**
 * Leaders see every audit. Auditors see those of other units, never one of their own or of a unit they were a guest of. The head of the
 * audited unit sees it once told. Nobody else does, administrators included.
 */
export function maySeeAudit(audit: SeenAudit, actor: Actor): boolean {
  if (!permits('seeAudit', actor, audit)) return false;
  if (actor.roles.includes('bureauLeader')) return true;
  if (answersFor(audit, actor)) return told(audit);
  return !mustStayAway(audit, actor);
}

/** Whether this person may read the sampled records: those appointed or drawn, and only while they need not stay away. */
export const mayReadSample = (audit: Pick<Audit, 'auditors' | 'unit' | 'guests'>, actor: Actor): boolean =>
  permits('conductAudit', actor, audit) && !mustStayAway(audit, actor);

const TONES: Record<AuditStatus, Outline['tone']> = {
  ...{ planned: 'grey', sampled: 'blue', notified: 'blue', unannounced: 'blue', reviewing: 'blue' },
  ...{ findingsDraft: 'orange', replyWindow: 'orange', findingsFinal: 'orange', rectifying: 'orange' },
  ...{ verified: 'green', closed: 'green', referred: 'red', calledOff: 'grey' },
};

const HEAD_NOTES: Partial<Record<AuditStatus, string>> = {
  replyWindow: '请在期限内逐条看过稽查意见，认可或提出异议，并写明整改计划；到期不答复的，按未答复记录。',
  findingsFinal: '稽查意见已确定，请等待整改要求。',
  rectifying: '请按要求整改，完成后在这里报告。',
  referred: '已移送追责。',
};
const AUDITOR_NOTES: Partial<Record<AuditStatus, string>> = {
  planned: '确定范围和稽查员后抽样；抽样种子的指纹已经公布，抽样结果任何人都可以重算。',
  sampled: '样本已抽出。请通知被稽查单位，或写明理由直接稽查。',
  reviewing: '请逐件查阅样本，登记查阅结果；涉及的个人信息已遮盖。',
  findingsDraft: '请核对稽查意见，发送被稽查单位答复。',
  replyWindow: '等待被稽查单位答复。',
  findingsFinal: '请要求整改，或办结。',
  verified: '整改已核实，可以办结。',
};

function noteFor(audit: Audit, actor: Actor): string {
  const { status, windowClosedAt, rectified, outcomeReason } = audit;
  if (outcomeReason) return outcomeReason;
  if (answersFor(audit, actor)) {
    if (status === 'replyWindow' && windowClosedAt) return '答复期已结束，请等待稽查组确定意见。';
    if (status === 'rectifying' && rectified) return '整改情况已报告，请等待核实。';
    return HEAD_NOTES[status] ?? '';
  }
  if (status === 'replyWindow' && windowClosedAt) return '答复期已结束，请确定稽查意见。';
  if (status === 'rectifying') return rectified ? '被稽查单位已报告整改完成，请核实。' : '等待被稽查单位整改。';
  return AUDITOR_NOTES[status] ?? '';
}

const untilOf = ({ status, windowClosedAt, replyDueAt, rectified, rectifyDueAt }: Audit): Date | null => {
  if (status === 'replyWindow' && !windowClosedAt) return replyDueAt;
  return status === 'rectifying' && !rectified ? rectifyDueAt : null;
};

function outline(audit: Stored<Audit>, { actor }: Reader): Outline {
  const done = audit.items.filter(({ reviewedAt }) => reviewedAt).length;
  const facts: Outline['facts'] =
    !answersFor(audit, actor) && audit.items.length > 0 ? [['已查阅', `${done}/${audit.items.length}件`]] : [];
  return {
    title: '执法稽查',
    number: audit.no ?? '',
    status: STATES[audit.status],
    tone: TONES[audit.status],
    facts,
    note: noteFor(audit, actor),
    until: untilOf(audit),
  };
}

function clocks(audit: Stored<Audit>): RunningClock[] {
  const { status, replyStartedAt, windowClosedAt, rectifyFrom, rectifyDueAt, rectified } = audit;
  if (status === 'replyWindow' && replyStartedAt && !windowClosedAt) {
    const { dueAt, explain } = replyClock(replyStartedAt);
    return [{ label: '答复', dueAt: audit.replyDueAt ?? dueAt, explain }];
  }
  if (status === 'rectifying' && rectifyFrom && rectifyDueAt && !rectified) {
    const whole = rectifyClock(rectifyFrom);
    const explain = whole.dueAt.getTime() === rectifyDueAt.getTime() ? whole.explain : [];
    return [{ label: '整改', dueAt: rectifyDueAt, explain }];
  }
  return [];
}

const words = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): string => String(Number(value) || 0);

/** The audited unit reads what it is told, not which records were looked at: every event of an audit names the unit (audit.commands.ts). */
const inner =
  (say: (data: Readonly<Record<string, unknown>>) => string | { what: string; detail?: string }) =>
  (data: Readonly<Record<string, unknown>>, { unit }: Actor) =>
    unit !== null && data['unit'] === unit ? undefined : say(data);

const sentences: Face<Audit>['sentences'] = {
  'audit.planned': ({ commitment }) => ({ what: '立项，公布抽样种子的指纹', detail: text(commitment) }),
  'audit.ordered': ({ commitment }) => ({ what: '由其他记录交办，公布抽样种子的指纹', detail: text(commitment) }),
  'audit.rescoped': inner(({ types, fromDay, toDay }) => ({
    what: `确定范围：${text(fromDay)}至${text(toDay)}`,
    detail: words(types)
      .map((type) => RECORD_TYPES[type as keyof typeof RECORD_TYPES])
      .join('、'),
  })),
  'audit.appointed': inner(({ names }) => `指定稽查员：${words(names).join('、')}`),
  'audit.auditorsDrawn': inner(({ names }) => `抽取稽查员：${words(names).join('、')}`),
  'audit.sampled': inner(({ hashes }) => ({ what: '抽样', detail: `抽样框指纹 ${words(hashes).join(' ')}` })),
  'audit.notified': ({ words: said }) => ({ what: '通知被稽查单位', detail: text(said) }),
  'audit.unannounced': inner(({ reason }) => ({ what: '决定不通知，直接稽查', detail: text(reason) })),
  'audit.begun': inner(() => '开始查阅'),
  'audit.reviewed': inner(({ no, severities, again }) => ({
    what: `${again ? '更正' : '登记'}${text(no)}的查阅结果`,
    detail:
      words(severities).length > 0
        ? words(severities)
            .map((one) => SEVERITIES[one as 'VETO'])
            .join('、')
        : '未发现问题',
  })),
  'audit.stopped': inner(({ type, words: said }) => ({
    what: `停止抽查“${RECORD_TYPES[type as keyof typeof RECORD_TYPES] ?? ''}”`,
    detail: text(said),
  })),
  'audit.drafted': inner(
    ({ veto, major, minor }) => `形成稽查意见：一票否决${number(veto)}、较重${number(major)}、一般${number(minor)}`,
  ),
  'audit.reopened': inner(() => '继续查阅'),
  'audit.sent': ({ findings }) => `发送稽查意见${number(findings)}条，等待答复`,
  'audit.clean': '未发现问题，办结',
  'audit.replied': ({ stance, count }) => `答复${number(count)}条：${stance === 'ACCEPT' ? '认可' : '有异议'}`,
  'audit.silent': ({ count }) => `答复期满，${number(count)}条未答复，按未答复记录`,
  'audit.finalised': ({ upheld, withdrawn, ruling }) => ({
    what: `确定稽查意见：成立${number(upheld)}条，撤销${number(withdrawn)}条`,
    detail: text(ruling),
  }),
  'audit.rectificationOrdered': ({ words: said }) => ({ what: '要求整改', detail: text(said) }),
  'audit.rectified': ({ text: said }) => ({ what: '报告整改完成', detail: text(said) }),
  'audit.rectificationReturned': ({ reason }) => ({ what: '整改不到位，退回', detail: text(reason) }),
  'audit.rectifyOverdue': '整改逾期，已提醒',
  'audit.verified': ({ reason }) => ({ what: '核实整改', detail: text(reason) }),
  'audit.closed': '办结',
  'audit.referred': ({ reason }) => ({ what: '移送追责', detail: text(reason) }),
  'audit.calledOff': ({ reason }) => ({ what: '取消稽查', detail: text(reason) }),
  'audit.clockStopped': () => undefined,
};

export const auditFace: Face<Audit> = {
  domain: auditDomain,
  path: 'audits',
  maySee: maySeeAudit,
  outsider: () => false,
  seenBy: ['unit', 'guests', 'auditors', 'head', 'status', 'notifiedAt', 'replyStartedAt'],
  outline,
  forms: auditForms,
  sentences,
  clocks,
  extra: auditExtra,
  ownMessages: answersFor,
  readFirst: [
    'rescope',
    'appoint',
    'draw',
    'review',
    'stopStratum',
    'draftFindings',
    'sendFindings',
    'finalise',
    'refer',
  ],
  opens: { 'audit.finding': 'reply' },
};
