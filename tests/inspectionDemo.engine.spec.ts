import { openVault } from '../models/core/identityVault';
import { assignments } from '../models/assignment/assignment.store';
import { CheckItem } from '../models/checkItem/checkItem.schema';
import { checkItems, checklistFor } from '../models/checkItem/checkItem.store';
import { shanghaiDay } from '../models/core/calendar';
import { clearClues, seedClues } from '../models/demo/clues';
import { seedDossiers } from '../models/demo/dossiers';
import { demoEnterprises } from '../models/demo/enterprises';
import { clearInspections, seedInspections } from '../models/demo/inspections';
import { seedLibrary } from '../models/demo/library';
import { dossierOf, dossiersOf } from '../models/enterprise/dossier';
import { Enterprise, SECTORS, type Sector } from '../models/enterprise/enterprise.schema';
import { enterprises } from '../models/enterprise/enterprise.store';
import { Inspection } from '../models/inspection/inspection.schema';
import { inspections, inspectionsOf } from '../models/inspection/inspection.store';
import { PenaltyCase } from '../models/penalty/penalty.schema';
import { penaltyCases } from '../models/penalty/penalty.store';
import { people } from '../models/people/people.store';
import { useDatabase } from './support/database';
import { putWholeOrganisation } from './support/wholeOrganisation';

jest.setTimeout(60_000);
useDatabase({ emptyBefore: 'file' });

const NOW = new Date('2026-11-24T02:40:00+08:00');
const all = async () => (await inspections.collection.find({}).toArray()).map((one) => one as unknown as Inspection);

beforeAll(async () => {
  openVault({ current: 'k', keys: { k: Buffer.alloc(32, 7) }, pepper: Buffer.alloc(32, 7) });
  await putWholeOrganisation(NOW);
  await enterprises.insertMany(demoEnterprises());
  await seedDossiers(NOW);
  await seedLibrary(NOW);
  await seedInspections(NOW);
  await seedClues(NOW);
});

describe('the checks of the demo', () => {
  it('are 620: 300 日常, 120 专项, 200 个案', async () => {
    const found = await all();
    for (const one of found) Inspection.parse(one);
    const of = (kind: string) => found.filter(({ checkType }) => checkType === kind).length;
    expect([found.length, of('CASE') + of('SPECIAL'), of('ROUTINE')]).toEqual([620, 320, 300]);
  });

  it('visit no enterprise a third time by plan, and have two certified officers each', async () => {
    const visits = new Map<string, number>();
    for (const { checkType, enterprise, plannedOn, officers, status } of await all()) {
      const key = `${enterprise} ${plannedOn.slice(0, 4)}`;
      if (checkType === 'ROUTINE') visits.set(key, (visits.get(key) ?? 0) + 1);
      if (status !== 'planned')
        expect(new Set(officers.map(({ certificateNo }) => certificateNo)).size).toBeGreaterThan(1);
      for (const { certificateValidTo } of officers) expect(certificateValidTo >= plannedOn).toBe(true);
    }
    expect(Math.max(...visits.values())).toBe(2);
  });

  it('lie in the past where they are done, and wait for 普陀 on the outer islands', async () => {
    const found = await all();
    expect(found.filter(({ status, finishedAt }) => status === 'done' && finishedAt! > NOW)).toEqual([]);
    expect(found.filter(({ createdAt }) => createdAt > NOW)).toEqual([]);
    const mine = await inspectionsOf('putuo03');
    expect(mine.length).toBeGreaterThanOrEqual(5);
    expect(new Set(mine.map(({ place }) => place))).toEqual(new Set(['东极', '六横', '桃花岛']));
    expect(await assignments.collection.countDocuments({ person: 'putuo03', purpose: 'inspection.task' })).toBe(
      mine.length,
    );
  });

  it('leave nothing behind when cleared', async () => {
    const before = await all();
    await clearInspections();
    expect(await all()).toEqual([]);
    await seedInspections(NOW);
    expect((await all()).length).toBe(before.length);
  });
});

describe('the library of the demo', () => {
  it('is in force since last year, with new wordings that wait for a leader', async () => {
    const items = (await checkItems.collection.find({}).toArray()) as unknown as CheckItem[];
    for (const item of items) CheckItem.parse(item);
    expect(items.filter(({ status }) => status === 'proposed')).toHaveLength(3);
    expect(items.every(({ drafter, approver }) => drafter !== approver)).toBe(true);
  });

  it.each(Object.keys(SECTORS) as Sector[])('asks at least thirty items in %s today', async (sector) => {
    expect((await checklistFor(sector, shanghaiDay(NOW))).length).toBeGreaterThanOrEqual(30);
  });
});

describe('the dossiers of the demo', () => {
  it('are complete and valid, with masked numbers alone', async () => {
    const found = await enterprises.find({}).toArray();
    for (const one of found) Enterprise.parse(one);
    expect(found.every(({ dossier, pinyin }) => dossier && pinyin && pinyin.length > 1)).toBe(true);
    expect(JSON.stringify(found)).not.toMatch(/000-\d{4}-\d{4}/);
  });

  it('tell what happened there in one reading, for two hundred at once', async () => {
    const ids = (await enterprises.find({}, { limit: 200 }).toArray()).map(({ _id }) => _id);
    const files = await dossiersOf(ids, NOW);
    expect(files.map(({ enterprise }) => enterprise._id)).toEqual(ids);
    const one = files.find(({ past }) => past.inspections.length > 1)!;
    expect((await dossierOf(one.enterprise._id, NOW))?.past).toEqual(one.past);
    expect(one.past.routineThisYear).toBeLessThanOrEqual(2);
    const days = one.past.inspections.map(({ plannedOn }) => plannedOn);
    expect(days).toEqual([...days].sort().reverse());
    expect(await dossierOf('nowhere', NOW)).toBeNull();
  });
});

describe('the clues of the demo', () => {
  it('stand behind checks that found something, and nobody decides about their own', async () => {
    const found = (await penaltyCases.collection.find({}).toArray()) as unknown as PenaltyCase[];
    for (const one of found) PenaltyCase.parse(one);
    expect(found.filter(({ status }) => status === 'clue').length).toBeGreaterThanOrEqual(4);
    expect(found.filter(({ status }) => status === 'filed').length).toBe(2);
    for (const { decidedBy, registeredBy, team } of found) expect([registeredBy, ...team]).not.toContain(decidedBy);
    await clearClues();
    expect(await penaltyCases.collection.countDocuments({})).toBe(0);
  });

  it('name officers of the sandbox, all seventy-eight of whom carry a certificate', async () => {
    expect(await people.countDocuments({ roles: 'officer', certificateNo: { $type: 'string' } } as never)).toBe(78);
  });
});
