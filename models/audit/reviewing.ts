/** 查阅: what is found in each sampled record, when one may stop, and the findings that are sent to the unit. Pure. */
import { settle } from '../assignment/assignment.effects';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { advance, type Context, type Outcome } from '../core/workflow';
import {
  type Audit,
  type Finding,
  type FoundWrong,
  type Item,
  RECORD_TYPES,
  type ReviewItem,
  type StandingFinding,
  type StopStratum,
} from './audit.schema';
import { auditWorkflow } from './audit.workflow';
import { replyClock, standing, tell, tellHead } from './common';
import { type AwayFacts } from './planning';
import { progressOf } from './progress';

export interface ReviewFacts extends AwayFacts {
  /** People of the audited unit, the only ones who can be named as responsible. */
  unitPeople: ReadonlyMap<string, string>;
}

function findingOf(item: Item, found: FoundWrong, index: number, { unitPeople }: ReviewFacts): Finding {
  const { category, severity, rule, text } = found;
  const responsible = [...new Set(found.responsible)].map((id) => {
    const name = unitPeople.get(id);
    if (!name) throw new DomainError('INVALID_INPUT', '责任人须是被稽查单位的人员，请重新选择。', { person: id });
    return { id, name };
  });
  const { id, record: recordId, no: recordNo } = item;
  return { id: `${id}#${index + 1}`, item: id, recordId, recordNo, category, severity, rule, text, responsible };
}

/** A veto on the sheet has to stand among the findings, or the unit would lose 50 points without hearing of it. */
function checkedSheet({ sheet, findings }: ReviewItem): ReviewItem['sheet'] {
  const vetoed = sheet !== null && sheet.vetoes.length > 0;
  if (vetoed && !findings.some(({ severity }) => severity === 'VETO'))
    throw new DomainError('INVALID_INPUT', '打分表上有一票否决项，请同时登记一条“一票否决”的问题。');
  return sheet;
}

/** 登记查阅结果: may be corrected while the reading goes on; the history keeps every version. */
export function reviewItem(
  audit: Audit,
  input: ReviewItem,
  { actor, now }: Context,
  facts: ReviewFacts,
  status: Audit['status'],
) {
  const item = audit.items.find(({ id }) => id === input.item);
  if (!item) throw new DomainError('INVALID_INPUT', '这件记录不在样本里，请刷新后重新选择。', { item: input.item });
  const findings = input.findings.map((found, index) => findingOf(item, found, index, facts));
  const defective = findings.some(({ severity }) => policy().audit.defective.includes(severity));
  const sheet = checkedSheet(input);
  const reviewed: Item = {
    ...item,
    remark: input.remark,
    findings,
    sheet,
    defective,
    reviewedAt: now,
    reviewedBy: actor.id,
  };
  const items = audit.items.map((one) => (one.id === item.id ? reviewed : one));
  const severities = findings.map(({ severity }) => severity);
  return {
    document: { ...audit, status, items },
    event: {
      type: 'audit.reviewed',
      data: { item: item.id, no: item.no, severities, again: item.reviewedAt !== null },
    },
  };
}

export function review(audit: Audit, input: ReviewItem, context: Context, facts: ReviewFacts): Outcome<Audit> {
  const status = advance(auditWorkflow, 'review', audit, context);
  return reviewItem(audit, input, context, facts, status);
}

/** 停止抽查: a person stops on the rule's word, never the rule by itself. What was drawn beyond falls out; required records stay. */
export function stopStratum(audit: Audit, { type }: StopStratum, context: Context): Outcome<Audit> {
  const status = advance(auditWorkflow, 'stopStratum', audit, context);
  const stratum = audit.strata.find((one) => one.type === type);
  const progress = stratum && progressOf(stratum, audit.items);
  if (!stratum || !progress)
    throw new DomainError('INVALID_INPUT', '这一类记录没有采用停止规则，请全部查阅。', { type });
  const { verdict, reviewed, words } = progress;
  if (verdict !== 'pass' && verdict !== 'fail')
    throw new DomainError('NOT_NOW', `“${RECORD_TYPES[type]}”：${words}`, { type });
  const stopped = { at: context.now, by: context.actor.id, verdict, reviewed, words };
  return {
    document: {
      ...audit,
      status,
      strata: audit.strata.map((one) => (one === stratum ? { ...one, stopped } : one)),
      items: audit.items.filter((item) => item.type !== type || item.required || item.reviewedAt),
    },
    event: { type: 'audit.stopped', data: { type, verdict, reviewed, words } },
  };
}

const VERDICT_ORDER = ['VETO', 'MAJOR', 'MINOR'];
const gravest = (a: Finding, b: Finding) => VERDICT_ORDER.indexOf(a.severity) - VERDICT_ORDER.indexOf(b.severity);

/** 形成稽查意见: the findings of all records, the gravest first. */
export function draftFindings(audit: Audit, _input: unknown, context: Context): Outcome<Audit> {
  const status = advance(auditWorkflow, 'draftFindings', audit, context);
  const findings = audit.items
    .flatMap((item) => item.findings)
    .sort(gravest)
    .map((finding): StandingFinding => ({ ...finding, reply: null, upheld: null, ruling: null }));
  const count = (severity: string) => findings.filter((one) => one.severity === severity).length;
  return {
    document: { ...audit, status, findings },
    event: { type: 'audit.drafted', data: { veto: count('VETO'), major: count('MAJOR'), minor: count('MINOR') } },
  };
}

export function reopenReading(audit: Audit, _input: unknown, context: Context): Outcome<Audit> {
  const status = advance(auditWorkflow, 'reopen', audit, context);
  return { document: { ...audit, status, findings: [] }, event: { type: 'audit.reopened' } };
}

/** 发送: the head of the unit has five working days to accept or dispute. */
export function sendFindings(audit: Audit, _input: unknown, context: Context): Outcome<Audit> {
  const status = advance(auditWorkflow, 'sendFindings', audit, context);
  if (!audit.head)
    throw new DomainError('NOT_NOW', '被稽查单位没有负责人，请系统管理员在钉钉通讯录里设置后再发送。', {
      unit: audit.unit,
    });
  const { dueAt } = replyClock(context.now);
  const document = standing({ ...audit, status, replyStartedAt: context.now, replyDueAt: dueAt });
  return {
    document,
    event: { type: 'audit.sent', data: { findings: audit.findings.length, dueAt } },
    effects: tellHead(document, 'audit.finding', { dueAt }),
  };
}

export function closeClean(audit: Audit, _input: unknown, context: Context): Outcome<Audit> {
  const status = advance(auditWorkflow, 'closeClean', audit, context);
  const document = standing({ ...audit, status, closedAt: context.now });
  return {
    document,
    event: { type: 'audit.clean' },
    effects: [settle({}), ...(audit.head ? [tell(document, audit.head, 'audit.closed')] : [])],
  };
}
