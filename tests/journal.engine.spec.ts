import { perform } from '../models/core/domain';
import { auditEntries } from './support/audit';
import { change, changedUnder, changes, create, createAll, read, storeNamed } from '../models/core/journal';
import { type Context } from '../models/core/workflow';
import { type Shift } from '../models/duty/duty.schema';
import { shifts } from '../models/duty/duty.store';
import { units, people } from '../models/people/people.store';
import { petitionDomain } from '../models/petition/petition';
import { type Petition } from '../models/petition/petition.schema';
import { petitions } from '../models/petition/petition.store';
import { draftPetition } from '../models/petition/reporting';
import { MORNING, aPerson, aPetition, as, inHand } from './builders';
import { useDatabase } from './support/database';
import { aShift, byClock, at } from './support/duty';

useDatabase();

const put = (document: Petition) =>
  create(petitions, { document, event: { type: 'petition.registered' } }, as('dutyOperator', 'duty'));
const officer = (key?: string): Context => as('officer', 'wang', key ? { key } : {});
const draft = (n: number): Petition => ({
  ...draftPetition(`p${n}`, { id: `ref:${n}`, county: '330903', grid: null }, 'SUPERVISOR', MORNING),
  content: '河水发黑',
  medium: 'WATER',
  place: '展茅',
  urgency: 'NORMAL',
});

describe('a change', () => {
  it('writes state, history and what is owed in one update', async () => {
    await put(inHand({ status: 'assigned' }));
    const changed = await perform(petitionDomain, 'acknowledge', 'p1', { eta: '一小时' }, officer('k1'));
    expect(await read(petitions, 'p1')).toMatchObject({
      status: 'investigating',
      version: 2,
      events: [
        { type: 'petition.registered' },
        { type: 'petition.acknowledged', by: 'wang', door: 'page', key: 'k1', data: { eta: '一小时' } },
      ],
      outbox: [
        { kind: 'cards.refresh' },
        { kind: 'counts.refresh', data: { cells: ['330903|assigned|2026-03'] } },
        { kind: 'assignment.acknowledge', dueAt: MORNING },
        { kind: 'cards.refresh' },
        { kind: 'counts.refresh', data: { cells: ['330903|assigned|2026-03', '330903|investigating|2026-03'] } },
      ],
    });
    expect(changed.version).toBe(2);
  });

  it('keeps in each event which of the traced facts it changed, and no others', async () => {
    const put = aPetition({ status: 'assigned', location: [122.3, 29.95], officerName: '王示海' });
    await create(petitions, { document: put, event: { type: 'petition.registered' } }, as('dutyOperator', 'duty'));
    await change(petitions, 'p1', as('branchHead', 'head'), (document) => ({
      document: { ...document, status: 'investigating' as const, officerName: null, content: '另有经过' },
      event: { type: 'petition.acknowledged' },
    }));
    const [first, second] = (await read(petitions, 'p1'))?.events ?? [];
    expect(first?.after).toMatchObject({ status: 'assigned', location: [122.3, 29.95], officerName: '王示海' });
    expect(second?.after).toEqual({ status: 'investigating', officerName: null });
  });

  it('has one effect when the same key comes again, now or after other changes', async () => {
    await put(inHand({ status: 'assigned' }));
    await perform(petitionDomain, 'acknowledge', 'p1', {}, officer('k1'));
    const again = await perform(petitionDomain, 'acknowledge', 'p1', {}, officer('k1'));
    expect(again).toMatchObject({ version: 2, status: 'investigating' });
    await perform(petitionDomain, 'returnTask', 'p1', { reason: '不在本岛' }, officer('k2'));
    expect(await perform(petitionDomain, 'acknowledge', 'p1', {}, officer('k1'))).toMatchObject({ version: 3 });
  });

  it('has one effect when thirty copies of it arrive at the same moment', async () => {
    await put(inHand({ status: 'assigned' }));
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => perform(petitionDomain, 'acknowledge', 'p1', {}, officer('same'))),
    );
    expect(answers.map(({ version }) => version)).toEqual(Array(30).fill(2));
    expect((await read(petitions, 'p1'))?.events).toHaveLength(2);
  });

  it('is decided again after a lost race: of two people at once one acts, the other is told', async () => {
    await put(inHand({ status: 'replyDraft', draftedBy: 'wang' }));
    const outcomes = await Promise.allSettled([
      perform(petitionDomain, 'approveReply', 'p1', {}, as('branchHead', 'head', { key: 'a' })),
      perform(petitionDomain, 'returnReply', 'p1', { reason: '请补充照片' }, as('branchHead', 'deputy', { key: 'b' })),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'ILLEGAL_TRANSITION' },
    });
    expect((await read(petitions, 'p1'))?.version).toBe(2);
  });

  it('gives up after losing races again and again, and says so', async () => {
    await put(inHand());
    const { collection } = petitions;
    /** Somebody else always comes first. */
    const overtaken = Object.assign(Object.create(collection) as typeof collection, {
      updateOne: async (...update: Parameters<typeof collection.updateOne>) => {
        await collection.updateOne({ _id: 'p1' }, { $inc: { version: 1 } });
        return collection.updateOne(...update);
      },
    });
    const restless = change({ ...petitions, collection: overtaken }, 'p1', officer(), (document) => ({
      document,
      event: { type: 'petition.remarked' },
    }));
    await expect(restless).rejects.toMatchObject({ code: 'STALE_DOCUMENT', status: 409 });
  });

  it('of a record nobody knows, or by a step nobody knows, is refused', async () => {
    await expect(perform(petitionDomain, 'acknowledge', 'nothing', {}, officer())).rejects.toMatchObject({
      code: 'NOT_FOUND',
      status: 404,
    });
    await expect(perform(petitionDomain, 'constructor', 'p1', {}, officer())).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('leaves nothing half written when it is refused, but the attempt is in the audit log', async () => {
    await put(inHand({ status: 'assigned' }));
    await expect(perform(petitionDomain, 'acknowledge', 'p1', {}, as('officer', 'li'))).rejects.toMatchObject({
      code: 'NOT_PERMITTED',
    });
    expect((await read(petitions, 'p1'))?.version).toBe(1);
    expect(await auditEntries()).toMatchObject([
      { actor: 'li', result: 'denied', objectType: 'petitions', objectId: 'p1', action: '签收' },
    ]);
  });

  it('looks up what the decision needs: the head of the branch, the officer of the branch', async () => {
    await units.insertOne({
      _id: 'putuo',
      name: '普陀分局',
      parent: '1',
      kind: 'BRANCH',
      county: '330903',
      head: 'head',
      deputies: [],
      active: true,
    });
    await people.insertMany([aPerson('head', '孙示港', ['branchHead']), aPerson('wang', '王示海', ['officer'])]);
    await put(aPetition({ status: 'accepted' }));
    const assigned = await perform(petitionDomain, 'assign', 'p1', { unit: 'putuo' }, as('dutyOperator', 'duty'));
    expect(assigned).toMatchObject({ head: 'head', unitName: '普陀分局' });
    expect(await perform(petitionDomain, 'appoint', 'p1', { officer: 'wang' }, as('branchHead', 'head'))).toMatchObject(
      { officerName: '王示海' },
    );
  });
});

describe('a creation', () => {
  it('under the same id is the same cause: nothing happens the second time', async () => {
    await put(aPetition());
    const again = await put(aPetition({ content: '别的内容' }));
    expect(again).toMatchObject({ version: 1, content: '东海鱼粉厂那边河水发黑，臭得很' });
    expect(await petitions.collection.countDocuments({})).toBe(1);
  });

  it('leaves one draft per conversation, even when two first messages arrive at once', async () => {
    const first = (id: string) =>
      create(
        petitions,
        { document: { ...draft(1), _id: id }, event: { type: 'petition.told' } },
        as('ruralSupervisor', 'ref:1'),
      );
    const outcomes = await Promise.allSettled([first('a'), first('b')]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is found by the key under which it happened', async () => {
    await create(
      petitions,
      { document: aPetition(), event: { type: 'petition.told' } },
      as('ruralSupervisor', 'ref:1', { key: 'msg-1' }),
    );
    expect(await changedUnder(petitions, 'msg-1')).toMatchObject({ _id: 'p1' });
    expect(await changedUnder(petitions, 'msg-2')).toBeNull();
  });
});

describe('many creations at once', () => {
  const clock = byClock(at('1'));
  const of = (shift: Shift) => ({ document: shift, event: { type: 'duty.planned' } });
  const shiftOf = (kind: Shift['kind'], day: number, person: string) =>
    of(aShift(kind, day, [{ post: 'OPERATOR', person }]));
  const standing = async () =>
    (await shifts.collection.find({}, { sort: { _id: 1 } }).toArray()).map(({ _id, events }) => [_id, events.length]);

  it('leave what stands, write the rest, and name what another record’s unique key kept out', async () => {
    await create(shifts, shiftOf('DAY', 9, 'wang'), clock);
    const told: string[] = [];
    const hear = (_store: string, id: string) => void told.push(id);
    changes.on('changed', hear);
    const all = [shiftOf('DAY', 9, 'wang'), shiftOf('EVENING', 9, 'wang'), shiftOf('DAY', 10, 'li')];
    expect(await createAll(shifts, all, clock)).toEqual(['EVENING-9']);
    changes.off('changed', hear);
    expect(await standing()).toEqual([
      ['DAY-10', 1],
      ['DAY-9', 1],
    ]);
    expect(told.sort()).toEqual(['DAY-10', 'DAY-9']);
  });

  it('that want the same key of each other let one in', async () => {
    expect(await createAll(shifts, [shiftOf('DAY', 9, 'wang'), shiftOf('EVENING', 9, 'wang')], clock)).toHaveLength(1);
    expect(await standing()).toHaveLength(1);
  });

  it('may be repeated, even at the same moment', async () => {
    const all = [shiftOf('DAY', 9, 'wang'), shiftOf('DAY', 10, 'li')];
    expect(await Promise.all([1, 2, 3].map(() => createAll(shifts, all, clock)))).toEqual([[], [], []]);
    expect(await standing()).toHaveLength(2);
  });

  it('fail aloud over a unique key for which the domain has no words', async () => {
    const numbered = [1, 2].map((n) => ({
      document: { ...draft(n), no: 'XF-2026-000001' },
      event: { type: 'petition.registered' },
    }));
    await expect(createAll(petitions, numbered, clock)).rejects.toThrow(/duplicate/i);
  });
});

describe('numbers', () => {
  const confirm = (n: number, now = MORNING) =>
    perform(petitionDomain, 'confirm', `p${n}`, {}, as('ruralSupervisor', `ref:${n}`, { now, key: `c${n}` }));

  it('are gap-free and unique when forty petitions are registered at once', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        create(petitions, { document: draft(n), event: { type: 'petition.told' } }, as('ruralSupervisor', `ref:${n}`)),
      ),
    );
    const registered = await Promise.all(Array.from({ length: 40 }, (_, n) => confirm(n)));
    const expected = Array.from({ length: 40 }, (_, n) => `XF-2026-${String(n + 1).padStart(6, '0')}`);
    expect(registered.map(({ no }) => no).sort()).toEqual(expected);
  });

  it('begin again with the year in Shanghai, not in Greenwich', async () => {
    for (const n of [1, 2])
      await create(
        petitions,
        { document: draft(n), event: { type: 'petition.told' } },
        as('ruralSupervisor', `ref:${n}`),
      );
    expect((await confirm(1, new Date('2026-12-31T23:59:00+08:00'))).no).toBe('XF-2026-000001');
    expect((await confirm(2, new Date('2026-12-31T16:30:00Z'))).no).toBe('XF-2027-000001');
  });

  it('are not spent on a refused confirmation', async () => {
    await create(
      petitions,
      { document: { ...draft(1), medium: null }, event: { type: 'petition.told' } },
      as('ruralSupervisor', 'ref:1'),
    );
    await expect(confirm(1)).rejects.toMatchObject({ code: 'NOT_NOW' });
    await create(petitions, { document: draft(2), event: { type: 'petition.told' } }, as('ruralSupervisor', 'ref:2'));
    expect((await confirm(2)).no).toBe('XF-2026-000001');
  });
});

it('a store is found by its name', () => {
  expect(storeNamed('petitions')).toBe(petitions);
  expect(() => storeNamed('nothing')).toThrow('no store named nothing');
});
