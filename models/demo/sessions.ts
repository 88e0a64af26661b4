/** The sittings that belong to the demo's cases (示例): hearings that were asked for, and collective discussions with their votes and minutes. */
import { assignments } from '../assignment/assignment.store';
import { contentHash } from '../core/contentHash';
import { type Context } from '../core/workflow';
import { barredFrom as barredFromHearing } from '../hearing/hearing.handlers';
import { proposalOf } from '../hearing/again';
import { beginHearing } from '../hearing/hearing';
import { type Hearing } from '../hearing/hearing.schema';
import { hearings } from '../hearing/hearing.store';
import { callDiscussion } from '../discussion/calling';
import { discussionCommands } from '../discussion/discussion';
import { type Discussion } from '../discussion/discussion.schema';
import { discussions } from '../discussion/discussion.store';
import { discussionWorkflow, type DiscussionStep } from '../discussion/discussion.workflow';
import { actorOf, type Person } from '../people/people.schema';
import { peopleWithRole } from '../people/people.store';
import { type PenaltyCase } from '../penalty/penalty.schema';
import { insertAll } from './insert';
import { type Act, asStored, beginTale, contextOf, enter, giveNumber, type Tale } from './life';
import { diceFor } from './random';

const HOUR = 3_600_000;
const OURS = { _id: { $regex: '^demo-' } } as never;
const STORES = [hearings.name, discussions.name];

interface Sitting {
  chair: Person;
  /** Beside the chair. */
  members: Person[];
  secretary: Person;
}

/** Called, voted on, written down and confirmed on the day that the case says. */
function discussed(record: PenaltyCase, { chair, members, secretary }: Sitting): Tale<Discussion> | null {
  const [result] = record.discussions;
  if (!result) return null;
  const everybody = [chair, ...members, secretary];
  const at = (hours: number) => new Date(result.at.getTime() + hours * HOUR);
  const actOf = (person: Person, hours: number): Act => ({
    ...{ actor: actorOf(person, person._id), at: at(hours), door: 'page' },
  });
  const said = {
    ...{ id: result.discussion, case: record._id, secretary: secretary._id, members: members.map(({ _id }) => _id) },
    ...{ attending: [], at: at(0), place: '市局三楼会议室（示例）', questions: '拟处罚是否适当（示例）' },
  };
  const called = actOf(chair, -48);
  const facts = {
    record: { ...record, status: 'legalReviewed' as const },
    people: everybody,
    caseNo: record.filing?.no ?? null,
  };
  const nameOf = (id: string) => everybody.find(({ _id }) => _id === id)?.name ?? id;
  const outcome = callDiscussion(said, contextOf(called), facts);
  const tale = beginTale(discussions, outcome, called, diceFor(result.discussion), nameOf);
  const step = (name: DiscussionStep, person: Person, hours: number, input: object) => {
    const act = actOf(person, hours);
    const context: Context = { ...contextOf(act), factorAt: act.at };
    const row = discussionWorkflow.steps[name] as { approval?: { parts: readonly string[] } };
    const approval = { seen: contentHash([name, tale.document._id]), opened: [...(row.approval?.parts ?? [])] };
    const asked = row.approval ? { ...input, approval } : input;
    enter(tale, discussionCommands[name].decide(tale.document, asked, context, {}), act);
  };
  const voters = [chair, ...members];
  step('begin', chair, 0, { present: members.map(({ _id }) => _id) });
  for (const voter of voters) step('vote', voter, 0.2, { choice: 'AGREE', opinion: '同意（示例）' });
  step('count', chair, 0.5, { conclusion: '同意拟处罚意见（示例）' });
  step('writeMinutes', secretary, 1, { text: '经讨论，成员一致同意拟处罚意见（示例）。' });
  for (const voter of voters) step('confirmMinutes', voter, 2, { dissent: '' });
  return tale;
}

/** Asked for and not arranged yet: the head of the branch has the card. */
function asked(record: PenaltyCase, arranger: Person): Tale<Hearing> | null {
  const { hearingRequest, hearing, _id, county, partyKey, investigators } = record;
  if (!hearing || !hearingRequest) return null;
  const heard = {
    ...{ _id, no: record.filing?.no ?? record.no, county, partyKey, barred: barredFromHearing(record) },
    ...{ investigators: investigators.map(({ id, name }) => ({ id, name })), proposal: proposalOf(record) },
  };
  const act: Act = { actor: actorOf(arranger, arranger._id), at: hearingRequest.at, door: 'system' };
  const outcome = beginHearing(hearing, heard, contextOf(act), [arranger._id]);
  return beginTale(hearings, outcome, act, diceFor(hearing), () => arranger.name);
}

export const clearSessions = () =>
  Promise.all([
    hearings.collection.deleteMany(OURS),
    discussions.collection.deleteMany(OURS),
    assignments.collection.deleteMany({ 'record.store': { $in: STORES }, 'record.id': { $regex: '^demo-' } }),
  ]);

/** @param records cases of the demo as they stand */
export async function seedSessions(records: readonly PenaltyCase[]): Promise<void> {
  const [leaders, heads, [secretary]] = await Promise.all([
    peopleWithRole('bureauLeader'),
    peopleWithRole('branchHead'),
    peopleWithRole('dutyOperator'),
  ]);
  const [chair, ...others] = leaders;
  if (!chair || !secretary) return;
  const members = [...others, ...heads].slice(0, 4);
  const talks = records.flatMap((record) => discussed(record, { chair, members, secretary }) ?? []);
  const heard = records.flatMap((record) => {
    const arranger = heads.find(({ county }) => county === record.county);
    return (arranger && asked(record, arranger)) ?? [];
  });
  const numbered = (tales: readonly (Tale<Hearing> | Tale<Discussion>)[], series: string) =>
    tales.forEach((tale, at) => {
      const year = tale.events[0]!.at.getFullYear();
      giveNumber(tale as Tale<Hearing>, `${series}-${year}-${String(at + 1).padStart(6, '0')}`);
    });
  numbered(talks, 'JT');
  numbered(heard, 'TZ');
  await insertAll(discussions.collection, talks.map(asStored));
  await insertAll(hearings.collection, heard.map(asStored));
  const tasks = [...talks, ...heard].flatMap((tale) => tale.assignments);
  await insertAll(assignments.collection, tasks.map(asStored));
}
