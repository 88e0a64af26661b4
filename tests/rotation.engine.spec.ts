import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { receiverByUserId } from '../bot/receiver';
import { assignmentHandlers } from '../models/assignment/assignment';
import { absences as absenceRecords } from '../models/absence/absence.store';
import { CLOCK } from '../models/core/access';
import { perform } from '../models/core/domain';
import { type DomainError } from '../models/core/errors';
import { read, stores, type Stored } from '../models/core/journal';
import { deliverDue, LEASE_MS } from '../models/core/outbox';
import { adopt } from '../models/core/policy';
import { seedRotation } from '../models/demo/rotation';
import { enterprises } from '../models/enterprise/enterprise.store';
import { people } from '../models/people/people.store';
import { balance, creditsOf } from '../models/rotation/ledger';
import { followOrganisation } from '../models/rotation/members';
import { rotationDomain } from '../models/rotation/rotation';
import { type Round } from '../models/rotation/rotation.schema';
import {
  allUnits,
  mayReadProof,
  pastRounds,
  rotationMembers,
  rotationUnits,
  rounds,
} from '../models/rotation/rotation.store';
import { exported } from '../models/rotation/why';
import { wakeDeadline } from '../server/deadlines';
import { FISHMEAL, useBotWorld } from './support/botWorld';
import { useDatabase } from './support/database';
import { type Browser, signIn, startServer, type TestServer } from './support/server';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** An enterprise whose id and name stand nowhere by chance. */
const TARGET = { id: 'ENT-UNDER-SEAL', words: ['ENT-UNDER-SEAL', '封存对象'] };
useDatabase({ emptyBefore: 'file' });
const world = useBotWorld();
let server: TestServer;
const LEADERS = ['leader01', 'leader02'] as const;

beforeAll(async () => {
  server = await startServer();
  const { id: _id } = TARGET;
  await enterprises.insertOne({ ...FISHMEAL, _id, name: '封存对象示例有限公司', shortNames: ['封存对象'] });
}, 60_000);
afterAll(() => server.close());

function at(userId: string): Promise<Browser> {
  server.clock.now = world.clock();
  return signIn(server, userId);
}

const asked = (change: object = {}) => ({
  ...{ id: randomUUID(), duty: 'FLYING', k: 3, place: '定海三江码头候船厅', kit: '执法记录仪、雨衣', needCertified: 2 },
  assembleAt: new Date(world.clock().getTime() + DAY).toISOString(),
  ...change,
});

async function open(change: object = {}, leader = 'leader01'): Promise<string> {
  const { id, ...body } = asked(change);
  const answer = await (await at(leader)).post('/api/rounds', { id, ...body });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body.error));
  return id;
}

async function take(step: string, id: string, userId: string, input: object = {}): Promise<Stored<Round>> {
  const { actor } = (await receiverByUserId(userId))!;
  return perform(rotationDomain, step, id, input, { actor, now: world.clock(), door: 'page', key: randomUUID() });
}

const found = async (id: string) => (await read(rounds, id))!;
const codeOf = (result: PromiseSettledResult<unknown>) =>
  result.status === 'rejected' ? (result.reason as DomainError).code : 'done';
/** The cards about this round on a phone, the newest last. */
const cardsAbout = async (id: string, userId: string) =>
  (await world.phone(userId)).filter(
    ({ kind, cardParamMap }) => kind === 'card' && cardParamMap?.['url']?.endsWith(id),
  );
async function cardAbout(id: string, userId: string) {
  const { outTrackId = '', cardParamMap: shown = {} } = (await cardsAbout(id, userId)).at(-1) ?? {};
  const buttons = (JSON.parse(shown['buttons'] ?? '[]') as { text: string }[]).map(({ text }) => text);
  return { id: outTrackId, shown, buttons };
}
const byPerson = ({ seats }: Round) => Object.fromEntries(seats.map(({ person, state }) => [person, state]));
const wake = () =>
  wakeDeadline(rotationDomain, (error) => {
    throw error;
  }).act(world.clock(), 50);

/** What the verifier of the documents says about an export. */
function replayed(content: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'liandong-replay-'));
  const file = join(folder, 'rounds.json');
  writeFileSync(file, JSON.stringify(content));
  const verifier = resolve(__dirname, '../docs/rotation-verifier.mjs');
  const said = execFileSync(process.execPath, [verifier, file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return said;
}

describe('members', () => {
  it('are the staff on roll in their units: 130 people, and no volunteer', async () => {
    await followOrganisation(world.clock());
    expect(await rotationMembers.collection.countDocuments({ status: 'onRoll' })).toBe(130);
    const sizes = await rotationMembers.collection
      .aggregate<{ _id: string; n: number }>([{ $group: { _id: '$unit', n: { $sum: 1 } } }])
      .toArray();
    const names = await rotationUnits.collection.find({}).toArray();
    const nameOf = new Map(names.map(({ _id, name }) => [_id, name]));
    expect(Object.fromEntries(sizes.map(({ _id, n }) => [nameOf.get(_id), n]))).toMatchObject({
      ...{ 机关处室: 24, 监测科: 28, 市生态环境综合行政执法队: 30 },
      ...{ 定海分局: 14, 普陀分局: 14, 岱山分局: 11, 嵊泗分局: 7, 指挥中心: 2 },
    });
  });

  it('change nothing when nothing has changed', async () => {
    const versions = () => rotationMembers.collection.find({}, { projection: { version: 1 } }).toArray();
    const before = await versions();
    await followOrganisation(world.clock());
    expect(await versions()).toEqual(before);
  });

  it('go to the end of another unit when they are transferred, and are off the roll when they leave', async () => {
    const [before] = await people.find({ _id: 'jiance28' }).toArray();
    await people.updateOne({ _id: 'jiance28' }, { $set: { unit: '330922', county: '330922' } });
    await followOrganisation(world.clock());
    expect(await read(rotationMembers, 'jiance28')).toMatchObject({ unit: 'u-330922', orderNo: 8, joinedOn: null });
    await people.updateOne({ _id: 'jiance28' }, { $set: { active: false } });
    await followOrganisation(world.clock());
    expect(await read(rotationMembers, 'jiance28')).toMatchObject({ status: 'left' });
    await people.replaceOne({ _id: 'jiance28' }, before!);
    await followOrganisation(world.clock());
  });
});

describe('who may not', () => {
  it.each([
    ['an officer', 'putuo03', {}],
    ['a branch head for the whole city', 'putuo01', {}],
    ['a branch head for another county', 'putuo01', { county: '330902' }],
    ['a volunteer', 'cun001', {}],
  ])('%s opens a round', async (_, userId, change) => {
    const answer = await (await at(userId)).post('/api/rounds', asked(change));
    expect([answer.status, answer.body.error?.code]).toEqual([403, 'NOT_PERMITTED']);
  });

  it.each([
    ['too many people', { k: 13 }],
    ['a text of 20,000 characters', { place: '码'.repeat(20_000) }],
    ['a moment that has passed', { assembleAt: '2020-01-01T00:00:00Z' }],
    ['an unknown field', { seats: [] }],
    ['an enterprise nobody knows', { target: 'E99' }],
    ['the target in the place', { target: TARGET.id, place: '封存对象大门口' }],
  ])('is opened with %s', async (_, change) => {
    const answer = await (await at('leader01')).post('/api/rounds', asked(change));
    expect([answer.status, answer.body.error?.code]).toEqual([400, 'INVALID_INPUT']);
  });

  it('a draft is its leader’s alone, and a volunteer reads neither list nor ledger', async () => {
    const id = await open();
    expect((await (await at('jiguan06')).get(`/api/rounds/${id}`)).status).toBe(404);
    expect((await (await at('jiguan06')).post(`/api/rounds/${id}/draw`)).status).toBe(403);
    for (const path of ['/api/rounds', '/api/rotation/ledger', `/api/rounds/${id}/replay`])
      expect((await (await at('cun001')).get(path)).status).toBe(403);
    await take('discard', id, 'leader01');
  });

  it('lets a branch head open and draw the own county’s round, from the own branch', async () => {
    const id = await open({ county: '330903', k: 2 }, 'putuo01');
    const drawn = await take('draw', id, 'putuo01');
    expect(drawn.seats.map(({ unitName }) => unitName)).toEqual(['普陀分局', '普陀分局']);
    await take('callOff', id, 'putuo01', { reason: '演练结束' });
  });
});

describe('draws at the same moment', () => {
  it('make one draw of one round, whoever of two leaders was first', async () => {
    const id = await open();
    const results = await Promise.allSettled(LEADERS.map((leader) => take('draw', id, leader)));
    expect(results.map(codeOf).sort()).toEqual(['ILLEGAL_TRANSITION', 'done']);
    const round = await found(id);
    expect(round.events.filter(({ type }) => type === 'rotation.drawn')).toHaveLength(1);
    expect(round.seats).toHaveLength(3);
    await take('callOff', id, 'leader01', { reason: '演练' });
  });

  /** Draw all at once, and again whatever lost, as a leader would who reads the refusal; how many were refused. */
  async function drawAll(ids: readonly string[]): Promise<number> {
    const results = await Promise.allSettled(ids.map((id, index) => take('draw', id, LEADERS[index % 2]!)));
    const lost = ids.filter((_, index) => results[index]!.status === 'rejected');
    expect(results.map(codeOf).filter((code) => code !== 'done')).toEqual(lost.map(() => 'NOT_NOW'));
    expect(lost.length).toBeLessThan(ids.length);
    return lost.length === 0 ? 0 : lost.length + (await drawAll(lost));
  }
  const callOff = async (ids: readonly string[]) => {
    for (const id of ids) await take('callOff', id, 'leader01', { reason: '演练' });
  };
  const inDays = (days: number) => new Date(world.clock().getTime() + days * DAY).toISOString();

  it.each([
    ['on the same day', 0],
    ['a month apart', 30],
  ])('never read the same ledger for two rounds %s: the later is told to draw again', async (_, apart) => {
    const ids = await Promise.all(
      Array.from({ length: 6 }, (_round, index) => open({ k: 2, assembleAt: inDays(1 + index * apart) })),
    );
    expect(await drawAll(ids)).toBeGreaterThan(0);
    const drawn = (await Promise.all(ids.map(found))).sort((a, b) => a.sequence! - b.sequence!);
    const sequences = drawn.map(({ sequence }) => sequence!);
    expect(sequences).toEqual(sequences.map((_sequence, index) => sequences[0]! + index));
    for (const [index, { draw }] of drawn.slice(1).entries()) {
      const { den, num } = drawn[index]!.draw!.result.after;
      expect(draw!.inputs.credits).toEqual({ den, num });
    }
    const everybody = drawn.flatMap(({ seats }) => seats.map(({ person }) => person));
    expect(new Set(everybody).size).toBe(everybody.length);
    await callOff(ids);
    const { num } = creditsOf(await pastRounds(), 'city');
    expect(Object.values(num).every((credit) => credit === '0')).toBe(true);
  });

  it('never take the same person for the city and for a county', async () => {
    const ids = [await open({ k: 12 }), await open({ k: 4, county: '330902' })];
    expect(await drawAll(ids)).toBeGreaterThan(0);
    const [city, county] = await Promise.all(ids.map(found));
    const own = new Set(county!.seats.map(({ person }) => person));
    expect(city!.seats.filter(({ person }) => own.has(person))).toEqual([]);
    expect(city!.seats.some(({ unitName }) => unitName === '定海分局')).toBe(true);
    await callOff(ids);
  });

  it('and substitutions by the clock at the same moment: whoever was second is decided again at once', async () => {
    const ids = [await open({ k: 12 }), await open({ k: 4, county: '330902' })];
    await drawAll(ids);
    await world.advance(2 * HOUR);
    const now = world.clock();
    const looked: string[] = [];
    /** Between the looking up and the writing of the first round the other one takes the same substitutes. */
    const overtaken: typeof rotationDomain.facts = {
      ...rotationDomain.facts,
      async wake(input, id, context, record) {
        const standing = await rotationDomain.facts['wake']!(input, id, context, record);
        looked.push(id);
        const rival = ids.find((one) => one !== id)!;
        if (looked.length === 1)
          await perform(rotationDomain, 'wake', rival, {}, { actor: CLOCK, now, door: 'clock', key: `rival:${rival}` });
        return standing;
      },
    };
    const failed: unknown[] = [];
    await wakeDeadline({ ...rotationDomain, facts: overtaken }, (error) => failed.push(error)).act(now, 50);
    expect(failed).toEqual([]);
    const [first] = looked;
    expect(looked.filter((id) => id === first)).toHaveLength(2);
    const after = await Promise.all(ids.map(found));
    const asked = after.map(({ seats }) =>
      seats.filter(({ state }) => state === 'offered').map(({ person }) => person),
    );
    expect(asked.map(({ length }) => length)).toEqual([12, 4]);
    expect(new Set(asked.flat()).size).toBe(16);
    for (const { wakeAt } of after) expect(wakeAt).toEqual(new Date(now.getTime() + 2 * HOUR));
    await callOff(ids);
  });
});

describe('a round by cards', () => {
  let id: string;
  let drawn: Stored<Round>;
  const everybody = ['zhidui01', 'zhidui02', 'jiguan19', 'putuo01', 'putuo03'];
  const leave = { person: 'zhidui01', kind: 'MEDICAL', status: 'approved' };

  beforeAll(async () => {
    const now = world.clock().getTime();
    const journal = { version: 1, events: [], outbox: [], sealed: 0, unsealedAt: null, updatedAt: new Date(now) };
    const days = { from: new Date(now), to: new Date(now + 3 * DAY) };
    await absenceRecords.collection.insertOne({ _id: 'leave-1', ...leave, ...days, ...journal } as never);
    await (await at('zhidui02')).post('/api/rotation/conflicts', { enterprises: [TARGET.id] });
    id = await open({ target: TARGET.id, k: 4 });
  });

  it('is previewed without anybody hearing of it, and the look stands in the history', async () => {
    const heard = async () =>
      Promise.all(['leader01', ...everybody].map(async (who) => (await world.phone(who)).length));
    await world.drain();
    const before = await heard();
    await (await at('leader01')).post(`/api/rounds/${id}/preview`);
    await world.drain();
    expect(await heard()).toEqual(before);
    const { body } = await (await at('leader01')).get(`/api/rounds/${id}`);
    const { extra, history } = body as unknown as {
      extra: { previews: { seats: object[] }[] };
      history: { what: string }[];
    };
    expect(extra.previews[0]!.seats).toHaveLength(4);
    expect(history.map(({ what }) => what)).toContain('预演了一次抽签');
  });

  it('passes over who is on leave and who must recuse themselves, and says of neither why', async () => {
    drawn = await take('draw', id, 'leader01');
    expect(drawn.reasons).toMatchObject({ zhidui01: ['MEDICAL'], zhidui02: ['RECUSAL'] });
    const out = new Map(drawn.draw!.inputs.candidates.map((one) => [one.id, one.out]));
    expect([out.get('zhidui01'), out.get('zhidui02')]).toEqual(['UNABLE', 'UNABLE']);
  });

  it('loses no card and shows none twice when the worker dies between claiming and sending', async () => {
    const dying = { stores: () => stores, handlers: assignmentHandlers, batch: 200 };
    const never = Object.fromEntries(
      Object.keys(assignmentHandlers).map((kind) => [kind, () => new Promise<never>(() => {})]),
    );
    void deliverDue({ ...dying, handlers: never }, world.clock);
    await new Promise((resume) => setTimeout(resume, 200));
    await world.drain();
    expect(await cardsAbout(id, drawn.seats[0]!.person)).toEqual([]);
    await world.advance(LEASE_MS + 1_000);
    await world.drain();
    for (const { person } of drawn.seats) {
      const cards = await cardsAbout(id, person);
      expect(cards).toHaveLength(1);
      expect(cards[0]!.cardParamMap!['facts']).toContain('定海三江码头候船厅');
      expect(cards[0]!.cardParamMap!['facts']).toContain('执法记录仪、雨衣');
    }
  });

  it('takes 接受 by one press', async () => {
    const { person } = drawn.seats[0]!;
    const { id: card, buttons } = await cardAbout(id, person);
    expect(buttons).toEqual(['接受', '说明困难']);
    await world.press(person, card, 'accept', { v: String(drawn.version) });
    await world.drain();
    expect(byPerson(await found(id))[person]).toBe('confirmed');
    expect((await cardAbout(id, person)).shown['status']).toContain('已接受');
  });

  it('asks the head about a difficulty, and the next of the unit when the head agrees', async () => {
    const { person, head, unit } = drawn.seats[1]!;
    const { id: card } = await cardAbout(id, person);
    await world.submit(person, card, 'decline', {
      reason: 'SICK',
      text: '发烧39度',
      v: String((await found(id)).version),
    });
    await world.drain();
    expect(byPerson(await found(id))[person]).toBe('declined');
    const asking = await cardAbout(id, head!);
    expect(asking.buttons).toEqual(expect.arrayContaining(['同意', '不同意']));
    expect(JSON.stringify(asking.shown)).not.toContain('发烧');
    await world.press(head!, asking.id, 'approveDecline', { v: String((await found(id)).version) });
    await world.drain();
    const after = await found(id);
    const substitute = after.seats.at(-1)!;
    expect(byPerson(after)[person]).toBe('excused');
    expect([substitute.unit, substitute.kind, substitute.state]).toEqual([unit, 'substitute', 'offered']);
    expect((await cardAbout(id, substitute.person)).buttons).toEqual(['接受', '说明困难']);
  });

  it('records silence as absence after two hours, tells the bureau leader, and asks the next', async () => {
    const silent = (await found(id)).seats.filter(({ state }) => state === 'offered').map(({ person }) => person);
    await world.advance(2 * HOUR);
    expect(await wake()).toBe(1);
    await world.drain();
    const after = await found(id);
    expect(silent.map((person) => byPerson(after)[person])).toEqual(silent.map(() => 'absent'));
    const asked = after.seats.filter(({ state }) => state === 'offered');
    expect(asked).toHaveLength(silent.length);
    expect((await cardAbout(id, 'leader01')).shown['facts']).toContain('缺席');
    for (const { person } of asked) expect((await cardAbout(id, person)).buttons).toContain('接受');
    expect(await wake()).toBe(0);
  });

  it('tells a colleague of the absentee no more than that somebody stepped in', async () => {
    const { body } = await (await at('jiguan19')).get(`/api/rounds/${id}`);
    const text = JSON.stringify((body as unknown as { extra: object }).extra);
    expect(text).toContain('由他人接替');
    expect(text).not.toMatch(/缺席|SICK|生病|发烧|RECUSAL|MEDICAL/);
  });

  it('tells a colleague of nobody who was asked, on its page and on the wall', async () => {
    const absent = (await found(id)).seats.find(({ state }) => state === 'absent')!;
    const page = await (await at('jiguan19')).get(`/api/rounds/${id}`);
    const { messages, assignments } = page.body as unknown as { messages: object[]; assignments: object[] };
    expect([messages, assignments]).toEqual([[], []]);
    const operator = await (await at('duty01')).get(`/api/wall/told?store=rotation_rounds&id=${id}`);
    expect(operator.body).toEqual({ items: [] });
    const leader = await (await at('leader01')).get(`/api/rounds/${id}`);
    expect(JSON.stringify(leader.body)).toContain(`"person":"${absent.person}"`);
  });

  it('shows the sealed target nowhere: in no record, no message, no answer, no log', async () => {
    const names = (await mongoose.connection.db!.listCollections().toArray()).map(({ name }) => name);
    const own = names.filter((name) => !['enterprises', 'rotation_members'].includes(name));
    const kept = await Promise.all(own.map((name) => mongoose.connection.db!.collection(name).find({}).toArray()));
    const phones = await Promise.all((await found(id)).seats.map(({ person }) => world.phone(person)));
    const pages = await Promise.all(
      ['leader01', 'jiguan19'].map(async (who) => (await (await at(who)).get(`/api/rounds/${id}`)).body),
    );
    const said = JSON.stringify([kept, phones, pages, world.logged, server.logged()]);
    expect(said.includes('sealed:')).toBe(true);
    expect(TARGET.words.filter((word) => said.includes(word))).toEqual([]);
    expect(JSON.stringify(pages)).not.toContain('sealed:');
  });

  it('counts the services when it is closed, and the ledger is everybody’s to read', async () => {
    for (const { person, state } of (await found(id)).seats) if (state === 'offered') await take('accept', id, person);
    await world.advance(DAY);
    const team = (await found(id)).seats.filter(({ state }) => state === 'confirmed').map(({ person }) => person);
    for (const person of team) await take('arrive', id, person, { location: [122.1, 30.02], place: '码头' });
    await take('close', id, 'leader01');
    const { body } = await (await at('jiguan19')).get('/api/rotation/ledger');
    const ledger = body as unknown as { personTimes: number; members: { id: string; servedCount: number }[] };
    expect(ledger.personTimes).toBe(4);
    expect(
      ledger.members
        .filter(({ servedCount }) => servedCount === 1)
        .map((one) => one.id)
        .sort(),
    ).toEqual([...team].sort());
  });

  it('is replayed by the verifier from what anybody may download', async () => {
    const { body } = await (await at('jiguan19')).get(`/api/rounds/${id}/replay`);
    const said = replayed(body);
    expect(said).toMatch(/^✔ CD-\d{4}-\d{6}: /);
  });
});

describe('the photo that proves a difficulty', () => {
  it('is read by the person, the head who decides and the leader, and by no colleague', async () => {
    const id = await open({ assembleAt: new Date(world.clock().getTime() + 60 * DAY).toISOString() });
    const { seats } = await take('draw', id, 'leader01');
    const { person, head } = seats[0]!;
    const hash = 'ab'.repeat(32);
    await take('decline', id, person, { reason: 'SICK', photos: [hash] });
    const reads = async (userId: string) => mayReadProof((await receiverByUserId(userId))!.actor, hash);
    expect(await Promise.all([person, head!, 'leader02'].map(reads))).toEqual([true, true, true]);
    expect(await Promise.all([seats[1]!.person, 'jiguan19', 'duty02'].map(reads))).toEqual([false, false, false]);
    await take('callOff', id, 'leader01', { reason: '演练' });
  });
});

describe('a seat that nobody answers for', () => {
  afterAll(() => adopt({}));

  it('is an urgent card for the bureau leader, who names somebody of the list and nobody else', async () => {
    adopt({ rotation: { mostSubstitutes: 1 } });
    const id = await open({ k: 1, needCertified: 0 });
    await take('draw', id, 'leader01');
    for (const _ of ['drawn', 'substitute']) {
      await world.drain();
      await world.advance(2 * HOUR);
      expect(await wake()).toBe(1);
    }
    await world.drain();
    const { shown, buttons } = await cardAbout(id, 'leader01');
    expect([buttons.includes('指定人员'), shown['note']]).toEqual([true, expect.stringContaining('请局领导直接指定')]);
    const list = async (who: string) => {
      const { body } = await (await at(who)).get(`/api/rounds/${id}/options`);
      return (body as { officer?: { value: string }[] }).officer ?? [];
    };
    const [last] = (await found(id)).seats.slice(-1);
    const [person] = (await list('leader01')).map(({ value }) => value).filter((one) => one !== last!.person);
    expect(await list('jiguan19')).toEqual([]);
    const input = { person: person!, reason: '电话联系，本人同意' };
    const refused = await (await at('jiguan19')).post(`/api/rounds/${id}/appoint`, input);
    expect(refused.status).toBe(403);
    expect((await (await at('leader01')).post(`/api/rounds/${id}/appoint`, input)).status).toBe(200);
    await world.drain();
    expect((await cardAbout(id, person!)).buttons).toContain('接受');
    await take('callOff', id, 'leader01', { reason: '演练' });
  });
});

describe('the demo', () => {
  beforeAll(async () => {
    await rounds.collection.deleteMany({});
    await rotationMembers.collection.deleteMany({});
    await seedRotation(world.clock());
  });

  it('draws the worked table in its first six rounds, and has 73 person-times after twenty-four', async () => {
    const past = (await pastRounds()).sort((a, b) => a.sequence! - b.sequence!);
    const nameOf = new Map((await allUnits()).map(({ _id, name }) => [_id, name.slice(-3)] as const));
    const carried = (to: number): Record<string, number> =>
      Object.fromEntries([...balance(past.slice(0, to), 'city').carried].map(([id, n]) => [nameOf.get(id) ?? id, n]));
    expect(carried(6)).toEqual({ 关处室: 5, 执法队: 6, 监测科: 6, 山分局: 2, 泗分局: 1 });
    expect(Object.values(carried(24)).reduce((sum, n) => sum + n, 0)).toBe(73);
    expect(await rounds.collection.countDocuments()).toBe(30);
  });

  it('is made once, replays to the last seat, and leaves a draft to draw', async () => {
    expect(await seedRotation(world.clock())).toBe(0);
    const all = (await rounds.collection.find({ draw: { $ne: null } } as never).toArray()) as unknown as Round[];
    const parts = all.map(exported).flatMap((one) => one.rounds);
    expect(replayed({ format: 'liandong.rotation/1', rounds: parts }).match(/✔/g)).toHaveLength(29);
    const drawn = await take('draw', 'demo-round-30', 'leader01');
    expect(drawn.seats).toHaveLength(2);
  });
});
