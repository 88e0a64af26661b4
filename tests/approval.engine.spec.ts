import { randomUUID } from 'node:crypto';
import { assignmentHandlers } from '../models/assignment/assignment';
import { standsForAt } from '../models/approval/delegation.store';
import { adopt } from '../models/core/policy';
import { perform } from '../models/core/domain';
import { create, read, stores } from '../models/core/journal';
import { deliverDue } from '../models/core/outbox';
import { registerClue } from '../models/penalty/clue';
import { penaltyDomain } from '../models/penalty/penalty';
import { penaltyHandlers } from '../models/penalty/penalty.handlers';
import { penaltyCases } from '../models/penalty/penalty.store';
import { people } from '../models/people/people.store';
import { faceOf } from '../models/domains';
import { faceCard } from '../bot/faceCard';
import { aPerson, as as acting, MORNING } from './builders';
import { approve, lookAt, PIN, prove, type SeenPage } from './support/approve';
import { auditEntries } from './support/audit';
import { FACTS, YES } from './support/clue';
import { useDatabase } from './support/database';
import { settle, signIn, startServer, type TestServer } from './support/server';

useDatabase({ emptyBefore: 'file' });

interface Answered {
  status: number;
  body: {
    record: { id: string; status: string };
    error: { code: string; message: string };
    items: { id: string; step: string; seen: string | null; onBehalf: { name: string } | null; dueAt: string }[];
    results: { ok: boolean; message: string }[];
    set: boolean;
    lockedUntil: string | null;
    provedUntil: string | null;
  };
}
interface Hands {
  get: (path: string) => Promise<Answered>;
  post: (path: string, body: object, headers?: object) => Promise<Answered>;
}

let server: TestServer;
const hands = new Map<string, Hands>();
const as = (userId: string) => hands.get(userId)!;
const enter = async (userId: string, name = userId) =>
  hands.set(name, (await signIn(server, userId)) as unknown as Hands);

beforeAll(async () => {
  adopt({ approval: { scrypt: { logN: 10 } } });
  await settle();
  await people.insertMany([
    aPerson('vice', '沈副局', ['bureauLeader'], { county: null, unit: 'bureau' }),
    aPerson('safety', '韩安全', ['securityAdmin'], { county: null, unit: 'bureau' }),
  ]);
  server = await startServer({ idleMs: 48 * 3_600_000 });
  for (const userId of ['head', 'wang', 'bureau', 'vice', 'farHead', 'safety', 'nobody']) await enter(userId);
  for (const userId of ['head', 'bureau', 'vice', 'farHead']) await prove(as(userId));
});
afterEach(() => {
  server.clock.now = MORNING;
});
afterAll(async () => {
  await server.close();
  adopt({});
});

const handlers = { ...assignmentHandlers, ...penaltyHandlers };
const deliver = async () => {
  while ((await deliverDue({ stores: () => stores, handlers }, () => server.clock.now)) > 0);
};
/** A clue of Putuo that `wang` found and registered. */
async function clue(change: object = {}, facts = FACTS): Promise<string> {
  const id = randomUUID();
  const said = {
    ...{ source: { kind: 'OTHER' as const, id: null, no: null }, enterprise: null, county: '330903' as const },
    ...{ party: { kind: 'ORGANISATION' as const, name: '东海鱼粉示例有限公司', uscc: null } },
    ...{ facts: '除臭设施未运行。', actOn: '2026-03-01', evidence: ['e'.repeat(64)] },
    ...change,
  };
  const context = acting('staff', facts.registeredBy.id, { now: server.clock.now });
  await create(penaltyCases, registerClue(id, said, context, facts), context);
  return id;
}
const at = (id: string) => `/api/penalties/${id}`;
const events = async (id: string, type: string) =>
  (await read(penaltyCases, id))!.events.filter((event) => event.type === type);
const press = (page: SeenPage, change: object = {}) => ({
  ...YES,
  approval: { seen: page.seen, opened: page.required, ...change },
});
const codeOf = ({ status, body }: Answered) => (status === 200 ? 'ok' : body.error.code);

describe('a second factor', () => {
  it('is asked for, refused when it is weak, and changed only with the old one', async () => {
    const { post, get } = as('nobody');
    expect((await get('/api/secondFactor')).body).toMatchObject({ set: false, provedUntil: null });
    expect((await post('/api/secondFactor', { pin: PIN })).body.error.message).toContain('还没有设置');
    for (const pin of ['123456', '111111', '900715', '12345'])
      expect((await post('/api/secondFactor/set', { pin })).status).toBe(400);
    expect((await post('/api/secondFactor/set', { pin: PIN })).body.set).toBe(true);
    expect(codeOf(await post('/api/secondFactor/set', { pin: '604817' }))).toBe('SECOND_FACTOR');
    expect((await post('/api/secondFactor/set', { pin: '604817', old: PIN })).status).toBe(200);
    expect(codeOf(await post('/api/secondFactor', { pin: PIN }))).toBe('SECOND_FACTOR');
    expect((await post('/api/secondFactor', { pin: '604817' })).body.provedUntil).not.toBeNull();
  });

  it('is set only soon after signing in', async () => {
    server.clock.now = new Date(MORNING.getTime() + 5 * 60_000 + 1);
    expect(codeOf(await as('wang').post('/api/secondFactor/set', { pin: PIN }))).toBe('NOT_SIGNED_IN');
  });

  it('locks after five guesses, however many come at once, for longer each time; it says so, and nothing is logged', async () => {
    await enter('wang', 'guessed');
    const { post } = as('guessed');
    await post('/api/secondFactor/set', { pin: PIN });
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, n) => post('/api/secondFactor', { pin: String(200_000 + n) })),
    );
    expect(guesses.filter(({ body }) => body.error.code === 'SECOND_FACTOR').length).toBe(4);
    expect((await post('/api/secondFactor', { pin: PIN })).body.error.message).toContain('15分钟后再试');
    server.clock.now = new Date(MORNING.getTime() + 15 * 60_000 + 1);
    for (let n = 0; n < 5; n++) await post('/api/secondFactor', { pin: '300000' });
    expect((await post('/api/secondFactor', { pin: PIN })).body.error.message).toContain('30分钟后再试');
    server.clock.now = new Date(MORNING.getTime() + 46 * 60_000);
    expect((await post('/api/secondFactor', { pin: PIN })).status).toBe(200);
    const said = `${server.logged()}${JSON.stringify(await auditEntries())}`;
    for (const pin of [PIN, '200000', '300000']) expect(said).not.toContain(pin);
    expect(said).toContain('secondFactor.lock');
  });

  it('is cleared by the security administrator, never by its owner', async () => {
    expect((await as('bureau').post('/api/secondFactor/clear', { person: 'bureau' })).status).toBe(403);
    expect((await as('safety').post('/api/secondFactor/clear', { person: 'safety' })).status).toBe(403);
    expect((await as('safety').post('/api/secondFactor/clear', { person: 'wang' })).status).toBe(200);
    expect((await as('wang').get('/api/secondFactor')).body.set).toBe(false);
  });
});

describe('an approval', () => {
  it('is stored with the hash of what was shown, what was opened, and when', async () => {
    const id = await clue();
    const page = await lookAt(as('head'), at(id), 'file');
    expect(page.required).toEqual(['facts', 'evidence']);
    expect((await as('head').post(`${at(id)}/file`, press(page))).body.record.status).toBe('filed');
    const [filed] = await events(id, 'penalty.filed');
    expect(filed!.data['approval']).toEqual({
      ...{ seen: page.seen, opened: ['facts', 'evidence'], factorAt: MORNING, at: MORNING, by: 'head' },
      ...{ onBehalf: null, batch: false },
    });
  });

  it('is refused while a part that matters is unopened, and without the approval at all', async () => {
    const id = await clue();
    const page = await lookAt(as('head'), at(id), 'file');
    const partly = await as('head').post(`${at(id)}/file`, press(page, { opened: ['facts'] }));
    expect(partly.body.error.message).toContain('请先打开看过“证据”');
    expect((await as('head').post(`${at(id)}/file`, YES)).status).toBe(400);
    expect((await as('head').post(`${at(id)}/file`, press(page, { seen: 'x' }))).status).toBe(400);
    expect((await read(penaltyCases, id))!.status).toBe('clue');
  });

  it('of a stale page is refused; the page then shows what changed', async () => {
    const id = await clue();
    const before = await lookAt(as('head'), at(id), 'file');
    await penaltyCases.collection.updateOne(
      { _id: id },
      {
        $set: { facts: '又发现偷排。' },
        $inc: { version: 1 },
      },
    );
    expect(codeOf(await as('head').post(`${at(id)}/file`, press(before)))).toBe('STALE_VIEW');
    const after = await lookAt(as('head'), at(id), 'file');
    const differ = after.view.parts.filter(
      (part, index) => JSON.stringify(part) !== JSON.stringify(before.view.parts[index]),
    );
    expect(differ.map((part) => part.id)).toEqual(['facts']);
    expect((await as('head').post(`${at(id)}/file`, press(after))).status).toBe(200);
  });

  it('pressed by two leaders at once has one effect, and the slower one is told', async () => {
    const id = await clue();
    const pages = await Promise.all([lookAt(as('head'), at(id), 'file'), lookAt(as('bureau'), at(id), 'file')]);
    const answers = await Promise.all(
      ['head', 'bureau'].map((userId, n) => as(userId).post(`${at(id)}/file`, press(pages[n]!))),
    );
    expect(answers.map(codeOf).sort()).toEqual(['ILLEGAL_TRANSITION', 'ok']);
    expect(await events(id, 'penalty.filed')).toHaveLength(1);
  });

  it('sent again under its key changes nothing, also when the second factor has run out since', async () => {
    const id = await clue();
    const page = await lookAt(as('head'), at(id), 'file');
    const key = randomUUID();
    const send = () => as('head').post(`${at(id)}/file`, press(page), { 'idempotency-key': key });
    expect((await send()).status).toBe(200);
    server.clock.now = new Date(MORNING.getTime() + 3_600_000);
    expect((await send()).status).toBe(200);
    expect(await events(id, 'penalty.filed')).toHaveLength(1);
  });

  it('needs the second factor of this very sign-in, within five minutes', async () => {
    const id = await clue();
    await enter('head', 'elsewhere');
    const page = await lookAt(as('elsewhere'), at(id), 'file');
    const other = await as('elsewhere').post(`${at(id)}/file`, press(page));
    expect([codeOf(other), other.body.error.message]).toEqual(['SECOND_FACTOR', expect.stringContaining('审批密码')]);
    server.clock.now = new Date(MORNING.getTime() + 5 * 60_000 + 1);
    expect(codeOf(await as('head').post(`${at(id)}/file`, press(page)))).toBe('SECOND_FACTOR');
    expect((await read(penaltyCases, id))!.status).toBe('clue');
  });

  it('of what one registered oneself is refused', async () => {
    const own = { ...FACTS, registeredBy: { id: 'head', name: '赵分局' }, officers: [] };
    const id = await clue({}, own);
    const page = await lookAt(as('head'), at(id), 'file');
    expect(page.refusal).toContain('由您发现或登记');
    expect(codeOf(await as('head').post(`${at(id)}/file`, press(page)))).toBe('NOT_NOW');
  });

  it('is never given on a card or in the chat: the card leads to the page', async () => {
    const id = await clue();
    const page = await lookAt(as('head'), at(id), 'file');
    for (const door of ['card', 'sentence', 'voice'] as const) {
      const context = { ...acting('branchHead', 'head'), door, factorAt: MORNING };
      await expect(perform(penaltyDomain, 'file', id, press(page), context)).rejects.toMatchObject({
        code: 'SECOND_FACTOR',
      });
    }
    const record = (await read(penaltyCases, id))!;
    const told = { label: '案件线索', appUrl: 'https://app.example' };
    const card = faceCard(faceOf('penalty_cases')!, record, acting('branchHead', 'head'), told as never);
    expect(card.buttons.find((button) => button.id === 'file')).toMatchObject({
      url: `https://app.example/#/penalties/${id}/approve/file`,
    });
    expect(JSON.stringify(card)).not.toContain('除臭设施');
  });

  it('cannot be looked at by whom it does not concern', async () => {
    const id = await clue();
    const refused = await Promise.all(['farHead', 'nobody'].map((userId) => as(userId).get(`${at(id)}/approval/file`)));
    expect(refused.map(({ status }) => status)).toEqual([404, 404]);
    expect((await as('head').get(`${at(id)}/approval/refuse`)).status).toBe(404);
    expect((await as('head').get(`${at(id)}/approval/toString`)).status).toBe(404);
  });
});

describe('a right to approve that is lent', () => {
  const lend = (userId: string, change: object = {}) =>
    as(userId).post('/api/delegations', {
      ...{ id: randomUUID(), borrower: 'farHead', kinds: ['filing'], fromDay: '2026-03-02', toDay: '2026-03-02' },
      ...{ reason: '出差', ...change },
    });

  it('shows the matter, lets it be signed as 代, and ends with the last second of its last day', async () => {
    const [first, second] = [await clue(), await clue()];
    expect((await as('farHead').get(`${at(first)}/approval/file`)).status).toBe(404);
    const { body } = await lend('head');
    const page = await lookAt(as('farHead'), at(first), 'file', '?onBehalf=head');
    expect(page.refusal).toBeNull();
    const signed = await as('farHead').post(`${at(first)}/file`, press(page, { onBehalf: 'head' }));
    expect(signed.body.record.status).toBe('filed');
    const [filed] = await events(first, 'penalty.filed');
    expect([filed!.by, filed!.data['approval']]).toEqual([
      'farHead',
      expect.objectContaining({ onBehalf: { id: 'head', name: '赵分局', delegation: body.record.id } }),
    ]);
    const again = await lookAt(as('farHead'), at(second), 'file', '?onBehalf=head');
    server.clock.now = new Date('2026-03-03T00:00:00.000+08:00');
    await as('farHead').post('/api/secondFactor', { pin: PIN });
    const late = await as('farHead').post(`${at(second)}/file`, press(again, { onBehalf: 'head' }));
    expect([codeOf(late), late.body.error.message]).toEqual(['NOT_PERMITTED', expect.stringContaining('已经到期')]);
  });

  it('does not serve whoever drafted the matter, nor one who investigates it', async () => {
    await lend('bureau', { borrower: 'head', toDay: '2026-03-05' });
    const drafted = await clue({}, { ...FACTS, registeredBy: { id: 'head', name: '赵分局' }, officers: [] });
    const page = await lookAt(as('head'), at(drafted), 'file', '?onBehalf=bureau');
    expect(codeOf(await as('head').post(`${at(drafted)}/file`, press(page, { onBehalf: 'bureau' })))).toBe('NOT_NOW');
    const investigated = await clue();
    await penaltyCases.collection.updateOne({ _id: investigated }, { $set: { everInvestigated: ['head'] } });
    const other = await lookAt(as('head'), at(investigated), 'file', '?onBehalf=bureau');
    const refused = await as('head').post(`${at(investigated)}/file`, press(other, { onBehalf: 'bureau' }));
    expect(refused.body.error.message).toContain('您参与本案调查');
  });

  it('covers only the kinds that were lent, and nothing once it is taken back', async () => {
    const id = await clue();
    const { body } = await lend('vice', { kinds: ['closing'] });
    const page = await lookAt(as('bureau'), at(id), 'file');
    const wrong = await as('farHead').post(`${at(id)}/file`, press(page, { onBehalf: 'vice' }));
    expect(wrong.body.error.message).toContain('没有授权您代办');
    expect((await as('farHead').post(`/api/delegations/${body.record.id}/revoke`, { reason: '不要了' })).status).toBe(
      403,
    );
    expect((await as('vice').post(`/api/delegations/${body.record.id}/revoke`, { reason: '回来了' })).status).toBe(200);
    expect(await standsForAt('farHead', 'vice', 'closeCase', MORNING)).toBeUndefined();
    const gone = await as('farHead').post(`${at(id)}/file`, press(page, { onBehalf: 'vice' }));
    expect(gone.status).toBe(403);
  });

  it('is lent by leaders to leaders, for days to come', async () => {
    expect((await lend('wang')).status).toBe(403);
    expect((await lend('head', { borrower: 'wang' })).status).toBe(400);
    expect((await lend('head', { borrower: 'head' })).status).toBe(400);
    expect((await lend('head', { fromDay: '2026-03-01' })).status).toBe(400);
    expect((await lend('head', { toDay: '2026-07-02' })).status).toBe(400);
    expect((await lend('head', { kinds: [] })).status).toBe(400);
    expect((await lend('head', { kinds: ['everything'] })).status).toBe(400);
  });
});

describe('the queue of approvals', () => {
  it('lists what was asked of oneself and of lenders by deadline, and approves several where that is allowed', async () => {
    const [first, second] = [await clue(), await clue()];
    for (const id of [first, second]) await as('wang').post(`${at(id)}/askExtension`, { reason: '监测报告没有出来' });
    await deliver();
    const { items } = (await as('head').get('/api/approvals')).body;
    const own = items.filter(({ id }) => id === first || id === second);
    expect(own.map(({ step }) => step).sort()).toEqual(['approveExtension', 'approveExtension', 'file', 'file']);
    expect(items.map(({ dueAt }) => dueAt)).toEqual([...items.map(({ dueAt }) => dueAt)].sort());
    expect(own.filter(({ seen }) => seen !== null).map(({ step }) => step)).toEqual([
      'approveExtension',
      'approveExtension',
    ]);
    const one = (id: string, change: object = {}) => ({
      ...{ path: 'penalties', id, step: 'approveExtension', key: randomUUID() },
      input: { approval: { seen: own.find((row) => row.id === id && row.seen)?.seen, opened: [] } },
      ...change,
    });
    const stale = one(second, { input: { approval: { seen: 'f'.repeat(64), opened: [] } } });
    const whole = one(second, { step: 'file' });
    const batch = [one(first), stale, whole];
    const { results } = (await as('head').post('/api/approvals/batch', { items: batch })).body;
    expect(results.map(({ ok }) => ok)).toEqual([true, false, false]);
    expect(results.map(({ message }) => message)).toEqual([
      '已同意',
      expect.stringContaining('案件内容有变动'),
      expect.stringContaining('不能成批'),
    ]);
    const again = (await as('head').post('/api/approvals/batch', { items: [batch[0]] })).body;
    expect(again.results[0]!.ok).toBe(true);
    expect(await events(first, 'penalty.extended')).toHaveLength(1);
  });

  it('is for several only what policy says', async () => {
    const id = await clue();
    const page = await lookAt(as('head'), at(id), 'file');
    const refused = await as('head').post(`${at(id)}/file`, press(page, { opened: [], batch: true }));
    expect(refused.body.error.message).toContain('不能成批');
    expect((await approve(as('head'), at(id), 'file', YES)).status).toBe(200);
  });
});

describe('a collective discussion over HTTP', () => {
  it('is called, voted on by each with their own second factor, confirmed, and told to the case', async () => {
    const record = await clue();
    await penaltyCases.collection.updateOne({ _id: record }, { $set: { status: 'reviewing' } });
    for (const userId of ['bureau', 'vice', 'farHead']) await as(userId).post('/api/secondFactor', { pin: PIN });
    const id = randomUUID();
    const said = {
      ...{ id, case: record, secretary: 'safety', members: ['vice', 'farHead'], at: '2026-03-03 09:00' },
      ...{ place: '三楼会议室', questions: '是否同意拟处罚意见' },
    };
    expect((await as('wang').post('/api/discussions', said)).status).toBe(403);
    expect((await as('bureau').post('/api/discussions', { ...said, members: ['vice', 'wang'] })).status).toBe(400);
    expect((await as('bureau').post('/api/discussions', said)).status).toBe(200);
    const second = await as('vice').post('/api/discussions', {
      ...said,
      id: randomUUID(),
      members: ['bureau', 'farHead'],
    });
    expect(second.body.error.message).toContain('正在进行');
    const step = (userId: string, name: string, input: object) =>
      as(userId).post(`/api/discussions/${id}/${name}`, input);
    expect((await step('bureau', 'begin', { present: ['vice', 'farHead'] })).status).toBe(200);
    const vote = { choice: 'AGREE', opinion: '同意' };
    for (const userId of ['bureau', 'vice', 'farHead'])
      expect((await approve(as(userId), `/api/discussions/${id}`, 'vote', vote)).status).toBe(200);
    expect((await as('nobody').get(`/api/discussions/${id}/approval/vote`)).status).toBe(404);
    expect((await step('bureau', 'count', { conclusion: '同意' })).status).toBe(200);
    expect((await step('safety', 'writeMinutes', { text: '三名成员讨论后一致同意。' })).status).toBe(200);
    for (const userId of ['bureau', 'vice', 'farHead'])
      expect((await approve(as(userId), `/api/discussions/${id}`, 'confirmMinutes')).status).toBe(200);
    await deliver();
    expect((await read(penaltyCases, record))!.discussions).toMatchObject([{ discussion: id, agreed: true }]);
  });
});
