/**
 * The ladder and its auditor: how soon after it falls due a step is acted on while very many tasks are open, and whether a look of the
 * watchdog costs more with what lies beside it.
 */
import { type mongo } from 'mongoose';
import mongoose from 'mongoose';
import { ladderClimber } from '../models/assignment/assignment';
import { openAssignment } from '../models/assignment/assignment.commands';
import { assignments, nextRung } from '../models/assignment/assignment.store';
import { type Assignment } from '../models/assignment/assignment.schema';
import { CLOCK } from '../models/core/access';
import { changes, create } from '../models/core/journal';
import { people } from '../models/people/people.store';
import { keepDeadlines } from '../server/deadlines';
import { lookInto } from '../server/watchdogLook';
import { percentiles, QUICK, report, round, type Row, sleep, timed, withDatabase } from './support';

const DAY_MS = 86_400_000;
const BATCH = 2_000;
const input = { purpose: 'petition.handle', title: 'XF-2026-000123', urgency: 'URGENT' as const, county: '330903' };
const record = { store: 'petitions', id: 'p1' };

/** Open tasks whose next rung is a day away. */
async function fill(from: number, to: number): Promise<void> {
  const now = new Date();
  const [person] = [{ id: 'wang', name: '王示海' }];
  for (let done = from; done < to; done += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, to - done) }, (_, n) => ({
      ...openAssignment(`idle${done + n}`, record, { ...input, person: person.id }, person, { now }).document,
      ...{ version: 1, nextRungAt: new Date(now.getTime() + DAY_MS), updatedAt: now, sealed: 1, unsealedAt: null },
      ...{
        events: [],
        outbox: [
          {
            id: `o${done + n}`,
            kind: 'message.send',
            lane: 'm',
            dueAt: new Date(now.getTime() + DAY_MS),
            attempts: 0,
            data: {},
          },
        ],
      },
    }));
    await assignments.collection.insertMany(batch, { ordered: false, writeConcern: { w: 1 } });
  }
}

/** Steps fall due one after the other; how late each was acted on, in ms. */
async function dueToActed(times: number, label: string): Promise<number[]> {
  const dueAt = new Map<string, number>();
  const lateness: number[] = [];
  const seen = (store: string, id: string) => {
    const due = dueAt.get(id);
    if (store !== assignments.name || due === undefined) return;
    dueAt.delete(id);
    lateness.push(Date.now() - due);
  };
  const loop = keepDeadlines(
    [{ name: 'ladder', store: assignments.name, next: nextRung, act: ladderClimber(console.error) }],
    () => new Date(),
    console.error,
  );
  const now = new Date();
  // All are written before the first falls due: what is measured is the acting.
  const begin = now.getTime() + 500 + times * 10;
  for (let n = 0; n < times; n += 1) {
    const id = `${label}${n}`;
    const outcome = openAssignment(id, record, { ...input, person: 'wang' }, { id: 'wang', name: '王示海' }, { now });
    const document: Assignment = { ...outcome.document, nextRungAt: new Date(begin + n * 20) };
    await create(assignments, { ...outcome, document, effects: [] }, { actor: CLOCK, now, door: 'clock' });
    dueAt.set(id, Math.max(begin + n * 20, Date.now()));
  }
  changes.on('changed', seen);
  while (lateness.length < times) await sleep(20);
  changes.off('changed', seen);
  await loop.stop();
  return lateness;
}

/** Everything due at one moment: how long until the last of them has been acted on. */
async function burst(count: number, label: string): Promise<number> {
  const now = new Date();
  const due = new Date(now.getTime() - 1);
  const batch = Array.from({ length: count }, (_, n) => ({
    ...openAssignment(`${label}${n}`, record, { ...input, person: 'wang' }, { id: 'wang', name: '王' }, { now })
      .document,
    ...{ version: 1, nextRungAt: due, updatedAt: now, sealed: 1, unsealedAt: null, events: [], outbox: [] },
  }));
  await assignments.collection.insertMany(batch, { ordered: false });
  const climber = ladderClimber(console.error);
  const { ms } = await timed(async () => {
    while ((await climber(new Date(), 100)) > 0);
  });
  return ms;
}

async function ladder(size: number): Promise<{ p50: number; p99: number; max: number }> {
  const figures = percentiles(await dueToActed(QUICK ? 50 : 300, `due${size}-`));
  await assignments.collection.deleteMany({ _id: { $gte: 'due', $lt: 'duf' } });
  return figures;
}

async function watchdog(): Promise<number> {
  const look = lookInto(mongoose.connection.db as unknown as mongo.Db);
  await look(new Date());
  const times: number[] = [];
  for (let n = 0; n < (QUICK ? 20 : 100); n += 1) times.push((await timed(() => look(new Date()))).ms);
  return percentiles(times).p50;
}

const [FEW, MANY, MOST] = QUICK ? [1_000, 3_000, 5_000] : [1_000, 100_000, 1_000_000];

const actedRows = (
  size: number,
  { p50, p99, max }: { p50: number; p99: number; max: number },
  first?: number,
): Row[] => [
  { name: `due → acted with ${size} open tasks, p50`, value: p50, unit: 'ms' },
  {
    ...{ name: `due → acted with ${size} open tasks, p99`, value: p99, unit: 'ms', target: '≤ 2000 ms' },
    ...(first ? { baseline: first, ratio: round(p99 / first) } : {}),
  },
  { name: `due → acted with ${size} open tasks, the latest`, value: max, unit: 'ms' },
];
const lookRow = (size: number, value: number, first?: number): Row => ({
  ...{ name: `a look of the watchdog beside ${size} open tasks, p50`, value, unit: 'ms' },
  ...(first ? { baseline: first, ratio: round(value / first), target: '≤ 1.2 ×' } : {}),
});

void withDatabase(async () => {
  const person = { _id: 'wang', name: '王示海', roles: ['officer'], county: '330903', unit: null, active: true };
  await people.insertOne(person as never);
  await fill(0, FEW);
  const [lookFew, actedFew] = [await watchdog(), await ladder(FEW)];
  await fill(FEW, MANY);
  const [lookMany, actedMany] = [await watchdog(), await ladder(MANY)];
  const many = QUICK ? 100 : 500;
  const ms = await burst(many, 'burst');
  await assignments.collection.deleteMany({ _id: { $gte: 'burst', $lt: 'bursu' } });
  await fill(MANY, MOST);
  report('Escalation', [
    ...actedRows(FEW, actedFew),
    ...actedRows(MANY, actedMany, actedFew.p99),
    { name: `${many} steps due at one moment, all acted on`, value: round(ms, 0), unit: 'ms', target: '≤ 2000 ms' },
    lookRow(FEW, lookFew),
    lookRow(MANY, lookMany, lookFew),
    lookRow(MOST, await watchdog(), lookFew),
  ]);
});
