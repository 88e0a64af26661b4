/** The library of the demo, through the steps a real one takes: taken over by the legal reviewer two years ago, approved by a bureau leader. */
import { assignments } from '../assignment/assignment.store';
import { checkItemCommands } from '../checkItem/checkItem';

import { checkItems } from '../checkItem/checkItem.store';
import { type CheckItem, type WriteItem } from '../checkItem/checkItem.schema';
import { builtInItems } from '../checkItem/library/library';
import { proposeFromLibrary } from '../checkItem/writing';
import { actorOf, type Person } from '../people/people.schema';
import { peopleWithRole } from '../people/people.store';
import { insertAll } from './insert';
import { type Act, asStored, beginTale, contextOf, enter, type Tale } from './life';
import { demoYearOf } from './period';
import { diceFor } from './random';

/** What an interrupted run has left: the library is written as a whole. */
export const clearLibrary = () =>
  Promise.all([
    checkItems.collection.deleteMany({}),
    assignments.collection.deleteMany({ 'record.store': checkItems.name }),
  ]);

/** New wordings that wait for a leader, so that there is something to approve. */
const REWORDED: Readonly<Record<string, string>> = {
  'SEAFOOD-04': '鱼粉蒸煮、烘干、冷却废气是否全部密闭收集，除臭设施是否与生产同步运行？',
  'SHIP-06': '船坞、浮船坞放水前是否清扫并拍照留存，冲洗废水是否收集，不直接入海？',
  'PORT-08': '船舶生活污水、油污水、垃圾、洗舱水接收设施是否可用，接收、转运、处置联单是否闭环？',
};

export async function seedLibrary(now: Date): Promise<number> {
  const [reviewers, leaders] = await Promise.all([peopleWithRole('reviewer'), peopleWithRole('bureauLeader')]);
  const [reviewer, leader] = [reviewers[0], leaders[0]];
  if (!reviewer || !leader) return 0;
  const year = demoYearOf(now) - 1;
  const act = (person: Person, at: Date): Act => ({ actor: actorOf(person, person._id), at, door: 'page' });
  const writing = act(reviewer, new Date(`${year}-01-08T09:20:00+08:00`));
  const deciding = act(leader, new Date(`${year}-01-10T15:40:00+08:00`));
  const lately = act(reviewer, new Date(now.getTime() - 26 * 3_600_000));
  const facts = { leaders: leaders.map(({ _id, name }) => ({ id: _id, name })) };
  const dice = diceFor('library');
  const nameOf = (id: string) => leaders.find(({ _id }) => _id === id)?.name ?? id;
  const taken = (said: WriteItem, revision: number, by: Act, told: boolean): Tale<CheckItem> => {
    const drafter = { id: reviewer._id, name: reviewer.name };
    const outcome = proposeFromLibrary(said, revision, drafter, contextOf(by), told ? facts : null);
    return beginTale(checkItems, outcome, by, dice, nameOf);
  };
  const inForce = builtInItems().map((said) => {
    const life = taken(said, 1, writing, false);
    const by = { approverName: leader.name, before: null };
    enter(life, checkItemCommands.approve.decide(life.document, {}, contextOf(deciding), by), deciding);
    return life;
  });
  const waiting = builtInItems()
    .filter(({ key }) => key in REWORDED)
    .map((said) => taken({ ...said, question: REWORDED[said.key] ?? said.question }, 2, lately, true));
  await insertAll(checkItems.collection, [...inForce, ...waiting].map(asStored));
  await insertAll(assignments.collection, waiting.flatMap((life) => life.assignments).map(asStored));
  return inForce.length + waiting.length;
}
