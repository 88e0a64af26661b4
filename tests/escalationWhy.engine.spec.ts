import { climbDue, assignmentHandlers } from '../models/assignment/assignment';
import { assign } from '../models/assignment/assignment.effects';
import { type Assignment } from '../models/assignment/assignment.schema';
import { assignments } from '../models/assignment/assignment.store';
import { referenceOf } from '../models/core/identityVault';
import { change, type Stored, stores } from '../models/core/journal';
import { deliverDue } from '../models/core/outbox';
import { petitions } from '../models/petition/petition.store';
import { atTime, MORNING } from './builders';
import { useDatabase } from './support/database';
import { type Browser, settle, signIn, standing, startServer, type TestServer } from './support/server';

/** “Why did this reach me, and who else knows”, and what may be asked by whom. */
useDatabase();
let server: TestServer;
beforeEach(async () => {
  await settle();
  server = await startServer();
});
afterEach(() => server.close());

const later = (minutes: number) => new Date(MORNING.getTime() + minutes * 60_000);
const outbox = { stores: () => stores, handlers: assignmentHandlers };
async function drain(now = MORNING) {
  while ((await deliverDue(outbox, () => now)) > 0);
}
/** An urgent task of `wang` in Putuo about a petition of a protected villager; nobody answers for so many minutes. */
async function silentFor(minutes: number, change_: Partial<Parameters<typeof assign>[0]> = {}): Promise<string> {
  const record = await standing({ county: '330903', officer: 'wang' });
  const task = { person: 'wang', purpose: 'petition.handle', title: 'XF-2026-000123', county: '330903', ...change_ };
  await change(petitions, record, atTime(MORNING), (petition) => ({
    document: petition,
    event: { type: 'test' },
    effects: [assign({ ...task, urgency: 'URGENT' })],
  }));
  await drain();
  server.clock.now = later(minutes);
  while ((await climbDue(later(minutes), 100)) > 0);
  await drain(later(minutes));
  const found = (await assignments.collection.findOne({
    'record.id': record,
    purpose: task.purpose,
  } as never)) as unknown as Assignment;
  return found._id;
}
type Why = { reason: string; knows: { name: string; as: string }[]; next: { to: string }[]; mayAnswerAlarm: boolean };
const why = async (browser: Browser, id: string) => {
  const { status, body } = await browser.get(`/api/assignments/${id}/why`);
  return { status, body: body as unknown as Why };
};

describe('why did this reach me, and who else knows', () => {
  it('is told to the person and to everybody who was told instead, each in their own words', async () => {
    const id = await silentFor(11);
    const own = await why(await signIn(server, 'wang'), id);
    expect([own.status, own.body.reason]).toEqual([200, '这是您的任务，您5分钟未签收']);
    const leader = await why(await signIn(server, 'leader'), id);
    expect(leader.body.reason).toBe('您是今天带班领导，王示海10分钟未签收');
    expect(leader.body.knows.map(({ name, as: role }) => [name, role])).toEqual([
      ['王示海', '任务本人'],
      ['李带班', '带班领导'],
    ]);
    expect(leader.body.next.map(({ to }) => to)).toEqual(['分局负责人', '局领导']);
  });

  it('is told to the desk of the city and of the county', async () => {
    const id = await silentFor(0);
    for (const person of ['duty', 'head', 'bureau'])
      expect([person, (await why(await signIn(server, person), id)).status]).toEqual([person, 200]);
  });

  it.each(['zhang', 'farHead', 'farOfficer', 'neighbour', 'auditor', 'admin', 'nobody'])(
    'is not told to %s, who learns no more than of a task that does not exist',
    async (person) => {
      const id = await silentFor(11);
      const browser = await signIn(server, person);
      const [denied, missing] = [
        await browser.get(`/api/assignments/${id}/why`),
        await browser.get('/api/assignments/nothing/why'),
      ];
      expect([denied.status, missing.status]).toEqual([404, 404]);
      expect(denied.body.error?.message).toBe(missing.body.error?.message);
    },
  );

  it('names no petitioner, not even to those who may ask', async () => {
    const id = await silentFor(11, { person: referenceOf('villager'), purpose: 'petition.answer' });
    const { text } = await (await signIn(server, 'leader')).get(`/api/assignments/${id}/why`);
    expect(text).toContain('反映人10分钟未签收');
    expect(text).not.toMatch(/陈秘密|ref:|villager/);
    const own = await why(await signIn(server, 'villager'), id);
    expect(own.body.reason).toBe('这是您的任务，您5分钟未签收');
  });
});

describe('my tasks', () => {
  const titles = async (person: string, query = '') => {
    const { body } = await (await signIn(server, person)).get(`/api/assignments${query}`);
    return (body.items ?? []) as { purpose: string; instead: boolean; reason?: string; personName?: string }[];
  };

  it('hold what reached a leader because somebody kept silent, for as long as it is unanswered', async () => {
    const id = await silentFor(11);
    expect(await titles('leader')).toEqual([
      expect.objectContaining({
        instead: true,
        personName: '王示海',
        reason: expect.stringContaining('10分钟') as string,
      }),
    ]);
    await assignments.collection.updateOne({ _id: id }, { $set: { status: 'acknowledged' } });
    expect(await titles('leader')).toEqual([]);
    expect((await titles('wang')).map(({ instead }) => instead)).toEqual([false]);
  });

  it('are told page by page without skipping or repeating one, though all were opened at one moment', async () => {
    const [one] = (await assignments.collection
      .find({ _id: await silentFor(0) } as never)
      .toArray()) as Stored<Assignment>[];
    const copies = Array.from({ length: 24 }, (_, n) => ({ ...one!, _id: `copy${n}` }));
    await assignments.collection.insertMany(copies);
    const browser = await signIn(server, 'wang');
    const seen: string[] = [];
    for (let after = ''; ;) {
      const { body } = await browser.get(`/api/assignments?limit=10${after && `&after=${encodeURIComponent(after)}`}`);
      seen.push(...(body.items as { id: string }[]).map(({ id }) => id));
      if (!body['next']) break;
      after = body['next'] as string;
    }
    expect(seen).toHaveLength(25);
    expect(new Set(seen).size).toBe(25);
  });

  it('of the desk too: the unreachable first, then by the next rung', async () => {
    const [one] = (await assignments.collection
      .find({ _id: await silentFor(0) } as never)
      .toArray()) as Stored<Assignment>[];
    const copies = Array.from({ length: 9 }, (_, n) => ({
      ...one!,
      ...{ _id: `copy${n}`, unreachable: n % 3 === 0, nextRungAt: n < 3 ? null : later(n % 2) },
    }));
    await assignments.collection.insertMany(copies);
    const browser = await signIn(server, 'duty');
    const rows: { id: string; unreachable: boolean }[] = [];
    for (let after = ''; ;) {
      const page = await browser.get(
        `/api/assignments/unacknowledged?limit=4&after=${encodeURIComponent(after || '1~~')}`,
      );
      rows.push(...(page.body.items as typeof rows));
      if (!page.body['next']) break;
      after = page.body['next'] as string;
    }
    expect(new Set(rows.map(({ id }) => id)).size).toBe(10);
    expect(rows.map(({ unreachable }) => unreachable)).toEqual([
      ...Array<boolean>(3).fill(true),
      ...Array<boolean>(7).fill(false),
    ]);
  });

  it.each([
    ['a day without a form', 'yesterday~a', /第一页/],
    ['a day that does not exist', '2026-13-45T00:00:00.000Z~a', /第一页/],
    ['one without an id', '2026-03-02T00:00:00.000Z', /第一页/],
    ['a long one', 'x'.repeat(300), /太长/],
  ])('from a place that is none (%s) are refused in words', async (_, after, words) => {
    const browser = await signIn(server, 'duty');
    const { status, body } = await browser.get(`/api/assignments?after=${encodeURIComponent(after)}`);
    expect([status, body.error?.message]).toEqual([400, expect.stringMatching(words) as string]);
  });
});

describe('the alarm that nobody could be reached', () => {
  const alarmsOf = async (person?: string) =>
    (await assignments.collection
      .find({ purpose: 'assignment.unreachable', ...(person ? { person } : {}) } as never, { sort: { _id: 1 } })
      .toArray()) as unknown as Stored<Assignment>[];

  it('reaches the duty desk and the leader on duty, once, and is answered once for all of them', async () => {
    await silentFor(1, { person: 'left' });
    server.clock.now = later(12);
    while ((await climbDue(later(12), 100)) > 0);
    await drain(later(12));
    const alarms = await alarmsOf();
    expect(alarms.map(({ person, urgency }) => [person, urgency])).toEqual([
      ['duty', 'URGENT'],
      ['leader', 'URGENT'],
    ]);
    const duty = await signIn(server, 'duty');
    const page = await why(duty, alarms[0]!._id);
    expect(page.body).toMatchObject({ mayAnswerAlarm: true, reason: '下一级没有可以通知的人' });
    const path = `/api/assignments/${alarms[0]!._id}/handled`;
    expect((await duty.post(path, { note: '' })).status).toBe(400);
    expect((await duty.post(path, { note: '已打电话，十分钟到', more: 1 })).status).toBe(400);
    expect((await (await signIn(server, 'wang')).post(path, { note: '我来' })).status).toBe(404);
    expect((await duty.post(path, { note: '已打电话，十分钟到' })).status).toBe(200);
    await drain(later(12));
    expect((await alarmsOf()).map(({ status }) => status)).toEqual(['done', 'done']);
  });

  it('climbs by itself while the desk is silent, and calls no other alarm', async () => {
    await silentFor(6, { person: 'left' });
    server.clock.now = later(600);
    for (let round = 0; round < 5; round += 1) {
      while ((await climbDue(later(600), 100)) > 0);
      await drain(later(600));
    }
    expect(await alarmsOf()).toHaveLength(2);
    const told = (await alarmsOf('duty'))[0]?.told?.map(({ person }) => person);
    expect(told).toEqual(['duty', 'leader', 'bureau']);
  });
});
