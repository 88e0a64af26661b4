import mongoose from 'mongoose';
import { openVault } from '../models/core/identityVault';
import { contentHash } from '../models/core/contentHash';
import { alteredEvents, sealEvents } from '../models/core/auditLog';
import { shanghaiDay } from '../models/core/calendar';
import { assignments } from '../models/assignment/assignment.store';
import { Assignment } from '../models/assignment/assignment.schema';
import { Enterprise } from '../models/enterprise/enterprise.schema';
import { enterprises, enterpriseNames } from '../models/enterprise/enterprise.store';
import { seedDemo } from '../models/demo/seed';
import { demoYearOf } from '../models/demo/period';
import { incidents } from '../models/incident/incident.store';
import { petitionCounts } from '../models/petition/petition.counts';
import { OPEN_STATES, Petition } from '../models/petition/petition.schema';
import { likelyRepeats, petitions } from '../models/petition/petition.store';
import { cells, recount } from '../models/petition/petition.tallies';
import { understand } from '../models/petition/understanding';
import { emptyDatabase, useDatabase } from './support/database';
import { putOrganisation } from './support/organisation';

jest.setTimeout(60_000);
useDatabase({ emptyBefore: 'file' });

const NOW = new Date('2026-11-24T02:40:00+08:00');
const OCTOBER = new Date('2026-10-31T23:59:59.999+08:00');
const open = (at: Buffer) => openVault({ current: 'k', keys: { k: at }, pepper: at });

type Row = Petition & { events: { at: Date; type: string }[] };
const rows = async () => (await petitions.collection.find({}, { sort: { no: 1 } }).toArray()) as unknown as Row[];
const within = (all: Row[], from: string, to: string) =>
  all.filter(({ registeredAt }) => shanghaiDay(registeredAt!) >= from && shanghaiDay(registeredAt!) <= to);
const tally = (values: readonly string[]) =>
  Object.fromEntries([...new Set(values)].sort().map((value) => [value, values.filter((v) => v === value).length]));

beforeAll(async () => {
  open(Buffer.alloc(32, 7));
  await putOrganisation();
});

describe('the demo', () => {
  it('fills an empty system and tells how far it has got', async () => {
    const told: string[] = [];
    const result = await seedDemo({
      now: NOW,
      progress: (done, total, label) => told.push(`${done}/${total} ${label}`),
    });
    expect(result).toMatchObject({ seeded: true, enterprises: 240 });
    expect(told.at(0)).toMatch(/^0\/\d+ 开始$/);
    expect(told.at(-1)).toMatch(/^(\d+)\/\1 /);
  });

  it('does nothing the second time', async () => {
    const before = await rows();
    expect(await seedDemo({ now: NOW })).toMatchObject({ seeded: false, petitions: 0 });
    expect(await rows()).toEqual(before);
  });

  it('holds 240 valid enterprises in the numbers of the register, every one marked as invented', async () => {
    const all = await enterprises.find({}).toArray();
    for (const enterprise of all) Enterprise.parse(enterprise);
    expect(all.every(({ name, uscc }) => /示例/.test(name) && uscc.startsWith('DEMO') && uscc.length === 18)).toBe(
      true,
    );
    expect(tally(all.map(({ category }) => category))).toEqual({ GREEN: 164, RED: 18, YELLOW: 58 });
    expect(tally(all.map(({ controlLevel }) => controlLevel))).toEqual({
      MUNICIPAL: 70,
      NATIONAL: 6,
      NONE: 142,
      PROVINCIAL: 22,
    });
    expect(tally(all.map(({ sector }) => sector))).toEqual({
      ...{
        CATERING: 20,
        MACHINERY: 31,
        OIL: 18,
        OTHER: 10,
        PORT: 24,
        QUARRY: 22,
        SEAFOOD: 52,
        SHIP: 34,
        WASTE: 13,
        WWTP: 16,
      },
    });
    expect(all.find(({ _id }) => _id === 'E12')).toMatchObject({ controlLevel: 'NATIONAL', category: 'RED' });
  });

  it('knows the fish-meal factory by the words of a villager', async () => {
    expect(understand('东海鱼粉厂那边河水发黑，臭得很', await enterpriseNames())).toMatchObject({
      enterpriseId: 'E07',
      medium: 'WATER',
    });
  });

  it('calls every enterprise by names that no other has', async () => {
    const names = (await enterpriseNames()).flatMap(({ shortNames }) => shortNames);
    expect(new Set(names).size).toBe(names.length);
  });

  it('counts 279 petitions from January to October against 294 the year before: −5.1 %', async () => {
    expect(await petitionCounts({}, OCTOBER)).toMatchObject({
      registeredThisYear: 279,
      registeredLastYearSamePeriod: 294,
      changePercent: -5.1,
    });
    expect((await petitionCounts({}, NOW)).changePercent).toBe(-5.1);
  });

  it('has 31 repeats and 46 items of the central inspection, all of them closed', async () => {
    const year = within(await rows(), '2026-01-01', '2026-10-31');
    expect(year.filter(({ repeatOf }) => repeatOf)).toHaveLength(31);
    const superior = year.filter(({ channel }) => channel === 'SUPERIOR');
    expect(tally(superior.map(({ status }) => status))).toEqual({ closed: 46 });
    expect((await petitionCounts({}, OCTOBER)).itemsThisYear).toBe(279 - 31);
  });

  it('consists of valid petitions, numbered without gaps in the order of registration', async () => {
    const all = await rows();
    for (const petition of all) Petition.parse(petition);
    for (const year of ['2025', '2026']) {
      const ofYear = within(all, `${year}-01-01`, `${year}-12-31`);
      expect(ofYear.map(({ no }) => no)).toEqual(ofYear.map((_, n) => `XF-${year}-${String(n + 1).padStart(6, '0')}`));
      const times = ofYear.map(({ registeredAt }) => registeredAt!.getTime());
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  });

  it('has a history in order of time, nothing of it later than now, nothing owed', async () => {
    for (const { _id, events, ...petition } of await rows()) {
      const times = events.map(({ at }) => at.getTime());
      expect([_id, ...times]).toEqual([_id, ...[...times].sort((a, b) => a - b)]);
      expect(times.at(-1)).toBeLessThanOrEqual(NOW.getTime());
      expect(petition).toMatchObject({ version: events.length, outbox: [] });
    }
  });

  it('shows every channel, medium, result and rating there is', async () => {
    const all = await rows();
    const seen = (field: 'channel' | 'medium' | 'county' | 'urgency' | 'result' | 'satisfaction') =>
      new Set(all.map((petition) => petition[field])).size;
    // Whoever calls without naming a place has no county until the desk classifies.
    expect([seen('channel'), seen('medium'), seen('county'), seen('urgency')]).toEqual([9, 9, 4 + 1, 2]);
    expect([seen('result'), seen('satisfaction')]).toEqual([4, 6]);
    const types = new Set(all.flatMap(({ events }) => events.map(({ type }) => type)));
    for (const type of ['returned', 'extended', 'replyReturned', 'reopened', 'transferred', 'closedUnanswered'])
      expect(types).toContain(`petition.${type}`);
    const handled = tally(all.flatMap(({ officer }) => officer ?? []));
    expect(Object.keys(handled)).toHaveLength(24);
  });

  it('leaves some dozens open in every state, none of them older than a month', async () => {
    const all = (await rows()).filter(({ status }) => OPEN_STATES.includes(status));
    expect(tally(all.map(({ status }) => status))).toEqual({
      ...{ registered: 4, classified: 3, accepted: 2, assigned: 6, investigating: 9, replyDraft: 4 },
      ...{ recheck: 2, reviewRequested: 1 },
    });
    const month = NOW.getTime() - 30 * 86_400_000;
    expect(all.filter(({ registeredAt }) => registeredAt!.getTime() < month)).toEqual([]);
    const figures = await petitionCounts({}, NOW);
    expect(figures).toMatchObject({ open: 31, unassigned: 9, unacknowledged: 0 });
    expect(figures.overdue).toBeGreaterThan(0);
    expect(figures.urgent).toBeGreaterThanOrEqual(4);
    expect(figures.overdue).toBeLessThan(10);
  });

  it('gives the open ones to people of the organisation, and wakes nobody', async () => {
    const all = await assignments.collection.find({}).toArray();
    for (const assignment of all) Assignment.parse(assignment);
    expect(all.length).toBeGreaterThan(50);
    expect(all.filter(({ nextRungAt, outbox }) => nextRungAt || outbox.length > 0)).toEqual([]);
    expect(all.filter(({ status, person }) => status !== 'done' && person.startsWith('putuo')).length).toBeGreaterThan(
      0,
    );
    expect(await petitions.collection.countDocuments({ wakeAt: { $lte: NOW } })).toBe(0);
  });

  it('calls every task of a numbered record by that number', async () => {
    for (const { collection } of [petitions, incidents]) {
      const numbers = new Map((await collection.find({}).toArray()).map(({ _id, no }) => [String(_id), no]));
      const ofRecords = { 'record.id': { $in: [...numbers.keys()] }, purpose: { $ne: 'petition.confirm' } };
      const tasks = await assignments.collection.find(ofRecords as never).toArray();
      expect(tasks.length).toBeGreaterThan(0);
      expect(tasks.filter(({ title, record }) => !title.startsWith(`${numbers.get(record.id)} · `))).toEqual([]);
    }
  });

  it('lets the desk see likely repeats of the story’s complaint', async () => {
    const factory = await enterprises.findOne({ _id: 'E07' });
    const told = { _id: 'new', medium: 'WATER', enterpriseId: 'E07', location: factory!.location } as Petition;
    expect((await likelyRepeats(told, NOW)).length).toBeGreaterThan(0);
  });

  it('names nobody outside the vault', async () => {
    for (const { collectionName: name } of await mongoose.connection.db!.collections()) {
      if (['people', 'identity_vault'].includes(name)) continue;
      const text = JSON.stringify(await mongoose.connection.db!.collection(name).find({}).toArray());
      expect([name, /000-\d{4}-\d{4}/.test(text), /cun\d{3}/.test(text)]).toEqual([name, false, false]);
    }
  });

  it('stands in the cells exactly as a recount would have it', async () => {
    const kept = await cells.find({ n: { $gt: 0 } }, { projection: { n: 1, urgent: 1, repeats: 1 } }).toArray();
    await recount();
    expect(await cells.find({ n: { $gt: 0 } }, { projection: { n: 1, urgent: 1, repeats: 1 } }).toArray()).toEqual(
      kept,
    );
    expect(kept.reduce((sum, { n }) => sum + n, 0)).toBe((await rows()).length);
  });

  it('can be sealed into the audit log like anything that happened', async () => {
    expect(await sealEvents(petitions.collection, 20, NOW)).toBeGreaterThan(20);
    const sealed = (await petitions.collection.findOne({ sealed: { $gt: 0 } } as never))!;
    expect(await alteredEvents(sealed.events, sealed.sealed)).toEqual([]);
  });
});

describe('seeding', () => {
  const fingerprint = async () =>
    contentHash(
      (await rows()).map(({ no, status, content, registeredAt, events }) => ({
        no,
        status,
        content,
        registeredAt,
        n: events.length,
      })),
    );

  async function afresh(now: Date) {
    await emptyDatabase();
    await putOrganisation();
    return seedDemo({ now });
  }

  it('makes the same data every time, also after an interrupted run', async () => {
    const first = await fingerprint();
    await afresh(NOW);
    expect(await fingerprint()).toBe(first);
    await mongoose.connection.db!.collection('meta').updateOne({ _id: 'demo' } as never, { $unset: { version: '' } });
    await petitions.collection.deleteMany({ county: '330902' } as never);
    const identities = await mongoose.connection.db!.collection('identity_vault').countDocuments();
    expect(await seedDemo({ now: NOW })).toMatchObject({ seeded: true });
    expect(await fingerprint()).toBe(first);
    expect(await mongoose.connection.db!.collection('identity_vault').countDocuments()).toBe(identities);
  });

  it('leaves a database with petitions of its own alone', async () => {
    await emptyDatabase();
    await petitions.collection.insertOne({ _id: 'theirs', no: 'XF-2026-000001' } as never);
    expect(await seedDemo({ now: NOW })).toMatchObject({ seeded: false });
    expect(await enterprises.countDocuments({})).toBe(0);
  });

  it('refuses before the organisation is known, and says so', async () => {
    await emptyDatabase();
    await expect(seedDemo({ now: NOW })).rejects.toThrow('请先运行一次 npm start');
    expect(await enterprises.countDocuments({})).toBe(0);
  });

  it.each([
    '2026-01-01T00:10:00+08:00',
    '2026-02-20T09:00:00+08:00',
    '2026-10-31T23:00:00+08:00',
    '2026-11-01T00:01:00+08:00',
    '2026-12-31T20:00:00+08:00',
  ])('shows 279 against 294 whatever the day: %s', async (day) => {
    const now = new Date(day);
    await afresh(now);
    const end = new Date(`${demoYearOf(now)}-10-31T23:59:59.999+08:00`);
    expect(await petitionCounts({}, end)).toMatchObject({ registeredThisYear: 279, registeredLastYearSamePeriod: 294 });
    const all = await rows();
    expect(all.filter(({ events }) => events.at(-1)!.at > now)).toEqual([]);
    expect(
      all.filter(
        ({ status, registeredAt }) =>
          OPEN_STATES.includes(status) && now.getTime() - registeredAt!.getTime() > 30 * 86_400_000,
      ),
    ).toEqual([]);
  });
});

describe('the demo year', () => {
  it('is the latest year whose October has ended in Asia/Shanghai', () => {
    expect(demoYearOf(new Date('2026-10-31T23:59:59+08:00'))).toBe(2025);
    expect(demoYearOf(new Date('2026-11-01T00:00:00+08:00'))).toBe(2026);
  });
});
