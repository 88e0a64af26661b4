import { setTimeout as sleep } from 'node:timers/promises';
import { CLOCK } from '../models/core/access';
import { lastFinishedSlot } from '../models/core/lease';
import { petitionDomain } from '../models/petition/petition';
import { petitions } from '../models/petition/petition.store';
import { keepDeadlines, wakeDeadline, type Deadline } from '../server/deadlines';
import { jobsOf } from '../server/jobs';
import {
  cronOf,
  slotBefore,
  slotsSince,
  slotsToRing,
  startScheduler,
  type Job,
  type Scheduler,
} from '../server/scheduler';
import { useDatabase } from './support/database';
import { standing } from './support/server';

useDatabase();
const at = (time: string) => new Date(`2026-03-02T${time}+08:00`);
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const running: { stop: () => Promise<void> }[] = [];
const kept = <T extends { stop: () => Promise<void> }>(loop: T): T => {
  running.push(loop);
  return loop;
};
afterEach(async () => {
  for (const loop of running.splice(0)) await loop.stop();
});

describe('the planned moments of a rule', () => {
  it('are counted from midnight in Shanghai', () => {
    expect(slotBefore({ everyMinutes: 1_440, at: 127 }, at('10:00:00'))).toEqual(at('02:07:00'));
    expect(slotBefore({ everyMinutes: 15 }, at('10:14:59.999'))).toEqual(at('10:00:00'));
    expect(slotBefore({ everyMinutes: 15 }, at('10:15:00'))).toEqual(at('10:15:00'));
    expect(slotsSince({ everyMinutes: 60, at: 7 }, at('07:07:00'), at('10:00:00'))).toEqual([
      at('08:07:00'),
      at('09:07:00'),
    ]);
  });

  it('are those at which the bell rings', () => {
    expect(cronOf({ everyMinutes: 1 })).toBe('0/1 * * * *');
    expect(cronOf({ everyMinutes: 60, at: 7 })).toBe('7 0/1 * * *');
    expect(cronOf({ everyMinutes: 1_440, at: 127 })).toBe('7 2 * * *');
  });
});

describe('bells that nobody answered', () => {
  const rule = { everyMinutes: 15 };
  const since = at('09:00:00').toISOString();
  it.each([
    ['skip', '10:05:00', []],
    ['skip', '10:00:20', ['10:00:00']],
    ['once', '10:05:00', ['10:00:00']],
    ['each', '10:05:00', ['09:15:00', '09:30:00', '09:45:00', '10:00:00']],
    ['each', '09:10:00', []],
  ] as const)('%s at %s: %j', (missed, now, slots) => {
    expect(slotsToRing({ rule, missed }, since, at(now))).toEqual(slots.map(at));
  });

  it('of a job that never ran are one at most', () => {
    expect(slotsToRing({ rule, missed: 'each' }, null, at('10:05:00'))).toEqual([at('10:00:00')]);
    expect(slotsToRing({ rule, missed: 'skip' }, null, at('10:05:00'))).toEqual([]);
    expect(slotsToRing({ rule, missed: 'skip' }, null, at('10:00:20'))).toEqual([at('10:00:00')]);
  });
});

describe('a scheduled job', () => {
  const ran: string[] = [];
  const job = (change: Partial<Job> = {}): Job => ({
    name: 'count',
    rule: { everyMinutes: 15 },
    missed: 'each',
    holdMs: 60_000,
    run: async (slot) => {
      await sleep(5);
      ran.push(slot.toISOString());
    },
    ...change,
  });
  const start = (jobs: Job[], clock: () => Date): Scheduler => kept(startScheduler(jobs, clock, log));
  beforeEach(() => void ran.splice(0));

  it('is answered once by any number of processes', async () => {
    let now = at('10:00:01');
    const processes = [1, 2, 3].map(() => start([job()], () => now));
    await Promise.all(processes.map((one) => one.ring()));
    now = at('10:31:00');
    await Promise.all([...processes, ...processes].map((one) => one.ring()));
    expect(ran.sort()).toEqual([at('10:00:00'), at('10:15:00'), at('10:30:00')].map((slot) => slot.toISOString()));
  });

  it('is rung at the start for what was missed while nobody ran', async () => {
    await start([job()], () => at('08:00:00')).ring();
    ran.splice(0);
    await start([job()], () => at('08:40:00')).ring();
    expect(ran).toEqual([at('08:15:00'), at('08:30:00')].map((slot) => slot.toISOString()));
  });

  it('that fails is tried again at its next bell, and holds up no other', async () => {
    let broken = true;
    const failing = job({
      name: 'failing',
      run: (slot) => (broken ? Promise.reject(new Error('away')) : Promise.resolve(void ran.push(slot.toISOString()))),
    });
    const scheduler = start([failing, job()], () => at('10:00:00'));
    await scheduler.ring();
    expect([await lastFinishedSlot('failing'), await lastFinishedSlot('count')]).toEqual([
      null,
      at('10:00:00').toISOString(),
    ]);
    broken = false;
    ran.splice(0);
    await scheduler.ring();
    expect(ran).toEqual([at('10:00:00').toISOString()]);
  });

  it('under way is finished before the scheduler has stopped', async () => {
    const scheduler = start([job()], () => at('10:00:00'));
    void scheduler.ring();
    await sleep(2);
    await scheduler.stop();
    const stopped = [...ran];
    await sleep(20);
    expect(ran).toEqual(stopped);
  });

  it('of this system seals what happened into the audit log and reaps what expired', async () => {
    await standing();
    const synced: string[] = [];
    const jobs = jobsOf({
      log,
      syncOrganisation: () => Promise.resolve(void synced.push('organisation')),
      readReceipts: () => Promise.resolve(void synced.push('receipts')),
    });
    await start(jobs, () => at('10:00:00')).ring();
    const found = await petitions.collection.findOne({});
    expect(found).toMatchObject({ sealed: 1, unsealedAt: null });
    expect(synced.sort()).toEqual(['organisation', 'receipts']);
    expect(await Promise.all(['reap', 'sealAudit'].map(lastFinishedSlot))).toEqual(
      Array(2).fill(at('10:00:00').toISOString()),
    );
  });
});

describe('a deadline', () => {
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const until = async (holds: () => Promise<boolean>) => {
    while (!(await holds())) await sleep(10);
  };
  const eventsOf = async (id: string) => {
    const found = await petitions.collection.findOne({ _id: id } as never);
    return found?.events.map(({ type, by, door }) => [type, by, door]) ?? [];
  };
  const due = {
    status: 'investigating',
    officer: 'wang',
    head: 'head',
    dueAt: at('12:00:00'),
    wakeAt: at('12:00:00'),
  } as const;
  beforeEach(() => void errors.splice(0));

  it('wakes its petition once, by the ordinary command, however many processes watch', async () => {
    const id = await standing(due);
    const clock = () => at('12:00:01');
    for (let i = 0; i < 3; i++) kept(keepDeadlines([wakeDeadline(petitionDomain, onError)], clock, onError));
    await until(async () => (await eventsOf(id)).length > 1);
    await sleep(50);
    expect(await eventsOf(id)).toEqual([
      ['petition.registered', expect.any(String), 'voice'],
      ['petition.overdue', CLOCK.id, 'clock'],
    ]);
    expect(errors).toEqual([]);
  });

  it('is found when the clock is moved past it, and not before', async () => {
    let now = at('11:00:00');
    const id = await standing(due);
    kept(keepDeadlines([wakeDeadline(petitionDomain, onError)], () => now, onError));
    await sleep(100);
    expect(await eventsOf(id)).toHaveLength(1);
    now = at('12:00:00');
    await until(async () => (await eventsOf(id)).length === 2);
  });

  it('that fails is told of and keeps no other waiting', async () => {
    const acted: number[] = [];
    const failing: Deadline = {
      name: 'failing',
      store: petitions.name,
      next: () => Promise.resolve(at('11:00:00')),
      act: () => Promise.reject(new Error('away')),
    };
    const working: Deadline = {
      name: 'working',
      store: petitions.name,
      next: () => Promise.resolve(at('11:00:00')),
      act: () => Promise.resolve(acted.push(1) > 3 ? 0 : 1),
    };
    kept(keepDeadlines([failing, working], () => at('12:00:00'), onError));
    await until(() => Promise.resolve(acted.length > 3 && errors.length > 0));
    expect(String(errors[0])).toContain('away');
  });
});
