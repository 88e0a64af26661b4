import { assignmentHandlers, climbDue } from '../models/assignment/assignment';
import { assign, acknowledged, settle } from '../models/assignment/assignment.effects';
import { type Assignment } from '../models/assignment/assignment.schema';
import { assignments, assignmentsOf, nextRung, rungDue } from '../models/assignment/assignment.store';
import { create, type Stored, stores } from '../models/core/journal';
import { deliverDue } from '../models/core/outbox';
import { type Effect } from '../models/core/workflow';
import { people } from '../models/people/people.store';
import { type Person } from '../models/people/people.schema';
import { petitions } from '../models/petition/petition.store';
import { MORNING, aPetition, atTime } from './builders';
import { useDatabase } from './support/database';

useDatabase();
const later = (minutes: number) => new Date(MORNING.getTime() + minutes * 60_000);
const person = (_id: string, roles: Person['roles'], county: Person['county'] = '330903') =>
  ({ _id, name: _id.toUpperCase(), roles, county, active: true }) as Person;
async function owing(...effects: Effect[]): Promise<void> {
  await create(petitions, { document: aPetition(), event: { type: 'test' }, effects }, atTime(MORNING));
}
async function carryOut(now = MORNING): Promise<void> {
  const outbox = { stores: () => stores, handlers: assignmentHandlers };
  while ((await deliverDue(outbox, () => now)) > 0);
}
const all = async () =>
  (await assignments.collection.find({}, { sort: { openedAt: 1 } }).toArray()) as unknown as Stored<Assignment>[];
const urgent = (change: object = {}) =>
  assign({ person: 'wang', purpose: 'petition.handle', title: 'XF', urgency: 'URGENT', county: '330903', ...change });
const climbAll = async (now: Date) => {
  while ((await climbDue(now, 100)) > 0);
};
const rungs = ({ events }: Stored<Assignment>) =>
  events
    .filter(({ type }) => type !== 'assignment.opened' && type !== 'assignment.skipped')
    .map(({ type, data }) => `${type} ${String(data['person'])}`);

beforeEach(async () => {
  await people.insertMany([
    person('wang', ['officer']),
    person('head', ['branchHead', 'officer']),
    person('elsewhere', ['branchHead'], '330902'),
    person('duty', ['dutyLeader'], null),
    person('boss', ['bureauLeader'], null),
  ]);
});

describe('an assignment of a record’s outbox', () => {
  it('is opened once, though its entry is carried out again', async () => {
    await owing(urgent());
    await carryOut();
    await petitions.collection.updateOne({}, { $set: { 'outbox.0.dueAt': MORNING } });
    await carryOut();
    expect(await all()).toHaveLength(1);
    expect((await all())[0]).toMatchObject({ personName: 'WANG', record: { store: 'petitions', id: 'p1' } });
  });

  it('carries the number that its record was given by the same write', async () => {
    await owing(urgent({ title: '待登记 · 水污染' }));
    await carryOut();
    expect((await all())[0]?.title).toBe('XF-2026-000123 · 水污染');
  });

  it('gives a protected person no name', async () => {
    await owing(urgent({ person: 'ref:villager' }));
    await carryOut();
    expect((await all())[0]?.personName).toBe('反映人');
  });

  it('is acknowledged and closed in the order in which it was decided', async () => {
    await owing(urgent(), acknowledged({ person: 'wang' }), settle({ purposes: ['petition.handle'] }));
    await carryOut();
    expect((await all())[0]).toMatchObject({ status: 'done', acknowledgedAt: MORNING, nextRungAt: null });
    expect(await assignmentsOf('wang', 'open')).toEqual([]);
    expect(await assignmentsOf('wang', 'done')).toHaveLength(1);
  });

  it('is left alone when another person or purpose is meant', async () => {
    await owing(urgent(), settle({ person: 'somebody' }), settle({ purposes: ['petition.approve'] }));
    await carryOut();
    expect((await assignmentsOf('wang', 'open')).map(({ status }) => status)).toEqual(['open']);
  });
});

describe('the ladder on the clock', () => {
  it('is found by its time and by nothing else', async () => {
    await owing(urgent());
    await carryOut();
    expect(await rungDue(later(4), 10)).toEqual([]);
    expect(await nextRung()).toEqual(later(5));
    expect(await rungDue(later(5), 10)).toHaveLength(1);
  });

  it('takes every missed rung in its order, once, however late the clock is', async () => {
    await owing(urgent());
    await carryOut();
    await climbAll(later(600));
    const [assignment] = await all();
    expect(rungs(assignment!)).toEqual([
      'assignment.climbed wang',
      'assignment.climbed duty',
      'assignment.climbed head',
      'assignment.climbed boss',
    ]);
    expect(assignment).toMatchObject({ rung: 5, nextRungAt: null, unreachable: false });
    expect(await climbDue(later(600), 10)).toBe(0);
  });

  it('takes one rung though two processes ring at once', async () => {
    await owing(urgent());
    await carryOut();
    await Promise.all(Array.from({ length: 5 }, () => climbDue(later(5), 10)));
    expect((await all())[0]).toMatchObject({ rung: 1 });
  });

  it('goes to somebody else of the role when the silent person is the first of it', async () => {
    await people.insertOne(person('zdeputy', ['branchHead']));
    await owing(urgent({ person: 'head' }));
    await carryOut();
    await climbAll(later(20));
    expect(rungs((await all())[0]!).at(-1)).toBe('assignment.climbed zdeputy');
  });

  it('is an alarm where nobody stands, and goes on to the next', async () => {
    await people.deleteMany({ roles: 'dutyLeader' });
    await owing(urgent({ county: null }));
    await carryOut();
    await climbAll(later(30));
    const [assignment] = await all();
    expect(assignment?.unreachable).toBe(true);
    expect(rungs(assignment!)).toEqual([
      'assignment.climbed wang',
      'assignment.unreachable null',
      'assignment.climbed boss',
    ]);
  });

  it('stops at the answer', async () => {
    await owing(urgent(), acknowledged({}));
    await carryOut();
    expect(await climbDue(later(600), 10)).toBe(0);
  });
});
