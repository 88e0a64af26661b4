/** 调查: from filing to the report. Pure. Source: 生态环境行政处罚办法 第二十至三十八条. */
import { settle } from '../assignment/assignment.effects';
import { signedOf } from '../approval/approval';
import { isValidOn } from '../serving/serving';
import { shanghaiDay } from '../core/calendar';
import { policy } from '../core/policy';
import { type Context, type Outcome } from '../core/workflow';
import { type Person } from '../people/people.schema';
import { type CaseFacts, faulty, notNow, outcome, reviewersFor, take, tell } from './acting';
import { type Act, type Investigator } from './case.schema';
import { limitationOfAct } from './limitedAct';
import { closed } from './pausing';
import { isRecused } from './penalty.guards';
import { type PenaltyCase } from './penalty.schema';
import { proposalOf } from './routing';
import {
  type AddEvidence,
  type ApprovedReason,
  type AssignInvestigators,
  type ChangeInvestigators,
  type DescribeAct,
  type DescribeParty,
  type DropAct,
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
