import { create, read } from '../models/core/journal';
import { perform } from '../models/core/domain';
import { type OwedEntry } from '../models/core/outbox';
import { registerClue } from '../models/penalty/clue';
import { penaltyCases } from '../models/penalty/penalty.store';
import { type PenaltyCase } from '../models/penalty/penalty.schema';
import { followUpDomain } from '../models/followUp/followUp';
import { followUpHandlers } from '../models/followUp/followUp.handlers';
import { followUpOf, followUps } from '../models/followUp/followUp.store';
import { drawDueRounds, lookBackHandlers } from '../models/lookBack/lookBack.handlers';
import { lookBackRounds, lookBacks } from '../models/lookBack/lookBack.store';
import { rectifications } from '../models/rectification/rectification.store';
import { as, atTime, MORNING } from './builders';
import { useDatabase } from './support/database';
import { type Browser, settle, signIn, startServer, type TestServer } from './support/server';

useDatabase({ emptyBefore: 'file' });

let server: TestServer;
const browsers = new Map<string, Browser>();
const by = (id: string) => browsers.get(id) as Browser;
const CASE = 'case-of-follow-up';
const ID = followUpOf(CASE);

beforeAll(async () => {
  await settle();
  server = await startServer();
  for (const id of ['wang', 'head', 'farHead', 'farOfficer', 'villager']) browsers.set(id, await signIn(server, id));
  const said = {
    ...{ source: { kind: 'OTHER' as const, id: null, no: null }, enterprise: null, county: '330903' as const },
    party: { kind: 'ORGANISATION' as const, name: '东海示例船厂（示例）', uscc: null },
    ...{ facts: '超标排放废水', actOn: null, evidence: ['a'.repeat(64)] },
  };
  const people = { heads: [], leaders: [], registeredBy: { id: 'wang', name: '王示海' } };
  const officers = [
    { id: 'wang', name: '王示海' },
    { id: 'zhang', name: '张示潮' },
  ];
  await create(penaltyCases, registerClue(CASE, said, atTime(MORNING), { ...people, officers }), atTime(MORNING));
});
afterAll(() => server.close());

const entry = (kind: string, data: object) => ({ id: `entry-${kind}`, kind, data }) as unknown as OwedEntry;
const schedule = () =>
  followUpHandlers['followUp.schedule']?.(
    [
      entry('followUp.schedule', {
        ...{ case: CASE, servedAt: MORNING, priority: 'CENTRAL' },
        items: [{ obligation: 'RECTIFY', text: '检修治理设施', dueOn: '2026-03-20' }],
      }),
    ],
    MORNING,
  );

describe('what follows a decision', () => {
  it('is one follow-up however often it is told, seen by its officers and their head alone', async () => {
    expect(await Promise.all([schedule(), schedule()])).toEqual([[{ done: true }], [{ done: true }]]);
    await schedule();
    expect(await followUps.collection.countDocuments()).toBe(1);
    expect(await read(followUps, ID)).toMatchObject({
      status: 'scheduled',
      team: ['wang', 'zhang'],
      no: 'HD-2026-000001',
    });
    for (const id of ['wang', 'head']) {
      expect((await by(id).get(`/api/follow-ups/${ID}`)).status).toBe(200);
      expect((await by(id).get('/api/follow-ups')).body).toMatchObject({ items: [{ id: ID }] });
    }
    for (const id of ['farHead', 'farOfficer', 'villager']) {
      expect((await by(id).get(`/api/follow-ups/${ID}`)).status).toBe(404);
      expect((await by(id).get('/api/follow-ups')).body).toMatchObject({ items: [] });
    }
  });

  it('tells what cannot be planned to the administrator', async () => {
    const answer = await followUpHandlers['followUp.schedule']?.(
      [entry('x', { case: 'nothing', servedAt: MORNING })],
      MORNING,
    );
    expect(answer).toEqual([{ impossible: expect.stringContaining('没有找到') as string }]);
  });

  it('refuses bad input in words', async () => {
    for (const path of ['?status=nothing', '?limit=0', '?after=x', '?more=1'])
      expect((await by('head').get(`/api/follow-ups${path}`)).status).toBe(400);
    for (const [step, input] of [
      ['visit', { finding: 'MAYBE' }],
      ['mark', { item: '' }],
      ['pair', { before: 'x', after: 'y' }],
      ['askExtension', { until: '2026-02-30', reason: '原因' }],
    ] as const) {
      const { status, body } = await by('wang').post(`/api/follow-ups/${ID}/${step}`, input);
      expect([step, status]).toEqual([step, 400]);
      expect(body.error?.message).toMatch(/[\u4e00-\u9fff]/);
    }
  });

  it('is signed off once when two sign off at the same time, and repeats under its key change nothing', async () => {
    await followUps.collection.updateOne({ _id: ID }, { $set: { status: 'rectified' } });
    await penaltyCases.collection.updateOne(
      { _id: CASE },
      { $set: { status: 'paid' satisfies PenaltyCase['status'] } },
    );
    const sign = (id: string, key: string) =>
      perform(followUpDomain, 'signOff', ID, { note: '' }, as('branchHead', id, { key, now: MORNING }));
    const answers = await Promise.allSettled([sign('head', 'k1'), sign('second', 'k2')]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const winner = answers[0]?.status === 'fulfilled' ? 'k1' : 'k2';
    const before = await read(followUps, ID);
    await sign(winner === 'k1' ? 'head' : 'second', winner);
    expect((await read(followUps, ID))?.version).toBe(before?.version);
  });

  it('is drawn for a look-back three and six months later, once each, and each drawn item becomes one review', async () => {
    const june = new Date('2026-06-01T08:00:00+08:00');
    await Promise.all([drawDueRounds(june), drawDueRounds(june)]);
    expect(await drawDueRounds(june)).toBe(0);
    const round = await read(lookBackRounds, 'lookback-2026-06-3');
    expect(round).toMatchObject({ signedOffIn: '2026-03', certain: [ID], lot: [] });
    const owed = round?.outbox ?? [];
    const [told] = owed.filter(({ kind }) => kind === 'lookBack.review');
    for (let times = 0; times < 2; times += 1)
      await lookBackHandlers['lookBack.review']?.([entry('lookBack.review', told?.data ?? {})], june);
    expect(await lookBacks.collection.find({}).toArray()).toEqual([
      expect.objectContaining({ status: 'ordered', item: expect.objectContaining({ id: ID }) as object }),
    ]);
    expect((await by('head').get('/api/look-backs/rounds')).body).toMatchObject({ items: expect.any(Array) as object });
    expect((await by('villager').get('/api/look-backs/rounds')).status).toBe(403);
  });

  it('links problems to be corrected to the case, found, helped with, and signed off by another', async () => {
    const id = '01J000000000000000000ZG01';
    const problem = {
      id,
      case: CASE,
      medium: 'WATER',
      fact: '膜组件破损',
      standard: '排污许可证',
      severity: 'NORMAL',
      owner: '示厂长',
      dueOn: '2026-03-30',
    };
    expect((await by('farOfficer').post('/api/rectifications', problem)).status).toBeGreaterThanOrEqual(400);
    expect((await by('wang').post('/api/rectifications', { ...problem, dueOn: '2020-01-01' })).status).toBe(400);
    for (let times = 0; times < 2; times += 1)
      expect((await by('wang').post('/api/rectifications', problem)).status).toBe(200);
    expect(await rectifications.collection.countDocuments()).toBe(1);
    const step = (who: string, name: string, input: object) => by(who).post(`/api/rectifications/${id}/${name}`, input);
    expect((await step('head', 'tell', { to: '示厂长' })).status).toBe(403);
    for (const [name, input] of [
      ['tell', { to: '示厂长' }],
      ['askService', { need: 'TECH', text: '需要膜组件选型建议' }],
      ['answerService', { answer: '专家已到场指导' }],
      ['filePlan', { text: '三月底前更换膜组件' }],
      ['claimDone', { text: '已更换并试运行' }],
    ] as const)
      expect([name, (await step('wang', name, input)).status]).toEqual([name, 200]);
    expect((await step('wang', 'signOff', {})).status).toBe(403);
    expect((await step('head', 'signOff', {})).status).toBe(200);
    expect((await by('head').get(`/api/rectifications?case=${CASE}`)).body).toMatchObject({
      items: [{ id, status: 'signedOff', owner: '示厂长' }],
    });
  });
});
