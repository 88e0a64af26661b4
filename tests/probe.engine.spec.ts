import { assignments } from '../models/assignment/assignment.store';
import { CLOCK } from '../models/core/access';
import { perform } from '../models/core/domain';
import { reap } from '../models/core/reaper';
import { people } from '../models/people/people.store';
import { probeDomain, runProbe } from '../models/probe/probe';
import { probeFigures, probes } from '../models/probe/probe.store';
import { type Probe } from '../models/probe/probe.schema';
import { MACHINE } from '../bot/sandbox/machine';
import { useBotWorld } from './support/botWorld';
import { useDatabase } from './support/database';
import { until } from './support/product';

/** The probe through the real chain: record → outbox → card → the sandbox's machine account presses → record. */
useDatabase({ emptyBefore: 'file' });
const world = useBotWorld();
const only = async () => (await probes.collection.findOne({})) as unknown as Probe;
beforeEach(async () => {
  await probes.collection.deleteMany({});
  await assignments.collection.deleteMany({});
});

const start = () => runProbe(MACHINE, world.clock(), world.clock());
const judge = async () => {
  await world.advance(61_000);
  const { _id } = await only();
  await perform(probeDomain, 'wake', _id, {}, { actor: CLOCK, now: world.clock(), door: 'clock' });
};

describe('a probe', () => {
  it('goes through the whole chain and is answered by the machine account; its time is stored', async () => {
    expect(await start()).toBe(true);
    await world.drain();
    const probe = await until('the answer', async () => ((await only()).status === 'answered' ? only() : null));
    expect(probe).toMatchObject({ wakeAt: null, stuckAt: null });
    expect(probe.ms).toBeGreaterThan(0);
    await world.drain();
    const [task] = await assignments.collection.find({}).toArray();
    expect(task).toMatchObject({ status: 'done', purpose: 'probe.run' });
    expect(task?.messages[0]).toMatchObject({ means: 'card', actedAt: expect.any(Date) as Date });
  });

  it('is started once for one planned moment, whoever answers the bell', async () => {
    const slot = world.clock();
    await Promise.all([1, 2, 3].map(() => runProbe(MACHINE, slot, world.clock())));
    expect(await probes.collection.countDocuments({})).toBe(1);
  });

  it('is not started for an account nobody knows', async () => {
    expect(await runProbe('nobody', world.clock(), world.clock())).toBe(false);
    expect(await probes.collection.countDocuments({})).toBe(0);
  });

  it('that nobody answers is good enough when DingTalk has taken it', async () => {
    const person = (await people.findOne({ active: true, roles: 'dutyOperator' }))!._id;
    await runProbe(person, world.clock(), world.clock());
    await world.drain();
    await judge();
    expect(await only()).toMatchObject({ status: 'delivered', ms: expect.any(Number) as number });
  });

  it('that nobody carried out has failed after a minute and says where it is stuck', async () => {
    await start();
    await judge();
    expect(await only()).toMatchObject({ status: 'failed', ms: null, stuckAt: '任务没有生成（本地队列）' });
  });

  it('is not judged before its minute is over, nor answered by anybody else', async () => {
    await start();
    const { _id } = await only();
    const context = { now: world.clock(), door: 'clock' as const };
    await expect(perform(probeDomain, 'wake', _id, {}, { ...context, actor: CLOCK })).rejects.toMatchObject({
      code: 'NOT_NOW',
    });
    const stranger = { id: 'duty01', roles: ['dutyOperator'] as const, county: null, grid: null, unit: null };
    await expect(perform(probeDomain, 'answer', _id, {}, { ...context, actor: stranger })).rejects.toMatchObject({
      code: 'NOT_PERMITTED',
    });
  });

  it('and its task are forgotten after some days', async () => {
    await start();
    await world.drain();
    const later = new Date(world.clock().getTime() + 4 * 24 * 3_600_000);
    await reap(later);
    expect([await probes.collection.countDocuments({}), await assignments.collection.countDocuments({})]).toEqual([
      0, 0,
    ]);
  });
});

describe('the figures of the wall', () => {
  const now = new Date('2026-03-02T10:00:00+08:00');
  const ran = (minutesAgo: number, ms: number | null) => ({
    ...{ _id: `p${minutesAgo}`, version: 1, person: MACHINE, status: ms === null ? 'failed' : 'answered', ms },
    ...{ startedAt: new Date(now.getTime() - minutesAgo * 60_000), stuckAt: ms === null ? '钉钉没有应答' : null },
  });

  it('are p50, p95 and p99 by nearest rank over a day, and name the last run', async () => {
    const times = Array.from({ length: 100 }, (_, n) => ran(n + 2, (n + 1) * 10));
    await probes.collection.insertMany([...times, ran(1, null), ran(24 * 60 + 1, 99_999)] as never);
    const figures = await probeFigures(now);
    expect(figures).toMatchObject({ runs: 101, failed: 1, p50: 500, p95: 950, p99: 990 });
    expect(figures.last).toMatchObject({ status: 'failed', stuckAt: '钉钉没有应答' });
    expect(figures.recent).toHaveLength(60);
    expect(figures.recent.at(-1)?.status).toBe('failed');
  });

  it('are none before the first run', async () => {
    expect(await probeFigures(now)).toMatchObject({ last: null, runs: 0, p50: null, p99: null });
  });
});
