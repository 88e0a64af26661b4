/** 回避: 处罚办法 第六条; 行政处罚法 第四十三条. The investigation goes on while it is decided. Pure. */
import { settle } from '../assignment/assignment.effects';
import { policy } from '../core/policy';
import { type Context, type Outcome } from '../core/workflow';
import { type Person } from '../people/people.schema';
import { type CaseFacts, faulty, notNow, outcome, take, tell } from './acting';
import { type Recusal } from './case.schema';
import { type PenaltyCase } from './penalty.schema';
import { type DecideRecusal, type Recuse, type RequestRecusal } from './steps.schema';

type Case = PenaltyCase;
type Result = Outcome<PenaltyCase>;

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
