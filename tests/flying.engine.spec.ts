import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import sharp from 'sharp';
import { audits } from '../models/audit/audit.store';
import { readingsOf, verifyAudit } from '../models/core/auditLog';
import { openVault } from '../models/core/identityVault';
import { assignments } from '../models/assignment/assignment.store';
import { declarations } from '../models/declaration/declaration';
import { evidences } from '../models/evidence/evidence.store';
import { flyings } from '../models/flying/flying.store';
import { boxOf, rewrapOld, vaultKeysOf } from '../models/flying/sealed.store';
import { inspections } from '../models/inspection/inspection.store';
import { penaltyCases } from '../models/penalty/penalty.store';
import { people } from '../models/people/people.store';
import { MORNING } from './builders';
import { verified } from './support/flyingVerifier';
import { useDatabase } from './support/database';
import { COUNTIES, HOUR, OTHER, plan, settleBureau, TARGET, drain, walk } from './support/flying';
import { startServer, type TestServer } from './support/server';

useDatabase();
let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  server.clock.now = MORNING;
  await settleBureau();
});
const { at, draft, approve, drawn, assembled, departed, step, record, wake, forget } = walk(() => server);
const code = (userId: string) => ({ code: `code:${userId}` });
const statusOf = async (answer: ReturnType<typeof step>) => (await answer).status;
const refusals = async (id: string) =>
  (await readingsOf(flyings.name, id))
    .filter(({ result }) => result === 'denied')
    .map(({ actor, action }) => `${actor} ${action}`);
const revealed = async (change?: object) => {
  const id = await departed(change);
  await step('planner', id, 'unlock', code('planner'));
  await step('boss', id, 'unlock', code('boss'));
  await drain(server.clock.now);
  return id;
};
const onSite = async () => {
  const id = await revealed();
  for (const person of (await record(id)).crew) await step(person, id, 'conflict', { conflict: 'no' });
  await step((await record(id)).captain!, id, 'reach');
  return id;
};
const HASH = 'a'.repeat(64);
const photoBy = async (userId: string): Promise<string> => {
  const { cookie, csrf } = await at(userId);
  const form = new FormData();
  const pixels = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#246' } })
    .jpeg()
    .toBuffer();
  form.append('photo', new Blob([new Uint8Array(pixels)], { type: 'image/jpeg' }), 'site.jpg');
  const headers = { cookie, origin: server.url, 'x-csrf-token': csrf };
  const answer = await fetch(`${server.url}/api/files`, { method: 'POST', headers, body: form });
  return ((await answer.json()) as { hash: string }).hash;
};

describe('planning', () => {
  it('is for planners alone, and what they write is sealed with the first write', async () => {
    for (const userId of ['boss', 'admin', 'duty', 'head', 'f1', 'auditor'])
      expect(await statusOf((await at(userId)).post('/api/flying', { ...plan(), id: randomUUID() }))).toBe(403);
    const id = await draft();
    expect(await record(id)).toMatchObject({
      status: 'draft',
      no: 'FX-2026-000001',
      target: null,
      knowing: ['planner', 'boss'],
    });
  });

  it.each([
    ['no such enterprise', { enterprise: 'nowhere' }],
    ['a leader who is none', { leader: 'head' }],
    ['one person twice', { deputy: 'boss' }],
    ['a case check without a cause', { trigger: null }],
    ['a special check without a campaign', { checkType: 'SPECIAL' }],
    ['a place of one’s own words', { point: '枸杞码头' }],
    ['equipment of one’s own words', { kit: '防爆服' }],
    ['an assembly in the past', { assembleAt: new Date(MORNING.getTime() - HOUR) }],
    [
      'an assembly at the end of all time',
      { assembleAt: '+275760-09-12T23:00:00Z', revealAt: '+275760-09-13T00:00:00Z' },
    ],
    ['an assembly the year after next', { assembleAt: '2028-03-02', revealAt: '2028-03-02' }],
    ['a reveal before the assembly', { revealAt: MORNING }],
    ['a team of two', { k: 2 }],
    ['an unknown field', { note: '去枸杞' }],
    ['far too many words', { direction: '长'.repeat(5_000) }],
  ])('refuses %s in words, and writes nothing', async (_, change) => {
    const answer = await (await at('planner')).post('/api/flying', { ...plan(change), id: randomUUID() });
    expect([answer.status, answer.body.error?.code]).toEqual([400, 'INVALID_INPUT']);
    expect(answer.body.error!.message).toMatch(/请|最多|至少|不能|须/);
    expect(await flyings.collection.countDocuments({})).toBe(0);
    expect(await mongoose.connection.db!.collection('flying_boxes').countDocuments({})).toBe(0);
    expect(answer.text).not.toContain(TARGET.name);
  });

  it('shows the target to planner and leader only, after a fresh code, and writes every look down', async () => {
    const id = await draft();
    for (const userId of ['vice', 'third', 'planner2', 'admin', 'security', 'auditAdmin', 'auditor', 'duty', 'f1'])
      expect([userId, [403, 404].includes(await statusOf(step(userId, id, 'look', code(userId))))]).toEqual([
        userId,
        true,
      ]);
    expect(await statusOf(step('boss', id, 'look', code('planner')))).toBe(403);
    expect(await statusOf(step('boss', id, 'look', {}))).toBe(400);
    const seen = await step('boss', id, 'look', code('boss'));
    expect(seen.body['target']).toMatchObject({ name: TARGET.name, direction: plan().direction });
    expect(seen.text).not.toContain('salt');
    expect((await readingsOf(flyings.name, id)).filter(({ result }) => result === 'revealed')).toMatchObject([
      { actor: 'boss', action: 'flying.look' },
    ]);
    expect(await refusals(id)).toContain('boss flying.reauth');
  });

  it('approves exactly what was read, by the leader who was named', async () => {
    const id = await draft();
    const { hash: seen } = (await step('boss', id, 'look', code('boss'))).body;
    const { id: _id, ...changed } = { id: '', ...plan({ enterprise: OTHER._id }) };
    expect(await statusOf(step('planner', id, 'revise', changed))).toBe(200);
    expect(await statusOf(step('boss', id, 'approve', { ...code('boss'), seen }))).toBe(409);
    expect(await statusOf(step('planner', id, 'approve', { ...code('planner'), seen }))).toBe(403);
    expect(await statusOf(step('third', id, 'approve', { ...code('third'), seen }))).toBe(404);
    await approve(id);
    expect(await record(id)).toMatchObject({ status: 'sealed', commitment: { day: '2026-03-02' } });
  });

  it('forgets box and key of what was revised', async () => {
    const id = await draft();
    const { box } = await record(id);
    await step('planner', id, 'revise', plan({ enterprise: OTHER._id }));
    await drain(server.clock.now);
    await expect(boxOf(box)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(boxOf((await record(id)).box)).resolves.toHaveProperty('cipher');
  });
});

describe('the team', () => {
  it('is led from the city’s force and comes from two counties at least, and reads only when, where, what and how long', async () => {
    const id = await drawn();
    const { members, crew, captain } = await record(id);
    expect(members[0]).toMatchObject({ slot: 1, county: null });
    expect(captain).toMatch(/^f/);
    expect(new Set(members.slice(1).map(({ county }) => county)).size).toBe(2);
    const { body } = await (await at(crew[1]!)).get(`/api/flying/${id}`);
    expect((body['record'] as { facts: [string][] }).facts.map(([label]) => label)).toEqual([
      '集合时间',
      '集合地点',
      '携带装备',
      '预计时长',
    ]);
    expect(JSON.stringify(body)).not.toContain(members[0]!.personName);
    expect(body['extra']).toMatchObject({ target: null, members: [], pack: { key: null } });
  });

  it('never has whoever declared a relation to the target, and asks the database the same either way', async () => {
    const commands: string[] = [];
    const { prototype } = mongoose.mongo.Collection as unknown as { prototype: Record<string, Ask> };
    type Ask = (this: { collectionName: string }, ...given: unknown[]) => unknown;
    const spies = ['find', 'aggregate', 'insertOne', 'updateOne', 'bulkWrite'].map((name) => {
      const real = prototype[name]!;
      return jest.spyOn(prototype, name).mockImplementation(function (
        this: { collectionName: string },
        ...given: unknown[]
      ) {
        commands.push(`${name} ${this.collectionName}`);
        return real.apply(this, given);
      });
    });
    const asked = async (declared: boolean) => {
      const id = await draft();
      await approve(id);
      if (declared)
        for (const _id of ['f1', 'f2', ...COUNTIES.flatMap((county) => [`o${county}-1`, `o${county}-3`])])
          await (
            await at(_id)
          ).post('/api/declarations/mine', { relations: [{ enterprise: TARGET._id, kind: 'RELATIVE' }] });
      commands.length = 0;
      const answer = await step('planner', id, 'formTeam');
      const said = [...commands];
      return { id, answer, said };
    };
    const free = await asked(false);
    await step('planner', free.id, 'abort', { reason: 'CHANGED' });
    const bound = await asked(true);
    spies.forEach((spy) => spy.mockRestore());
    expect(bound.said.length).toBeGreaterThan(8);
    expect(bound.said).toEqual(free.said);
    expect(bound.answer.text.length).toBe(free.answer.text.length);
    const conflicted = new Set((await declarations.collection.find({}).toArray()).map(({ _id }) => _id));
    expect((await record(bound.id)).crew.filter((person) => conflicted.has(person))).toEqual([]);
  });

  it('replaces the silent by the clock, and whoever declares a conflict whatever it is, without a word why', async () => {
    const id = await drawn();
    const before = (await record(id)).crew;
    await step(before[0]!, id, 'confirm');
    await step(before[2]!, id, 'confirm');
    await wake(id);
    const after = await record(id);
    expect(after.members.find(({ person }) => person === before[1])).toMatchObject({ state: 'left', left: 'silent' });
    expect(after.crew).toHaveLength(3);
    expect(await statusOf(step(before[2]!, id, 'declare', { relation: 'LOCAL' }))).toBe(200);
    const gone = await (await at(before[2]!)).get(`/api/flying/${id}`);
    expect(gone.status).toBe(404);
    await drain(server.clock.now);
    const told = await assignments.collection
      .find({ person: before[2]!, purpose: 'flying.stoodDown' } as never)
      .toArray();
    expect(told).toMatchObject([
      { title: expect.stringMatching(/^FX-2026-000001 · 集合解除$/) as string, status: 'open' },
    ]);
  });

  it('tells planner and leader when nobody is left to call', async () => {
    const id = await drawn();
    for (let turn = 0; turn < 30 && (await record(id)).crew.length === 3; turn += 1)
      await step((await record(id)).crew[1]!, id, 'declare', { relation: 'OTHER' });
    const { crew, status } = await record(id);
    expect([crew.length, status]).toEqual([2, 'sealed']);
    await drain(server.clock.now);
    const short = await assignments.collection.find({ purpose: 'flying.short' } as never).toArray();
    expect(new Set(short.map(({ person }) => person))).toEqual(new Set(['planner', 'boss']));
    expect(await statusOf(step('planner', id, 'abort', { reason: 'TEAM' }))).toBe(200);
  });

  it('cannot be drawn by anybody else, and its members cannot run it', async () => {
    const id = await draft();
    await approve(id);
    for (const userId of ['planner2', 'third', 'admin', 'head'])
      expect([404, 403]).toContain(await statusOf(step(userId, id, 'formTeam')));
    await step('planner', id, 'formTeam');
    const [captain, second] = (await record(id)).crew;
    for (const name of ['formTeam', 'abort', 'postpone', 'compromise'])
      expect(await statusOf(step(captain!, id, name, { reason: 'TEAM', sign: 'WORD' }))).not.toBe(200);
    expect(await statusOf(step(second!, id, 'depart'))).toBe(403);
  });
});

describe('unlocking', () => {
  it('is refused before the team has checked in for the departure', async () => {
    const id = await assembled();
    const answer = await step('planner', id, 'unlock', code('planner'));
    expect([answer.status, answer.body.error!.message]).toEqual([409, expect.stringContaining('还没有登记出发')]);
    expect((await record(id)).target).toBeNull();
    expect(await refusals(id)).toEqual(['planner 双人解封']);
  });

  it('takes two: the same person twice is refused and logged', async () => {
    const id = await departed();
    expect(await statusOf(step('planner', id, 'unlock', code('planner')))).toBe(200);
    expect(await statusOf(step('planner', id, 'unlock', code('planner')))).toBe(403);
    expect((await record(id)).status).toBe('teamReady');
    expect(await refusals(id)).toEqual(['planner 双人解封']);
    expect(await statusOf(step('boss', id, 'unlock', code('boss')))).toBe(200);
    expect(await record(id)).toMatchObject({
      status: 'revealed',
      revealed: { how: 'unlock', by: ['planner', 'boss'] },
    });
  });

  it('takes the right two: strangers, members and a code of somebody else are refused and logged', async () => {
    const id = await departed();
    const [captain] = (await record(id)).crew;
    await step('planner', id, 'unlock', code('planner'));
    expect(await statusOf(step('third', id, 'unlock', code('third')))).toBe(404);
    expect(await statusOf(step('planner2', id, 'unlock', code('planner2')))).toBe(404);
    expect(await statusOf(step(captain!, id, 'unlock', code(captain!)))).toBe(403);
    expect(await statusOf(step('boss', id, 'unlock', code('planner')))).toBe(403);
    expect((await record(id)).target).toBeNull();
    expect((await refusals(id)).length).toBe(4);
    expect(await statusOf(step('vice', id, 'unlock', code('vice')))).toBe(200);
    expect(await record(id)).toMatchObject({ status: 'revealed' });
  });

  it('needs a leader in the pair, by the role each has at that moment', async () => {
    const id = await departed();
    await step('planner', id, 'unlock', code('planner'));
    await people.updateOne({ _id: 'vice' }, { $set: { roles: ['flyingPlanner'] } });
    server.sessions.forget();
    expect(await statusOf(step('vice', id, 'unlock', code('vice')))).toBe(403);
    expect((await record(id)).status).toBe('teamReady');
  });

  it('of two at the same moment, each noted as the first, is opened by either pressing again', async () => {
    const id = await departed();
    const noted = (by: string, role: string) => ({ by, byName: by, role, at: server.clock.now });
    const unlocks = [noted('planner', 'flyingPlanner'), noted('boss', 'bureauLeader')];
    await flyings.collection.updateOne({ _id: id }, { $set: { unlocks } } as never);
    expect(await statusOf(step('boss', id, 'unlock', code('boss')))).toBe(200);
    expect(await record(id)).toMatchObject({ status: 'revealed', revealed: { by: ['planner', 'boss'] } });
  });

  it('begins anew when the second comes too late', async () => {
    const id = await departed();
    await step('planner', id, 'unlock', code('planner'));
    server.clock.now = new Date(server.clock.now.getTime() + 11 * 60_000);
    await step('boss', id, 'unlock', code('boss'));
    expect((await record(id)).status).toBe('teamReady');
    await step('vice', id, 'unlock', code('vice'));
    expect((await record(id)).status).toBe('revealed');
  });
});

describe('the time', () => {
  it('opens it for a team that is ready, and not before', async () => {
    const id = await assembled();
    expect((await record(id)).wakeAt).toEqual(new Date(MORNING.getTime() + 3 * HOUR));
    await wake(id);
    expect(await record(id)).toMatchObject({ status: 'revealed', revealed: { how: 'time', by: [] } });
    expect(await inspections.collection.findOne({ _id: `flying-${id}` } as never)).toMatchObject({
      enterprise: TARGET._id,
      team: (await record(id)).crew,
    });
  });

  it('orders a special check under the campaign that was published', async () => {
    const campaign = { id: 'ZX-2026-03', text: '粉尘专项行动' };
    const id = await assembled({ checkType: 'SPECIAL', trigger: null, campaign });
    await wake(id);
    const ordered = await inspections.collection.findOne({ _id: `flying-${id}` } as never);
    expect(ordered).toMatchObject({ checkType: 'SPECIAL', plan: campaign });
  });

  it('keeps it sealed while there is no team, tells planner and leader, and opens it once there is', async () => {
    const id = await draft();
    await approve(id);
    await wake(id);
    expect(await record(id)).toMatchObject({ status: 'sealed', target: null, wakeAt: null });
    const late = await assignments.collection.find({ purpose: 'flying.late' } as never).toArray();
    expect(late).toHaveLength(2);
    await step('planner', id, 'formTeam');
    const { crew } = await record(id);
    for (const person of crew) await step(person, id, 'confirm');
    await wake(id);
    expect(await record(id)).toMatchObject({ status: 'revealed' });
    const check = () => inspections.collection.findOne({ _id: `flying-${id}` } as never);
    expect(await check()).toMatchObject({ status: 'planned', team: [] });
    for (const person of crew.slice(0, 2)) await step(person, id, 'arrive');
    await drain(server.clock.now);
    expect(await check()).toMatchObject({ status: 'assigned', team: crew.slice(0, 2) });
  });
});

describe('after the reveal', () => {
  it('opens target, dossier and checklist for those who are there, with the key of what they carried along', async () => {
    const id = await departed();
    const { crew } = await record(id);
    const carried = (await (await at(crew[1]!)).get(`/api/flying/${id}/pack`)).body as unknown as {
      cipher: string;
      iv: string;
      tag: string;
      id: string;
    };
    await step('planner', id, 'unlock', code('planner'));
    await step('boss', id, 'unlock', code('boss'));
    const { body } = await (await at(crew[1]!)).get(`/api/flying/${id}`);
    const extra = body['extra'] as { target: object; pack: { key: string } };
    expect(extra.target).toMatchObject({ name: TARGET.name, location: TARGET.location, boat: plan().boat });
    const key = await crypto.subtle.importKey('raw', Buffer.from(extra.pack.key, 'base64'), 'AES-GCM', false, [
      'decrypt',
    ]);
    const additionalData = Buffer.from(JSON.stringify(['flying.pack', carried.id]));
    const sealed = Buffer.concat([Buffer.from(carried.cipher, 'base64'), Buffer.from(carried.tag, 'base64')]);
    const opened = Buffer.from(
      await crypto.subtle.decrypt(
        { name: 'AES-GCM', iv: Buffer.from(carried.iv, 'base64'), additionalData },
        key,
        sealed,
      ),
    );
    const text = opened.subarray(5, 5 + opened.readUInt32BE()).toString('utf8');
    expect(JSON.parse(text)).toMatchObject({ target: { name: TARGET.name } });
    expect(text).not.toContain('salt');
  });

  it('takes whoever states a conflict off at once, off the ordered check as well, and calls the next', async () => {
    const id = await revealed();
    const before = (await record(id)).crew;
    expect(await statusOf(step(before[0]!, id, 'reach'))).toBe(409);
    await step(before[1]!, id, 'conflict', { conflict: 'yes' });
    expect(await statusOf((await at(before[1]!)).get(`/api/flying/${id}`))).toBe(404);
    await drain(server.clock.now);
    const after = await record(id);
    const fresh = after.members.at(-1)!;
    expect(fresh).toMatchObject({ state: 'asked', slot: 2 });
    const ordered = await inspections.collection.findOne({ _id: `flying-${id}` } as never);
    expect(ordered?.team).toEqual(after.crew.filter((person) => person !== fresh.person));
    expect(await statusOf((await at(fresh.person)).get(`/api/inspections/flying-${id}`))).toBe(404);
    const waiting = await (await at(fresh.person)).get(`/api/flying/${id}`);
    expect(waiting.body['extra']).toMatchObject({ target: null, pack: { key: null } });
    await step(fresh.person, id, 'confirm');
    await step(fresh.person, id, 'arrive');
    await drain(server.clock.now);
    const joined = await inspections.collection.findOne({ _id: `flying-${id}` } as never);
    expect(joined?.team).toEqual((await record(id)).crew);
    for (const person of after.crew) await step(person, id, 'conflict', { conflict: false });
    expect(await statusOf(step(after.captain!, id, 'reach'))).toBe(200);
  });

  it('lets somebody who comes late say so on site, and the next one join there', async () => {
    const id = await drawn();
    const { crew } = await record(id);
    for (const person of crew) await step(person, id, 'confirm');
    for (const person of crew.slice(0, 2)) await step(person, id, 'arrive');
    await wake(id);
    for (const person of crew.slice(0, 2)) await step(person, id, 'conflict', { conflict: false });
    expect(await statusOf(step(crew[0]!, id, 'reach'))).toBe(200);
    const waiting = await (await at(crew[2]!)).get(`/api/flying/${id}`);
    expect(waiting.body['extra']).toMatchObject({ target: null });
    expect(await statusOf((await at(crew[2]!)).get(`/api/inspections/flying-${id}`))).toBe(404);
    expect((await (await at(crew[2]!)).get('/api/inspections/mine')).text).not.toContain(TARGET.name);
    await step(crew[2]!, id, 'arrive');
    await step(crew[2]!, id, 'conflict', { conflict: 'yes' });
    const fresh = (await record(id)).members.at(-1)!.person;
    expect(await statusOf(step(fresh, id, 'confirm'))).toBe(200);
    expect(await statusOf(step(fresh, id, 'arrive'))).toBe(200);
    const joined = await (await at(fresh)).get(`/api/flying/${id}`);
    expect(joined.body['extra']).toMatchObject({ target: { name: TARGET.name } });
  });

  it('files a violation directly, with its evidence, and closes what is none', async () => {
    const id = await onSite();
    const { captain } = await record(id);
    expect(await statusOf(step(captain!, id, 'report', { finding: 'VIOLATION', items: '夜间偷倒' }))).toBe(400);
    expect(
      await statusOf(step(captain!, id, 'report', { finding: 'VIOLATION', items: '夜间偷倒', photos: [HASH] })),
    ).toBe(400);
    await evidences.collection.insertOne({ _id: HASH, uses: [{ record: `siteRecord:flying-${id}` }] } as never);
    await evidences.collection.insertOne({ _id: 'b'.repeat(64), uses: [{ record: 'siteRecord:other' }] } as never);
    const photo = await photoBy(captain!);
    expect(
      await statusOf(step(captain!, id, 'report', { finding: 'VIOLATION', items: '夜间偷倒', photos: [photo] })),
    ).toBe(200);
    await drain(server.clock.now);
    expect(await record(id)).toMatchObject({ status: 'caseFiled' });
    expect(await penaltyCases.collection.findOne({ _id: `flying-${id}` } as never)).toMatchObject({
      status: 'clue',
      evidence: [photo, HASH],
      enterprise: TARGET._id,
      source: { kind: 'FLYING' },
    });
    const { crew } = await record(id);
    const seen = async (userId: string) => (await at(userId)).get(`/api/files/${photo}?size=thumb`);
    for (const userId of [crew[1]!, 'planner', 'boss', 'legal'])
      expect([userId, (await seen(userId)).status]).toEqual([userId, 200]);
    for (const userId of ['duty', 'admin', 'planner2', 'outside'])
      expect([userId, (await seen(userId)).status]).toEqual([userId, 404]);
  });

  it('is closed by its leader, opens its commitment to everybody, and reports who could know and who looked', async () => {
    const id = await onSite();
    const { captain, commitment } = await record(id);
    const published = async () =>
      (
        (await (await fetch(`${server.url}/api/flying-commitments`)).json()) as {
          items: { opening: object | null; hash: string }[];
        }
      ).items[0]!;
    expect(await published()).toMatchObject({ hash: commitment!.hash, opening: null });
    await step(captain!, id, 'report', { finding: 'NONE' });
    expect(await statusOf(step(captain!, id, 'close'))).toBe(403);
    expect(await statusOf(step('boss', id, 'close'))).toBe(200);
    const { opening, hash } = await published();
    expect(opening).toMatchObject({ enterprise: TARGET._id, uscc: TARGET.uscc });
    expect(JSON.stringify(opening)).not.toContain(plan().direction);
    expect(verified({ hash, opening }).agrees).toBe(true);
    expect(verified({ hash, opening: { ...opening, enterprise: OTHER._id } }).agrees).toBe(false);
    const page = await (await fetch(`${server.url}/flying-commitments`)).text();
    expect(page).toContain(TARGET.name);
    await (await at(captain!)).get(`/api/flying/${id}`);
    const report = (await (await at('auditor')).get(`/api/flying/${id}/report`)).body as unknown as {
      couldKnow: { name: string; as: string }[];
      looked: { name: string; what: string }[];
      vaultKeys: string[];
      draw: { inputs: { candidates: { id: string }[]; seed: string; k: number } };
    };
    expect(report.couldKnow.map(({ as }) => as)).toEqual([
      '策划人',
      '批准的局领导',
      '备用解封人（可参与解封，不能查看）',
      '队员',
      '队员',
      '队员',
    ]);
    expect(report.looked.map(({ name, what }) => `${name} ${what}`)).toEqual(
      expect.arrayContaining(['局示长 揭示前查看目标']),
    );
    expect(report.vaultKeys).toEqual(['k1']);
    expect(report.draw.inputs.candidates.length).toBeGreaterThan(10);
    expect(await statusOf((await at('admin')).get(`/api/flying/${id}/report`))).toBe(404);
    expect(await verifyAudit()).toMatchObject({ ok: true });
  });
});

describe('ending early', () => {
  it('keeps an aborted target sealed for good, and its reason is one of a list', async () => {
    const id = await departed();
    expect(await statusOf(step('planner', id, 'abort', { reason: '去不了枸杞' }))).toBe(400);
    expect(await statusOf(step('planner', id, 'abort', { reason: 'WEATHER' }))).toBe(200);
    await drain(server.clock.now);
    expect(await record(id)).toMatchObject({ status: 'aborted', target: null, crew: [], wakeAt: null });
    expect(await statusOf(step('boss', id, 'unlock', code('boss')))).not.toBe(200);
    expect(await statusOf(step('boss', id, 'look', code('boss')))).toBe(403);
    const { items } = (await (await fetch(`${server.url}/api/flying-commitments`)).json()) as {
      items: { withdrawn: boolean; opening: null }[];
    };
    expect(items).toMatchObject([{ withdrawn: true, opening: null }]);
  });

  it('hands a suspected leak to the auditors, and neither it nor what is planned next names the other', async () => {
    const id = await revealed();
    expect(await statusOf(step('boss', id, 'compromise', { sign: 'PREPARED' }))).toBe(200);
    await drain(server.clock.now);
    const compromised = await record(id);
    expect(compromised).toMatchObject({ status: 'compromised', crew: [] });
    const told = await assignments.collection.find({ purpose: 'flying.compromised' } as never).toArray();
    expect(told.map(({ person }) => person)).toEqual(['auditor']);
    expect(await audits.collection.findOne({ _id: `flying-${id}` } as never)).toMatchObject({
      trigger: { kind: 'FLYING', id, no: compromised.no },
    });
    expect(await inspections.collection.findOne({ _id: `flying-${id}` } as never)).toMatchObject({
      status: 'cancelled',
    });
    const next = await draft({ enterprise: OTHER._id });
    expect(JSON.stringify(await record(next))).not.toContain(id);
    expect(JSON.stringify(compromised)).not.toContain(next);
    expect(await statusOf((await at('auditor')).get(`/api/flying/${id}/report`))).toBe(200);
    expect(await statusOf((await at('auditor')).get(`/api/flying/${next}`))).toBe(404);
  });
});

describe('two inspections of different enterprises', () => {
  /** Everything that hangs on one inspection, and every answer about it, by its size alone. */
  async function sizes(change: object) {
    const id = await departed(change);
    await step('planner', id, 'unlock', code('planner'));
    const { crew, box, drawBox, packBox } = await record(id);
    const answers = await Promise.all(
      ['planner', 'boss', 'vice', 'admin', 'duty', crew[0]!, crew[1]!].map(async (userId) => [
        userId.replace(/^[fo].*/, 'member'),
        (await (await at(userId)).get(`/api/flying/${id}`)).text.length,
        (await (await at(userId)).get('/api/flying')).text.length,
        (await (await at(userId)).get('/api/assignments')).text.length,
      ]),
    );
    const kept = await Promise.all(
      ['flying_inspections', 'flying_keys', 'flying_boxes', 'assignments'].map(async (name) => {
        const found = await mongoose.connection.db!.collection(name).find({}, { raw: true }).toArray();
        return [name, found.map((bytes) => (bytes as unknown as Buffer).length).sort((a, b) => a - b)];
      }),
    );
    const boxes = await Promise.all([box, drawBox!, packBox!].map(async (ref) => (await boxOf(ref)).cipher.length));
    return { answers, kept, boxes };
  }
  const emptied = async () => {
    for (const collection of await mongoose.connection.db!.collections()) await collection.deleteMany({});
    server.clock.now = MORNING;
    server.sessions.forget();
    forget();
    await settleBureau();
  };

  it('leave answers, documents and boxes of exactly the same sizes', async () => {
    const one = await sizes({ enterprise: TARGET._id });
    await emptied();
    const other = await sizes({
      enterprise: OTHER._id,
      direction: '看看',
      hints: '',
      boat: '',
      trigger: { kind: 'CLUE', text: '线索' },
    });
    expect(one.boxes).toEqual([10_924, 174_764, 174_764]);
    expect(other).toEqual(one);
  });
});

describe('keys', () => {
  it('move to a new key of the vault without touching a box, and open with nothing else afterwards', async () => {
    const id = await assembled();
    const keys = (current: string, names: string[]) =>
      openVault({
        current,
        keys: Object.fromEntries(names.map((name) => [name, Buffer.alloc(32, name === 'k1' ? 1 : 2)])),
        pepper: Buffer.alloc(32, 7),
      });
    const before = await boxOf((await record(id)).box);
    keys('k2', ['k1', 'k2']);
    expect(await rewrapOld(100)).toEqual({ rewrapped: 3, failed: [] });
    expect(await rewrapOld(100)).toEqual({ rewrapped: 0, failed: [] });
    expect(await vaultKeysOf(id)).toEqual(['k2']);
    keys('k2', ['k2']);
    expect(await boxOf((await record(id)).box)).toEqual(before);
    await wake(id);
    expect((await record(id)).target).toMatchObject({ name: TARGET.name });
    keys('k1', ['k1']);
  });
});
