import { alteredEvents, sealEvents } from '../models/core/auditLog';
import { change, create, read } from '../models/core/journal';
import {
  LEASE_MS,
  type Handler,
  type Outbox,
  type OwedEntry,
  deliverDue,
  nextDue,
  outboxWithoutSettled,
  startDelivery,
} from '../models/core/outbox';
import { type Effect } from '../models/core/workflow';
import { petitions } from '../models/petition/petition.store';
import { MORNING, aPetition, as } from './builders';
import { useDatabase } from './support/database';

useDatabase();

const later = (ms: number) => new Date(MORNING.getTime() + ms);
const owe = (id: string, ...effects: Effect[]) =>
  create(
    petitions,
    { document: aPetition({ _id: id, no: null }), event: { type: 'petition.registered' }, effects },
    as('dutyOperator'),
  );
const note = (text: string, more: Partial<Effect> = {}): Effect => ({
  kind: 'note',
  lane: 'notes',
  data: { text },
  ...more,
});
const entriesOf = async (id: string) => (await read(petitions, id))?.outbox.filter(({ kind }) => kind === 'note') ?? [];

/** An outbox over petitions whose one handler writes down what it was given. */
function recording(answer: (entry: OwedEntry) => Awaited<ReturnType<Handler>>[number] = () => ({ done: true })) {
  const given: string[] = [];
  const impossible: string[] = [];
  const outbox: Outbox = {
    stores: () => [petitions as never],
    handlers: {
      note: (entries) => {
        given.push(...entries.map(({ data }) => String(data['text'])));
        return Promise.resolve(entries.map(answer));
      },
    },
    onImpossible: (_entry, reason) => impossible.push(reason),
  };
  return { given, impossible, outbox };
}

describe('what is owed', () => {
  it('is carried out once and then settled', async () => {
    await owe('p1', note('a'));
    const { given, outbox } = recording();
    expect(await deliverDue(outbox, () => MORNING)).toBe(1);
    expect(await deliverDue(outbox, () => later(LEASE_MS * 2))).toBe(0);
    expect(given).toEqual(['a']);
    expect(await entriesOf('p1')).toMatchObject([{ dueAt: null, settledAt: MORNING, attempts: 1 }]);
  });

  it('is not carried out before its time', async () => {
    await owe('p1', note('a', { dueAt: later(60_000) }));
    const { given, outbox } = recording();
    await deliverDue(outbox, () => later(59_999));
    expect(given).toEqual([]);
    expect(await nextDue(outbox)).toEqual(later(60_000));
    await deliverDue(outbox, () => later(60_000));
    expect(given).toEqual(['a']);
    expect(await nextDue(outbox)).toBeNull();
  });

  it('goes in order within a lane, and does not hold up other lanes', async () => {
    await owe('p1', note('1'), note('2'), note('other', { lane: 'x' }));
    let refuse = true;
    const { given, outbox } = recording(({ data }) =>
      data['text'] === '1' && refuse ? { retry: 'network' } : { done: true },
    );
    await deliverDue(outbox, () => MORNING);
    await deliverDue(outbox, () => later(500));
    expect(given).toEqual(['1', 'other']);
    const [tried, waiting] = await entriesOf('p1');
    expect(waiting!.dueAt).toEqual(tried!.dueAt);
    refuse = false;
    await deliverDue(outbox, () => later(2000));
    await deliverDue(outbox, () => later(2000));
    expect(given).toEqual(['1', 'other', '1', '2']);
  });

  it('is tried again after growing waits when the network failed', async () => {
    await owe('p1', note('a'));
    const { outbox } = recording(() => ({ retry: 'DingTalk unreachable' }));
    let now = MORNING;
    const waits: number[] = [];
    for (let attempt = 0; attempt < 5; attempt++) {
      await deliverDue(outbox, () => now);
      const [entry] = await entriesOf('p1');
      waits.push((entry!.dueAt!.getTime() - now.getTime()) / 1000);
      expect(entry!.lastError).toBe('DingTalk unreachable');
      now = entry!.dueAt!;
    }
    expect(waits).toEqual([1, 2, 5, 10, 30]);
  });

  it('survives a day without DingTalk', async () => {
    await owe('p1', note('a'));
    let away = true;
    const { given, outbox } = recording(() => (away ? { retry: 'away' } : { done: true }));
    let now = MORNING;
    while (now < later(86_400_000)) {
      await deliverDue(outbox, () => now);
      now = (await entriesOf('p1'))[0]!.dueAt!;
    }
    away = false;
    await deliverDue(outbox, () => now);
    expect((await entriesOf('p1'))[0]).toMatchObject({ dueAt: null, settledAt: now });
    expect(given.length).toBeGreaterThan(40);
  });

  it('is settled at once when the other side refuses, and somebody is told', async () => {
    await owe('p1', note('a'));
    const { impossible, outbox } = recording(() => ({ impossible: '用户不存在' }));
    await deliverDue(outbox, () => MORNING);
    expect(impossible).toEqual(['用户不存在']);
    expect(await entriesOf('p1')).toMatchObject([{ dueAt: null, lastError: '用户不存在' }]);
  });

  it('is retried when the handler breaks or forgets to answer', async () => {
    await owe('p1', note('a'));
    const broken: Outbox = {
      stores: () => [petitions as never],
      handlers: { note: () => Promise.reject(new Error('defect')) },
    };
    await deliverDue(broken, () => MORNING);
    expect(await entriesOf('p1')).toMatchObject([{ lastError: 'Error: defect', dueAt: later(1000) }]);
    const silent: Outbox = { stores: () => [petitions as never], handlers: { note: () => Promise.resolve([]) } };
    await deliverDue(silent, () => later(1000));
    expect(await entriesOf('p1')).toMatchObject([{ lastError: 'handler gave no answer' }]);
  });

  it('falls due again when its worker dies between claiming and settling', async () => {
    await owe('p1', note('a'));
    const { given, outbox } = recording();
    let dead = true;
    const dying: Outbox = {
      ...outbox,
      handlers: { note: (entries, now) => (dead ? new Promise(() => {}) : outbox.handlers['note']!(entries, now)) },
    };
    void deliverDue(dying, () => MORNING);
    while ((await entriesOf('p1'))[0]?.attempts !== 1) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await deliverDue(outbox, () => later(LEASE_MS - 1))).toBe(0);
    dead = false;
    expect(await deliverDue(outbox, () => later(LEASE_MS))).toBe(1);
    expect(given).toEqual(['a']);
  });

  it('is claimed by one of many workers', async () => {
    for (let n = 0; n < 50; n++) await owe(`p${n}`, note(String(n)));
    const { given, outbox } = recording();
    const counts = await Promise.all(Array.from({ length: 6 }, () => deliverDue(outbox, () => MORNING)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(50);
    expect(new Set(given).size).toBe(50);
    expect(given).toHaveLength(50);
  });

  it('leaves the version alone, so that a message going out makes no command stale', async () => {
    await owe('p1', note('a'));
    await deliverDue(recording().outbox, () => MORNING);
    expect((await read(petitions, 'p1'))?.version).toBe(1);
  });

  it('of a kind that another outbox handles is left to it', async () => {
    await owe('p1', note('a', { kind: 'elsewhere' }));
    const { given, outbox } = recording();
    expect(await deliverDue(outbox, () => MORNING)).toBe(0);
    expect(given).toEqual([]);
    expect(await nextDue(outbox)).toBeNull();
  });
});

describe('the delivery loop', () => {
  const until = async (happened: () => boolean) => {
    while (!happened()) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it('acts on a change, on the clock, and on what another process wrote; and stops when asked', async () => {
    const { given, outbox } = recording();
    let now = MORNING;
    const loop = startDelivery(
      outbox,
      () => now,
      (error) => given.push(String(error)),
    );
    await owe('p1', note('changed'));
    await until(() => given.includes('changed'));
    await owe('p2', note('due', { dueAt: later(3_600_000) }));
    now = later(3_600_000);
    await until(() => given.includes('due'));
    await petitions.collection.insertOne({
      ...aPetition({ _id: 'p3', no: null }),
      outbox: [{ id: 'x', kind: 'note', lane: 'notes', dueAt: now, attempts: 0, data: { text: 'elsewhere' } }],
    } as never);
    await until(() => given.includes('elsewhere'));
    await loop.stop();
    await owe('p4', note('after'));
    expect(given).toEqual(['changed', 'due', 'elsewhere']);
  });

  it('goes on when an answer never comes, and carries out what falls due again', async () => {
    await owe('p1', note('a'));
    const errors: unknown[] = [];
    let now = MORNING;
    let silent = true;
    const { given, outbox } = recording();
    const mute: Outbox = {
      ...outbox,
      patienceMs: 50,
      handlers: { note: (entries, at) => (silent ? new Promise(() => {}) : outbox.handlers['note']!(entries, at)) },
    };
    const loop = startDelivery(
      mute,
      () => now,
      (error) => errors.push(error),
    );
    await until(() => errors.length > 0);
    silent = false;
    now = later(LEASE_MS);
    await until(() => given.length > 0);
    await loop.stop();
    expect(given).toEqual(['a']);
    expect(String(errors[0])).toContain('no answer within the lease');
  });

  it('reports an error of the database and goes on', async () => {
    const errors: unknown[] = [];
    const { given, outbox } = recording();
    let broken = true;
    const flaky: Outbox = {
      ...outbox,
      get handlers() {
        if (broken) throw new Error('no primary');
        return outbox.handlers;
      },
    };
    const loop = startDelivery(
      flaky,
      () => MORNING,
      (error) => errors.push(error),
    );
    await until(() => errors.length > 0);
    broken = false;
    await owe('p1', note('a'));
    await until(() => given.includes('a'));
    await loop.stop();
    expect(String(errors[0])).toContain('no primary');
  });
});

describe('what was carried out', () => {
  const DAYS = 86_400_000;
  const seal = (now: Date) => sealEvents(petitions.collection, 100, now, outboxWithoutSettled(now));
  const say = (text: string, now: Date) =>
    change(petitions, 'p1', { ...as('dutyOperator', 'd', { now }), key: text }, (document) => ({
      document: { ...document, content: text },
      event: { type: 'petition.said' },
    }));

  it('leaves the record some days later; what is owed or impossible stays, and so does all history', async () => {
    await owe(
      'p1',
      note('done'),
      note('refused', { lane: 'a' }),
      note('later', { lane: 'b', dueAt: later(30 * DAYS) }),
    );
    const { outbox } = recording(({ data }) =>
      data['text'] === 'refused' ? { impossible: '用户不存在' } : { done: true },
    );
    await deliverDue(outbox, () => MORNING);
    const texts = async () => (await entriesOf('p1')).map(({ data }) => data['text']);
    await say('一', later(2 * DAYS));
    await seal(later(2 * DAYS));
    expect(await texts()).toEqual(['done', 'refused', 'later']);
    await say('二', later(4 * DAYS));
    await seal(later(4 * DAYS));
    expect(await texts()).toEqual(['refused', 'later']);
    const record = (await read(petitions, 'p1'))!;
    expect(record.events.map(({ type }) => type)).toEqual(['petition.registered', 'petition.said', 'petition.said']);
    expect(await alteredEvents(record.events, record.sealed)).toEqual([]);
    // What stays is still carried out at its time.
    await deliverDue(outbox, () => later(30 * DAYS));
    expect((await entriesOf('p1')).find(({ data }) => data['text'] === 'later')).toMatchObject({ dueAt: null });
  });

  it('stays while it is claimed, whatever its age', async () => {
    await owe('p1', note('slow'));
    const { outbox } = recording();
    const slow: Handler = async (entries) => {
      await say('一', later(10 * DAYS));
      await seal(later(10 * DAYS));
      expect(await entriesOf('p1')).toHaveLength(1);
      return entries.map(() => ({ done: true }));
    };
    await deliverDue({ ...outbox, handlers: { note: slow } }, () => MORNING);
    expect(await entriesOf('p1')).toMatchObject([{ dueAt: null, settledAt: MORNING }]);
  });
});
