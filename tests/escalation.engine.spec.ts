import { assignmentHandlers, climbDue, ladderClimber } from '../models/assignment/assignment';
import { acknowledged, assign, settle as settled } from '../models/assignment/assignment.effects';
import { type Assignment } from '../models/assignment/assignment.schema';
import { assignments } from '../models/assignment/assignment.store';
import { absences } from '../models/absence/absence.store';
import { change, create, type Stored, stores } from '../models/core/journal';
import { deliverDue } from '../models/core/outbox';
import { adopt } from '../models/core/policy';
import { type Effect } from '../models/core/workflow';
import { shifts } from '../models/duty/duty.store';
import { people, units } from '../models/people/people.store';
import { petitions } from '../models/petition/petition.store';
import { MORNING, aPerson, aPetition, atTime } from './builders';
import { useDatabase } from './support/database';

/** Bad days of the ladder: late clocks, jumping clocks, rivals, answers in the middle of it, people who are gone. */
useDatabase();
const later = (minutes: number) => new Date(MORNING.getTime() + minutes * 60_000);
const HEAD = aPerson('head', '赵示分', ['branchHead']);
const CITY = { county: null, unit: 'centre' };
const UNIT = { name: '普陀分局', parent: null, kind: 'BRANCH', county: '330903', head: 'head', active: true } as const;

beforeEach(async () => {
  await people.insertMany([
    aPerson('wang', '张示舟', ['officer']),
    aPerson('vice', '钱示副', ['branchHead']),
    HEAD,
    aPerson('leader', '陈示海', ['dutyLeader'], CITY),
    aPerson('leader2', '林示港', ['dutyLeader'], CITY),
    aPerson('duty', '王示值', ['dutyOperator'], CITY),
    aPerson('boss', '周示局', ['bureauLeader'], CITY),
  ]);
  await units.insertOne({ _id: 'putuo', ...UNIT, deputies: ['vice'] });
});
afterEach(() => adopt({}));

async function owing(effects: Effect[], now = MORNING): Promise<void> {
  const known = await petitions.collection.findOne({ _id: 'p1' });
  if (!known) await create(petitions, { document: aPetition(), event: { type: 'test' }, effects }, atTime(now));
  else await change(petitions, 'p1', atTime(now), (document) => ({ document, event: { type: 'test' }, effects }));
  await drain(now);
}
async function drain(now: Date): Promise<void> {
  while ((await deliverDue({ stores: () => stores, handlers: assignmentHandlers }, () => now)) > 0);
}
const urgent = (change_: object = {}) =>
  assign({
    person: 'wang',
    purpose: 'incident.dispatch',
    title: 'SJ',
    urgency: 'URGENT',
    county: '330903',
    ...change_,
  });
const climbAll = async (now: Date) => {
  while ((await climbDue(now, 100)) > 0);
  await drain(now);
};
const task = async (filter: object = { purpose: 'incident.dispatch' }) =>
  (await assignments.collection.findOne(filter as never)) as unknown as Stored<Assignment>;
const told = async () => ((await task()).told ?? []).map(({ rung, person }) => `${rung} ${person}`);
const sent = async () =>
  (await task()).outbox.flatMap(({ kind, data }) => (kind === 'message.send' ? [String(data['message'])] : []));

describe('the order of the ladder', () => {
  it('is person, deputy, duty leader, branch head, bureau leader', async () => {
    await owing([urgent()]);
    await climbAll(later(30));
    expect(await told()).toEqual(['1 wang', '2 vice', '3 leader', '4 head', '5 boss']);
  });

  it('takes the person’s own stand-in before the deputies of the unit', async () => {
    await people.updateOne({ _id: 'wang' }, { $set: { standIn: 'duty' } });
    await owing([urgent()]);
    await climbAll(later(7));
    expect(await told()).toEqual(['1 wang', '2 duty']);
  });

  it('tells the leader on the roster, not just anybody of the role', async () => {
    const seat = { id: 's', post: 'LEADER', county: null, person: 'leader2', personName: '林示港', state: 'checkedIn' };
    const shift = { _id: 'n1', status: 'onDuty', startsAt: later(-60), endsAt: later(600), seats: [seat], outbox: [] };
    await shifts.collection.insertOne(shift as never);
    await owing([urgent()]);
    await climbAll(later(10));
    expect((await told()).at(-1)).toBe('3 leader2');
  });

  it('passes over a branch head who is away while another is at work', async () => {
    const away = { _id: 'l1', status: 'approved', person: 'head', kind: 'LEAVE', from: later(-60), to: later(600) };
    await absences.collection.insertOne({ ...away, outbox: [] } as never);
    await people.insertOne(aPerson('zhou', '周示二', ['branchHead']));
    await owing([urgent()]);
    await climbAll(later(20));
    expect((await told()).at(-1)).toBe('4 zhou');
  });

  it('is another for another kind of matter', async () => {
    adopt({ ladder: { incident: { URGENT: [{ after: 2, to: 'watch', means: ['ding'] }] } } });
    await owing([urgent()]);
    await climbAll(later(2));
    expect(await told()).toEqual(['1 duty']);
    expect((await task()).nextRungAt).toBeNull();
  });
});

describe('a promise', () => {
  it('kept is the end of it; not kept goes on climbing by itself', async () => {
    await owing([urgent()]);
    await owing([acknowledged({ person: 'wang', until: later(30) })], later(4));
    await climbAll(later(29));
    expect([await told(), (await task()).status]).toEqual([[], 'acknowledged']);
    await climbAll(later(30));
    expect([await told(), (await task()).status]).toEqual([['1 wang'], 'open']);
    await climbAll(later(35));
    expect(await told()).toEqual(['1 wang', '2 vice', '3 leader']);
    await owing([settled({ purposes: ['incident.dispatch'] })], later(36));
    expect(await task()).toMatchObject({ status: 'done', nextRungAt: null });
    await climbAll(later(600));
    expect(await told()).toHaveLength(3);
  });

  it('renewed in time does not lapse', async () => {
    await owing([urgent()]);
    await owing([acknowledged({ until: later(30) })], later(4));
    await owing([acknowledged({ until: later(90) })], later(25));
    await climbAll(later(89));
    expect(await task()).toMatchObject({ status: 'acknowledged', promisedUntil: later(90) });
    expect((await task()).lapses ?? 0).toBe(0);
  });
});

describe('a bad day', () => {
  it('of a server that was down over two escalations: each missed rung is taken once, in order', async () => {
    await owing([urgent()]);
    await climbAll(later(11));
    expect(await told()).toEqual(['1 wang', '2 vice', '3 leader']);
    const events = (await task()).events.filter(({ type }) => type === 'assignment.climbed');
    expect(events.map(({ data }) => data['dueAt'])).toEqual([later(5), later(7), later(10)]);
    await climbAll(later(11));
    expect(await told()).toHaveLength(3);
  });

  it('of a clock that jumps an hour ahead and back: nothing is told twice, nothing is left out', async () => {
    await owing([urgent()]);
    await climbAll(later(6));
    await climbAll(later(66));
    const ahead = await told();
    await climbAll(later(7));
    await climbAll(later(600));
    expect(ahead).toEqual(['1 wang', '2 vice', '3 leader', '4 head', '5 boss']);
    expect(await told()).toEqual(ahead);
    expect(new Set(await sent()).size).toBe((await sent()).length);
  });

  it('of a clock that jumps an hour back: what is owed waits and is taken once', async () => {
    await owing([urgent()]);
    await climbAll(later(-54));
    expect(await told()).toEqual([]);
    for (const minutes of [5, 7, 10]) await climbAll(later(minutes));
    expect(await told()).toEqual(['1 wang', '2 vice', '3 leader']);
  });

  it('of several processes that ring at once: every rung is taken by one of them', async () => {
    await owing([urgent()]);
    const processes = Array.from({ length: 4 }, () => ladderClimber(() => undefined));
    for (let round = 0; round < 8; round += 1) await Promise.all(processes.map((climber) => climber(later(30), 100)));
    expect(await told()).toEqual(['1 wang', '2 vice', '3 leader', '4 head', '5 boss']);
    expect(new Set(await sent()).size).toBe((await sent()).length);
  });

  it('of a person who answers while it climbs: after the answer nobody is told', async () => {
    for (let n = 0; n < 12; n += 1) {
      await assignments.collection.deleteMany({});
      await owing([urgent()], MORNING);
      await Promise.all([climbAll(later(5)), owing([acknowledged({ person: 'wang' })], later(5))]);
      const { status, nextRungAt, version } = await task();
      expect([status, nextRungAt]).toEqual(['acknowledged', null]);
      await climbAll(later(600));
      expect((await task()).version).toBe(version);
    }
  });

  it('of somebody who has left: the desk has the alarm at once, and the ladder goes on', async () => {
    await people.updateOne({ _id: 'wang' }, { $set: { active: false } });
    await owing([urgent()]);
    await climbAll(later(5));
    const alarms = await assignments.collection.find({ purpose: 'assignment.unreachable' } as never).toArray();
    expect(alarms.map(({ person }) => person).sort()).toEqual(['duty', 'leader', 'leader2']);
    await climbAll(later(10));
    expect(await told()).toEqual(['2 vice', '3 leader']);
    await owing([acknowledged({ purposes: ['incident.dispatch'] })], later(11));
    const after = await assignments.collection.find({ purpose: 'assignment.unreachable' } as never).toArray();
    expect(new Set(after.map(({ status }) => status))).toEqual(new Set(['done']));
  });

  it('of one assignment that cannot be climbed: it is told, set aside, and holds up no other', async () => {
    await owing([urgent(), urgent({ purpose: 'incident.other' })]);
    const broken = await task();
    await assignments.collection.updateOne({ _id: broken._id }, { $set: { events: null } } as never);
    const errors: unknown[] = [];
    const climber = ladderClimber((error) => errors.push(error));
    expect(await climber(later(5), 1)).toBe(0);
    expect(await climber(later(5), 1)).toBe(1);
    expect(await task({ purpose: 'incident.other' })).toMatchObject({ rung: 1 });
    expect(errors).toHaveLength(1);
  });
});
