/** 调查: from filing to the report. Pure. Source: 生态环境行政处罚办法 第二十至三十八条. */
import { settle } from '../assignment/assignment.effects';
import { signedOf } from '../approval/approval';
import { isValidOn } from '../serving/serving';
import { shanghaiDay } from '../core/calendar';
import { policy } from '../core/policy';
import { type Context, type Outcome } from '../core/workflow';
import { type Person } from '../people/people.schema';
import { type CaseFacts, directorOf, faulty, notNow, outcome, reviewersFor, take, tell } from './acting';
import { type Act, type CasePause, type Investigator, PAUSES, type Recusal } from './case.schema';
import { decisionClock, grantedDays, runningPause } from './clocks';
import { limitationOfAct } from './limitedAct';
import { isRecused } from './penalty.guards';
import { type PenaltyCase } from './penalty.schema';
import { proposalOf } from './routing';
import {
  type AddEvidence,
  type ApprovedReason,
  type AskMoreTime,
  type AssignInvestigators,
  type ChangeInvestigators,
  type DecideRecusal,
  type DescribeAct,
  type DescribeParty,
  type DropAct,
  type JustApproved,
  type PauseCase,
  type Reason,
  type Recuse,
  type RequestRecusal,
  type SubmitReport,
} from './steps.schema';

type Case = PenaltyCase;
type Result = Outcome<PenaltyCase>;

/** Beside the usual: the people who were named. */
export interface CrewFacts extends CaseFacts {
  chosen: readonly Person[];
}

/** Two or more with a certificate valid today, none of them recused. @throws DomainError INVALID_INPUT */
function crewOf(record: Case, ids: readonly (string | null)[], { chosen }: CrewFacts, now: Date): Investigator[] {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const least = policy().penalty.leastInvestigators;
  if (wanted.length < least) throw faulty('second', `调查人员不得少于${least}人，请选不同的人。`);
  return wanted.map((id) => {
    const person = chosen.find(({ _id }) => _id === id);
    if (!person?.certificateNo || !isValidOn(person.certificateValidTo, now))
      throw faulty('first', `${person?.name ?? '所选人员'}今天没有有效的执法证，不能调查，请换一名持证人员。`);
    if (isRecused(record, id)) throw faulty('first', `${person.name}已回避本案，请换一名持证人员。`);
    const { name, certificateNo, certificateValidTo } = person;
    return { id, name, certificateNo, certificateValidTo: certificateValidTo ?? '' };
  });
}

const names = (people: readonly { name: string }[]) => people.map(({ name }) => name).join('、');

function withCrew(record: Case, crew: Investigator[]): Case {
  const investigatorIds = crew.map(({ id }) => id);
  const everInvestigated = [...new Set([...record.everInvestigated, ...investigatorIds])];
  return { ...record, investigators: crew, investigatorIds, everInvestigated };
}

/** 指派调查人员: 处罚办法 第二十二条. */
export function assignInvestigators(
  record: Case,
  said: AssignInvestigators,
  context: Context,
  facts: CrewFacts,
): Result {
  const status = take('assignInvestigators', record, context);
  const crew = crewOf(record, [said.first, said.second, said.third], facts, context.now);
  const document = withCrew({ ...record, status }, crew);
  return outcome(document, 'assigned', { officers: names(crew) }, [
    settle({}),
    ...tell(document, crew, 'penalty.investigate', { because: '负责人指派您调查本案' }),
  ]);
}

export function changeInvestigators(
  record: Case,
  said: ChangeInvestigators,
  context: Context,
  facts: CrewFacts,
): Result {
  take('changeInvestigators', record, context);
  const crew = crewOf(record, [said.first, said.second, said.third], facts, context.now);
  const document = withCrew(record, crew);
  const gone = record.investigators.filter(({ id }) => !document.investigatorIds.includes(id));
  const come = crew.filter(({ id }) => !record.investigatorIds.includes(id));
  return outcome(document, 'reassigned', { officers: names(crew), reason: said.reason }, [
    ...gone.map(({ id }) => settle({ person: id, as: 'cancelled' as const })),
    ...tell(document, gone, 'penalty.released', { quiet: true, dueAt: null }),
    ...tell(document, come, 'penalty.investigate', { because: '负责人指派您调查本案' }),
  ]);
}

const ended = (kind: 'TERMINATED' | 'REVOKED', step: 'terminate' | 'revokeFiling', type: string) =>
  function end(record: Case, { reason, approval }: ApprovedReason, context: Context, { byName }: CaseFacts): Result {
    const status = take(step, record, context);
    const { now: at, actor } = context;
    const document: Case = {
      ...{ ...record, status, pauses: closed(record.pauses, at) },
      ended: { kind, reason, by: actor.id, byName, at, approval: signedOf(approval, context) },
    };
    return outcome(document, type, { reason }, [
      settle({ as: 'cancelled' }),
      ...tell(document, record.investigators, 'penalty.ended', { dueAt: null }),
    ]);
  };
/** 撤销立案: 处罚办法 第二十条. */
export const revokeFiling = ended('REVOKED', 'revokeFiling', 'filingRevoked');
/** 终止调查: 处罚办法 第三十六条. */
export const terminate = ended('TERMINATED', 'terminate', 'terminated');

export function describeParty(record: Case, said: DescribeParty, context: Context): Result {
  take('describeParty', record, context);
  return outcome({ ...record, partyDetails: said }, 'partyDescribed', {});
}

/** What somebody wrote of an act, as it is kept. */
function actOf(record: Case, said: DescribeAct, now: Date): Act {
  const { act, investmentYuan, disposalCostYuan, photos, ...words } = said;
  const today = shanghaiDay(now);
  if (said.actOn > today || said.discoveredOn > today)
    throw faulty('actOn', '日期还没有到，请核对行为日期和发现日期。');
  if (said.endedOn && said.endedOn < said.actOn) throw faulty('endedOn', '终了日期早于行为日期，请核对。');
  if (said.discoveredOn < said.actOn) throw faulty('discoveredOn', '发现日期早于行为日期，请核对。');
  if (act && !record.acts.some(({ id }) => id === act))
    throw faulty('act', `没有编号为“${act}”的违法行为，请留空新写一项。`);
  const highest = Math.max(0, ...record.acts.map(({ id }) => Number(id.slice(1)) || 0));
  return {
    ...words,
    id: act ?? `a${highest + 1}`,
    quantities: {
      ...(investmentYuan === null ? {} : { investmentFen: investmentYuan }),
      ...(disposalCostYuan === null ? {} : { disposalCostFen: disposalCostYuan }),
    },
    evidence: [...new Set(photos)],
  };
}

const MOST_ACTS = 20;

/** 写明违法行为: one act, new or written anew; a sheet made for what it said before is void. */
export function describeAct(record: Case, said: DescribeAct, context: Context): Result {
  take('describeAct', record, context);
  const act = actOf(record, said, context.now);
  if (!said.act && record.acts.length >= MOST_ACTS) throw notNow(`一案最多写${MOST_ACTS}项违法行为，请分案办理。`);
  const acts = said.act ? record.acts.map((one) => (one.id === act.id ? act : one)) : [...record.acts, act];
  const sheets = record.sheets.filter((sheet) => sheet.act !== act.id);
  const evidence = [...new Set([...record.evidence, ...act.evidence])];
  const evidenceAt = evidence.length > record.evidence.length ? context.now : record.evidenceAt;
  const limitation = limitationOfAct(act);
  return outcome({ ...record, acts, sheets, evidence, evidenceAt }, 'actDescribed', {
    ...{ act: act.id, text: act.text, actOn: act.actOn, limitation: limitation.explain.at(-1) },
  });
}

export function dropAct(record: Case, { act, reason }: DropAct, context: Context): Result {
  take('dropAct', record, context);
  if (!record.acts.some(({ id }) => id === act)) throw faulty('act', `没有编号为“${act}”的违法行为，请核对编号。`);
  const acts = record.acts.filter(({ id }) => id !== act);
  const sheets = record.sheets.filter((sheet) => sheet.act !== act);
  return outcome({ ...record, acts, sheets }, 'actDropped', { act, reason });
}

const MOST_EVIDENCE = 500;
/** 补充证据: a legal review before it is repeated (案卷评查细则 item 19). */
export function addEvidence(record: Case, { photos, text }: AddEvidence, context: Context): Result {
  take('addEvidence', record, context);
  const evidence = [...new Set([...record.evidence, ...photos])];
  if (evidence.length > MOST_EVIDENCE) throw faulty('photos', `一案最多${MOST_EVIDENCE}件证据，请整理后再补充。`);
  const document = { ...record, evidence, evidenceAt: context.now };
  return outcome(document, 'evidenceAdded', { count: evidence.length - record.evidence.length, text });
}

// 回避: 处罚办法 第六条; 行政处罚法 第四十三条. The investigation goes on while it is decided.

/** Who may decide about this person, and their name. */
export interface RecusalFacts extends CaseFacts {
  subject: Pick<Person, '_id' | 'name' | 'roles'> | null;
}

function decidesOf({ subject }: RecusalFacts): Recusal['decides'] {
  if (subject && subject._id === policy().penalty.principalHead) return 'PRINCIPAL';
  return subject?.roles.some((role) => role === 'bureauLeader' || role === 'branchHead') ? 'LEADER' : 'OFFICER';
}

const takesPart = (record: Case, id: string): boolean =>
  record.investigatorIds.includes(id) || record.reviewTurn?.reviewer === id || record.filing?.by === id;

function asked(record: Case, said: Recuse, askedBy: Recusal['askedBy'], context: Context, facts: RecusalFacts): Result {
  const { subject } = facts;
  if (!subject) throw faulty('person', '没有找到这名办案人员，请重新选择。');
  const { _id: person, name: personName } = subject;
  if (record.recusals.some((one) => one.person === person && one.decision === null))
    throw notNow(`${personName}的回避申请正在等待决定。`);
  if (record.recusals.length >= 30) throw notNow('本案的回避申请太多，请联系负责人。');
  const recusal: Recusal = {
    ...{ id: `r${record.recusals.length + 1}`, person, personName, ground: said.ground, text: said.text, askedBy },
    ...{ askedAt: context.now, decides: decidesOf(facts), decision: null, decidedBy: null, decidedByName: null },
    ...{ decidedAt: null, reason: null, discussion: null },
  };
  const document = { ...record, recusals: [...record.recusals, recusal] };
  const deciders = recusal.decides === 'OFFICER' ? [...facts.heads, ...facts.leaders] : facts.leaders;
  const first = deciders.filter(({ id }) => id !== person).slice(0, 1);
  return outcome(document, 'recusalAsked', { person: personName, ground: said.ground, askedBy, text: said.text }, [
    ...tell(document, first, 'penalty.recusal'),
  ]);
}

export function recuse(record: Case, said: Recuse, context: Context, facts: RecusalFacts): Result {
  take('recuse', record, context);
  return asked(record, said, 'SELF', context, facts);
}

export function requestRecusal(
  record: Case,
  { person, ...said }: RequestRecusal,
  context: Context,
  facts: RecusalFacts,
): Result {
  take('requestRecusal', record, context);
  if (!takesPart(record, person)) throw faulty('person', '这名人员没有办理本案，请重新选择。');
  return asked(record, said, 'PARTY', context, facts);
}

/** @throws DomainError NOT_NOW when somebody else has to decide about this person */
function mayDecide(record: Case, { person, decides, askedAt, personName }: Recusal, { actor }: Context): void {
  if (person === actor.id) throw notNow('不能决定自己的回避，请由其他负责人决定。');
  const leads = actor.roles.includes('bureauLeader');
  const { principalHead } = policy().penalty;
  if (decides === 'LEADER' && (!leads || (principalHead !== null && principalHead !== actor.id)))
    throw notNow(`${personName}是负责人，回避由主要负责人决定，请转告局主要负责人。`);
  const discussed = record.discussions.some(({ at }) => at > askedAt);
  if (decides === 'PRINCIPAL' && !discussed) throw notNow('主要负责人的回避由集体讨论决定，请先提请集体讨论。');
}

/** 决定回避, the oldest first. Granted: the person takes no part from now on; what they did stands. */
export function decideRecusal(
  record: Case,
  { grant, reason }: DecideRecusal,
  context: Context,
  { byName }: CaseFacts,
): Result {
  take('decideRecusal', record, context);
  const open = record.recusals.find(({ decision }) => decision === null);
  if (!open) throw notNow('没有等待决定的回避申请。');
  mayDecide(record, open, context);
  const { person } = open;
  const decided: Recusal = {
    ...{ ...open, decision: grant ? 'GRANTED' : 'REFUSED', decidedBy: context.actor.id, decidedByName: byName },
    ...{ decidedAt: context.now, reason, discussion: open.decides === 'PRINCIPAL' ? record.discussion : null },
  };
  const recusals = record.recusals.map((one) => (one.id === open.id ? decided : one));
  const investigators = grant ? record.investigators.filter(({ id }) => id !== person) : record.investigators;
  const reviewTurn = grant && record.reviewTurn?.reviewer === person ? null : record.reviewTurn;
  const document: Case = {
    ...{ ...record, recusals, investigators, reviewTurn },
    investigatorIds: investigators.map(({ id }) => id),
  };
  const short =
    grant && record.investigatorIds.includes(person) && investigators.length < policy().penalty.leastInvestigators;
  return outcome(document, grant ? 'recusalGranted' : 'recusalRefused', { person: open.personName, reason }, [
    settle({ purposes: ['penalty.recusal'] }),
    ...(grant ? [settle({ person, as: 'cancelled' as const })] : []),
    ...tell(document, [person], 'penalty.recusalDecided', { quiet: true, dueAt: null }),
    ...(short
      ? tell(document, [context.actor.id], 'penalty.assign', { because: '调查人员回避后不足两人，请补充' })
      : []),
  ]);
}

// 不计入期限: 处罚办法 第五十七条.

/** End whatever lasts. */
export const closed = (pauses: readonly CasePause[], at: Date, kind?: CasePause['kind']): CasePause[] =>
  pauses.map((pause) => (pause.to === null && (!kind || pause.kind === kind) ? { ...pause, to: at } : pause));

/** One pause at a time: what overlaps would be told twice. */
export const begun = (
  record: Pick<Case, 'pauses'>,
  kind: CasePause['kind'],
  reason: string,
  { actor, now }: Context,
): CasePause[] => [
  ...closed(record.pauses, now),
  { id: `p${record.pauses.length + 1}`, kind, from: now, to: null, reason, by: actor.id },
];

export function pauseCase(record: Case, { kind, reason }: PauseCase, context: Context): Result {
  take('pause', record, context);
  const running = runningPause(record);
  if (running) throw notNow(`办案期限已因“${PAUSES[running.kind]}”暂停计算，请先结束那一项。`);
  const pauses = begun(record, kind, reason, context);
  return outcome({ ...record, pauses }, 'paused', { kind, reason });
}

const duePast = (record: Case): Date | null => decisionClock(record)?.dueAt ?? null;

export function endPause(record: Case, _input: unknown, context: Context): Result {
  take('endPause', record, context);
  const running = runningPause(record);
  const document = { ...record, pauses: closed(record.pauses, context.now, running?.kind) };
  return outcome(document, 'pauseEnded', { kind: running?.kind, dueAt: duePast(document) });
}

/** 中止调查: 处罚办法 第三十五条. */
export function suspend(record: Case, { reason, approval }: ApprovedReason, context: Context): Result {
  const status = take('suspend', record, context);
  const pauses = begun(record, 'SUSPENSION', reason, context);
  const document = { ...record, status, pauses };
  return outcome(document, 'suspended', { reason, approval: signedOf(approval, context) }, [
    settle({ as: 'cancelled' }),
    ...tell(document, record.investigators, 'penalty.suspended', { quiet: true, dueAt: null }),
  ]);
}

/** 恢复调查: the days in between do not count. */
export function resume(record: Case, { reason }: Reason, context: Context): Result {
  const status = take('resume', record, context);
  const document = { ...record, status, pauses: closed(record.pauses, context.now, 'SUSPENSION') };
  return outcome(document, 'resumed', { reason, dueAt: duePast(document) }, [
    ...tell(document, record.investigators, 'penalty.investigate', { because: '中止的原因消除，恢复调查' }),
  ]);
}

// 延长办案期限.

export function askMoreTime(record: Case, { days, reason }: AskMoreTime, context: Context, facts: CaseFacts): Result {
  take('askMoreTime', record, context);
  const given = record.decisionExtensions.filter(({ granted }) => granted);
  const level = given.some((one) => one.level === 'HEAD') ? 'COLLECTIVE' : 'HEAD';
  const { headDays, collectiveDays } = policy().penalty;
  const most = level === 'HEAD' ? headDays : collectiveDays;
  if (given.some((one) => one.level === 'COLLECTIVE'))
    throw notNow('办案期限已经延长两次，不能再延长，请尽快作出决定。');
  if (days > most) throw faulty('days', `这一次最多延长${most}天，请修改天数。`);
  if (!runningPause(record) && context.now > (duePast(record) ?? context.now))
    throw notNow('办案期限已过，不能再申请延长，请尽快办理并向负责人说明。');
  const extension = {
    ...{ level, days, reason, askedBy: context.actor.id, askedAt: context.now, granted: null, decidedBy: null },
    ...{ decidedAt: null, refusedReason: null, discussion: null, approval: null },
  } satisfies Case['decisionExtensions'][number];
  const document = { ...record, decisionExtensions: [...record.decisionExtensions, extension] };
  return outcome(
    document,
    'moreTimeAsked',
    { days, level, reason },
    tell(document, directorOf(document, facts), 'penalty.moreTime'),
  );
}

/** 延长: thirty days by the head; the second time only after a collective decision. */
export function extendDecision(record: Case, { approval }: JustApproved, context: Context): Result {
  take('extendDecision', record, context);
  const open = record.decisionExtensions.find(({ granted }) => granted === null);
  if (!open) throw notNow('没有等待决定的延长申请。');
  const discussed = record.discussions.filter(({ at, agreed }) => agreed && at > open.askedAt).at(-1);
  if (open.level === 'COLLECTIVE' && !discussed) throw notNow('第二次延长要经集体讨论决定，请先提请集体讨论。');
  const granted = {
    ...{ ...open, granted: true, decidedBy: context.actor.id, decidedAt: context.now },
    ...{ discussion: open.level === 'COLLECTIVE' ? (discussed?.discussion ?? null) : null },
    approval: signedOf(approval, context),
  };
  const decisionExtensions = record.decisionExtensions.map((one) => (one === open ? granted : one));
  const document = { ...record, decisionExtensions };
  const data = { days: open.days, all: grantedDays(document), dueAt: duePast(document) };
  return outcome(document, 'extendedDecision', data, [
    settle({ purposes: ['penalty.moreTime', 'penalty.deadline'] }),
    ...tell(document, [open.askedBy], 'penalty.moreTimeDecided', { quiet: true }),
  ]);
}

export function refuseMoreTime(record: Case, { reason }: Reason, context: Context): Result {
  take('refuseMoreTime', record, context);
  const open = record.decisionExtensions.find(({ granted }) => granted === null);
  if (!open) throw notNow('没有等待决定的延长申请。');
  const refused = {
    ...open,
    granted: false,
    decidedBy: context.actor.id,
    decidedAt: context.now,
    refusedReason: reason,
  };
  const document = {
    ...record,
    decisionExtensions: record.decisionExtensions.map((one) => (one === open ? refused : one)),
  };
  return outcome(document, 'moreTimeRefused', { reason }, [
    settle({ purposes: ['penalty.moreTime'] }),
    ...tell(document, [open.askedBy], 'penalty.moreTimeDecided', { quiet: true }),
  ]);
}

// 调查终结.

/** 调查终结报告: facts, evidence, proposal, and a sheet for every act that shall be fined. 处罚办法 第三十八条. */
export function submitReport(record: Case, said: SubmitReport, context: Context, facts: CaseFacts): Result {
  const status = take('report', record, context);
  const { outcome: proposalOutcome, additional, reason, ...words } = said;
  const least = policy().penalty.leastInvestigators;
  if (record.investigators.length < least) throw notNow(`现在调查人员不足${least}人，请负责人先补充调查人员。`);
  const missing = proposalOutcome === 'PENALTY' && !record.origin ? unassessed(record) : [];
  if (missing.length > 0) throw notNow(`违法行为${missing.join('、')}还没有裁量，请先完成裁量再提交报告。`);
  if (proposalOutcome !== 'NO_VIOLATION' && record.acts.length === 0) throw notNow('还没有写明违法行为，请先填写。');
  const { fineFen, confiscationFen } = proposalOf(record);
  const fined = proposalOutcome === 'PENALTY';
  const document: Case = {
    ...{ ...record, status, review: null, reviewTurn: null, notice: null },
    report: {
      ...{ ...words, at: context.now, by: record.investigators.map(({ id, name }) => ({ id, name })) },
      proposal: {
        ...{ outcome: proposalOutcome, reason, kinds: fined && additional ? [additional] : [] },
        ...{ fineFen: fined ? fineFen : 0, confiscationFen: fined ? confiscationFen : 0 },
      },
    },
  };
  return outcome(document, 'reported', { outcome: proposalOutcome }, [
    settle({}),
    ...tell(document, reviewersFor(document, facts), 'penalty.review', { because: '您没有参与本案的发现和调查' }),
  ]);
}

const unassessed = ({ acts, sheets }: Case): string[] =>
  acts.filter(({ id }) => !sheets.some(({ act }) => act === id)).map(({ id }) => id);
