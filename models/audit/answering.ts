/** 答复和整改: what the unit answers, what stands in the end, and the proof that it has been put right. Pure. */
import { acknowledged, settle } from '../assignment/assignment.effects';
import { dayWords } from './words';
import { endOfShanghaiDay, shanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { advance, type Context, type Effect, type Outcome } from '../core/workflow';
import { recordResponsibility } from '../responsibility/responsibility.effects';
import {
  type Audit,
  type FinaliseFindings,
  type OrderRectification,
  type ReplyFindings,
  type ReportRectified,
  type StandingFinding,
  type WithReason,
} from './audit.schema';
import { auditWorkflow, unanswered, upheld } from './audit.workflow';
import { rectifyClock, standing, tell, tellAuditors, tellHead } from './common';
import { type AwayFacts } from './planning';

/** The end of a day that somebody named: not in the past, and within the period of the rule. */
function endOfNamedDay(day: string, now: Date): Date {
  const latest = rectifyClock(now).dueAt;
  const end = endOfShanghaiDay(day);
  if (day < shanghaiDay(now) || end > latest)
    throw new DomainError('INVALID_INPUT', `完成日期须在今天到${dayWords(latest)}之间，请重新填写。`, { day });
  return end;
}

/** The window ends with the last answer or at its end in silence; then it is the auditors' turn. */
function closedWindow(audit: Audit, now: Date): { document: Audit; effects: Effect[] } {
  const document = standing({ ...audit, windowClosedAt: now });
  return {
    document,
    effects: [settle({ purposes: ['audit.finding'] }), ...tellAuditors(document, 'audit.final', {})],
  };
}

function namedFindings(audit: Audit, ids: readonly string[]): Set<string> {
  const wrong = ids.find((id) => !audit.findings.some((finding) => finding.id === id));
  if (wrong) throw new DomainError('INVALID_INPUT', '有问题条目已变化，请刷新后重新选择。', { finding: wrong });
  const open = ids.length > 0 ? ids : unanswered(audit).map(({ id }) => id);
  return new Set(open);
}

/** 答复: to everything that is open, or to the findings named; until the window closes an answer may be given anew. */
export function replyFindings(audit: Audit, input: ReplyFindings, context: Context): Outcome<Audit> {
  const status = advance(auditWorkflow, 'reply', audit, context);
  const { now, actor } = context;
  const meant = namedFindings(audit, input.findings);
  const { stance, text, photos: evidence, planDueAt: day } = input;
  const planDueAt = day ? endOfNamedDay(day, now) : null;
  const reply = { stance, text, evidence, planDueAt, at: now, by: actor.id };
  const findings = audit.findings.map((finding) => (meant.has(finding.id) ? { ...finding, reply } : finding));
  const answered: Audit = { ...audit, status, findings };
  const left = unanswered(answered).length;
  const event = { type: 'audit.replied', data: { stance, count: meant.size, left } };
  if (left === 0) return { ...closedWindow(answered, now), event };
  return { document: answered, event, effects: [acknowledged({ person: actor.id, purposes: ['audit.finding'] })] };
}

function silence(audit: Audit, now: Date): Outcome<Audit> {
  const open = unanswered(audit);
  const none = { stance: 'NONE' as const, text: '', evidence: [], planDueAt: null, at: now, by: 'clock' };
  const findings = audit.findings.map((finding) => (finding.reply ? finding : { ...finding, reply: none }));
  const { document, effects } = closedWindow({ ...audit, findings }, now);
  return {
    document,
    event: { type: 'audit.silent', data: { count: open.length } },
    effects: [...effects, ...tellHead(document, 'audit.noReply')],
  };
}

export interface LeaderFacts extends AwayFacts {
  leaders: readonly string[];
}

function overdue(audit: Audit, leaders: readonly string[]): Outcome<Audit> {
  const document = standing({ ...audit, alarms: [...audit.alarms, 'rectify'] });
  const [leader] = leaders;
  return {
    document,
    event: { type: 'audit.rectifyOverdue' },
    effects: [
      ...tellHead(document, 'audit.overdue', {}),
      ...(leader ? [tell(document, leader, 'audit.overdue')] : []),
      ...tellAuditors(document, 'audit.overdue'),
    ],
  };
}

/** The clock's turn: silence at the end of the window is recorded as no reply; what was not put right in time is told once. */
export function wakeAudit(audit: Audit, _input: unknown, context: Context, { leaders }: LeaderFacts): Outcome<Audit> {
  advance(auditWorkflow, 'wake', audit, context);
  const { now } = context;
  if (audit.status === 'replyWindow' && !audit.windowClosedAt && audit.replyDueAt && audit.replyDueAt <= now)
    return silence(audit, now);
  const late = audit.status === 'rectifying' && !audit.rectified && audit.rectifyDueAt && audit.rectifyDueAt <= now;
  if (late && !audit.alarms.includes('rectify')) return overdue(audit, leaders);
  return { document: standing(audit), event: { type: 'audit.clockStopped' } };
}

/** Every person named in a finding that stands gets an entry in the responsibility trail. */
const traced = (audit: Audit, findings: readonly StandingFinding[]): Effect[] =>
  findings.flatMap(({ id, recordId, recordNo, item, category, severity, rule, text, responsible }) =>
    responsible.map((person) =>
      recordResponsibility({
        entry: `audit:${audit._id}:${id}:${person.id}`,
        ...{ person: person.id, personName: person.name, unit: audit.unit, unitName: audit.unitName },
        record: { type: item.slice(0, item.indexOf(':')), id: recordId, no: recordNo },
        source: { kind: 'AUDIT', id: audit._id, no: audit.no },
        ...{ category, severity, rule, text },
      }),
    ),
  );

/** 确定: disputed findings may be given up with a reason, all others stand. */
export function finaliseFindings(audit: Audit, input: FinaliseFindings, context: Context): Outcome<Audit> {
  const status = advance(auditWorkflow, 'finalise', audit, context);
  const withdrawn = input.withdrawn.length > 0 ? namedFindings(audit, input.withdrawn) : new Set<string>();
  const undisputed = audit.findings.find(({ id, reply }) => withdrawn.has(id) && reply?.stance !== 'DISPUTE');
  if (undisputed)
    throw new DomainError('INVALID_INPUT', '只有被稽查单位提出异议的问题可以撤销，请重新选择。', {
      finding: undisputed.id,
    });
  const findings = audit.findings.map((finding) => ({
    ...finding,
    upheld: !withdrawn.has(finding.id),
    ruling: finding.reply?.stance === 'DISPUTE' ? input.ruling : null,
  }));
  const document = standing({ ...audit, status, findings, finalAt: context.now });
  const stand = upheld(document);
  return {
    document,
    event: { type: 'audit.finalised', data: { upheld: stand.length, withdrawn: withdrawn.size, ruling: input.ruling } },
    effects: [
      settle({ purposes: ['audit.final', 'audit.noReply'] }),
      ...tellHead(document, 'audit.finalised'),
      ...traced(document, stand),
    ],
  };
}

/** What the unit planned itself, if that is within the period; else the end of the period. */
function usualDue({ findings }: Audit, now: Date): Date {
  const latest = rectifyClock(now).dueAt;
  const planned = findings.flatMap(({ reply, upheld: stands }) =>
    stands && reply?.planDueAt ? [reply.planDueAt] : [],
  );
  const last = planned.reduce<Date | null>((max, at) => (max && max >= at ? max : at), null);
  return last && last >= now && last <= latest ? last : latest;
}

export function orderRectification(audit: Audit, input: OrderRectification, context: Context): Outcome<Audit> {
  const status = advance(auditWorkflow, 'orderRectification', audit, context);
  const { now } = context;
  const dueAt = input.dueOn ? endOfNamedDay(input.dueOn, now) : usualDue(audit, now);
  const document = standing({ ...audit, status, rectifyFrom: now, rectifyDueAt: dueAt });
  return {
    document,
    event: { type: 'audit.rectificationOrdered', data: { dueAt, words: input.words } },
    effects: tellHead(document, 'audit.rectify', { dueAt }),
  };
}

export function reportRectified(audit: Audit, input: ReportRectified, context: Context): Outcome<Audit> {
  const status = advance(auditWorkflow, 'reportRectified', audit, context);
  const document = standing({ ...audit, status, rectified: { ...input, at: context.now, by: context.actor.id } });
  return {
    document,
    event: { type: 'audit.rectified', data: { text: input.text } },
    effects: [settle({ purposes: ['audit.rectify', 'audit.overdue'] }), ...tellAuditors(document, 'audit.verify', {})],
  };
}

export function verifyRectified(audit: Audit, { reason }: WithReason, context: Context): Outcome<Audit> {
  const status = advance(auditWorkflow, 'verify', audit, context);
  return {
    document: standing({ ...audit, status }),
    event: { type: 'audit.verified', data: { reason } },
    effects: [settle({ purposes: ['audit.verify'] }), ...tellHead(audit, 'audit.verified')],
  };
}

/** Back to the unit; the period does not begin anew. */
export function returnRectification(audit: Audit, { reason }: WithReason, context: Context): Outcome<Audit> {
  const status = advance(auditWorkflow, 'returnRectification', audit, context);
  const document = standing({ ...audit, status, rectified: null });
  return {
    document,
    event: { type: 'audit.rectificationReturned', data: { reason } },
    effects: [
      settle({ purposes: ['audit.verify'] }),
      ...tellHead(document, 'audit.rectify', { dueAt: document.rectifyDueAt }),
    ],
  };
}

export function closeAudit(audit: Audit, _input: unknown, context: Context): Outcome<Audit> {
  const status = advance(auditWorkflow, 'close', audit, context);
  const document = standing({ ...audit, status, closedAt: context.now });
  return { document, event: { type: 'audit.closed' }, effects: [settle({}), ...tellHead(document, 'audit.closed')] };
}

/** 移送追责: serious findings leave the audit; what becomes of the persons is decided elsewhere. */
export function referAudit(audit: Audit, { reason }: WithReason, context: Context): Outcome<Audit> {
  const status = advance(auditWorkflow, 'refer', audit, context);
  const document = standing({ ...audit, status, outcomeReason: reason, closedAt: context.now });
  return {
    document,
    event: { type: 'audit.referred', data: { reason } },
    effects: [settle({}), ...tellHead(document, 'audit.referred'), ...tellAuditors(document, 'audit.referred')],
  };
}
