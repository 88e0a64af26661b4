import { assign } from '../models/assignment/assignment.effects';
import { type Assignment, type Message } from '../models/assignment/assignment.schema';
import { assignments } from '../models/assignment/assignment.store';
import { noteMessage } from '../models/assignment/message.store';
import { climbDue } from '../models/assignment/assignment';
import { CLOCK } from '../models/core/access';
import { perform } from '../models/core/domain';
import { change, create, type Stored } from '../models/core/journal';
import { adopt } from '../models/core/policy';
import { type Effect } from '../models/core/workflow';
import { people } from '../models/people/people.store';
import { petitionDomain } from '../models/petition/petition';
import { type Petition } from '../models/petition/petition.schema';
import { petitions } from '../models/petition/petition.store';
import { receiverByUserId } from '../bot/receiver';
import { inHand } from './builders';
import { useBotWorld, type Shown } from './support/botWorld';
import { useDatabase } from './support/database';

/** A bad day at DingTalk: nothing is lost, nothing is shown twice, and what really happened stands beside each message. */
const [OFFICER, HEAD] = ['putuo03', 'putuo01'];
useDatabase({ emptyBefore: 'file' });
const world = useBotWorld();
let seen: Set<string>;
// The clock is the real one: at night a reminder that is not urgent would wait for the morning.
beforeAll(() => adopt({ quietHours: { from: 0, to: 0 } }));
afterAll(() => adopt({}));
beforeEach(async () => {
  await petitions.collection.deleteMany({});
  await assignments.collection.deleteMany({});
  seen = new Set([...(await world.phone(OFFICER)), ...(await world.phone(HEAD))].map(({ id }) => id));
});
afterEach(() => world.control('/sandbox/faults', { fault: 'clear' }).catch(() => undefined));

const context = () => ({ actor: CLOCK, now: world.clock(), door: 'system' as const });
/** A petition in the officer’s hand that owes these effects. */
async function owing(effects: Effect[], petition: Partial<Petition> = {}): Promise<string> {
  const document = inHand({
    _id: `p${Math.random()}`,
    status: 'assigned',
    officer: OFFICER,
    head: HEAD,
    ...petition,
  });
  await create(petitions, { document, event: { type: 'test.begun' }, effects }, context());
  return document._id;
}
const told = (change: object = {}) =>
  assign({ person: OFFICER, purpose: 'petition.handle', title: 'XF', county: '330903', ...change });
const fault = (input: object) => world.control('/sandbox/faults', input);
const only = async () => (await assignments.collection.findOne({})) as unknown as Stored<Assignment>;
const messages = async (): Promise<Message[]> => (await only()).messages;
/** What has come to this phone since the test began. */
const fresh = async (userId: string): Promise<Shown[]> => (await world.phone(userId)).filter(({ id }) => !seen.has(id));
const kinds = async (userId: string) => (await fresh(userId)).map(({ kind }) => kind);
const calls = async (api: string, since: number) =>
  (await world.control<{ id: number; path: string; status: number }[]>(`/sandbox/calls?since=${since}`)).filter(
    ({ path }) => path.includes(api),
  );
const lastCall = async () =>
  (await world.control<{ id: number }[]>('/sandbox/calls')).reduce((highest, { id }) => Math.max(highest, id), 0);

describe('a card', () => {
  it('is accepted, shown at the record’s version, and counted as read when DingTalk says so', async () => {
    await owing([told()]);
    await world.drain();
    const [message] = await messages();
    expect(message).toMatchObject({ means: 'card', to: OFFICER, shown: 1, failed: null, readAt: null });
    expect(message?.acceptedAt).toBeInstanceOf(Date);
    const [card] = await fresh(OFFICER);
    await world.control(`/sandbox/people/${OFFICER}/read`, { id: card!.id });
    for (let tries = 0; tries < 100 && !(await messages())[0]?.readAt; tries += 1) await world.drain();
    expect((await messages())[0]?.readAt).toBeInstanceOf(Date);
  });

  it('is asked about, ever more seldom, until it has been read', async () => {
    await owing([told()]);
    await world.drain();
    expect(await world.bot.pollReadReceipts()).toBe(1);
    expect((await messages())[0]?.checkedAt).toBeInstanceOf(Date);
    await world.advance(3_600_000);
    expect(await world.bot.pollReadReceipts()).toBe(1);
    await world.advance(60_000);
    expect(await world.bot.pollReadReceipts()).toBe(0);
    await assignments.collection.updateOne({}, { $set: { 'messages.0.readAt': world.clock() } });
    await world.advance(6 * 3_600_000);
    expect(await world.bot.pollReadReceipts()).toBe(0);
  });

  it('that meets a failing DingTalk goes out later, once', async () => {
    await fault({
      fault: 'error',
      path: '/v1.0/card/instances/createAndDeliver',
      status: 500,
      code: 'system.error',
      times: 3,
    });
    await owing([told()]);
    await world.drain();
    expect(await kinds(OFFICER)).toEqual([]);
    await world.advance(10_000);
    await world.drain();
    expect(await kinds(OFFICER)).toEqual(['card']);
    expect((await messages())[0]).toMatchObject({ failed: null, shown: 1 });
  }, 20_000);

  it('whose worker died before settling shows once, with what is true now', async () => {
    const id = await owing([told()]);
    await world.drain();
    const [assignment] = [await only()];
    const entry = assignment.outbox.find(({ kind }) => kind === 'message.send')!;
    await assignments.collection.updateOne(
      { _id: assignment._id, 'outbox.id': entry.id },
      {
        $set: { 'outbox.$.dueAt': world.clock(), 'messages.0.acceptedAt': null, 'messages.0.shown': null },
      },
    );
    const officer = (await receiverByUserId(OFFICER))!;
    await perform(petitionDomain, 'acknowledge', id, {}, { ...context(), actor: officer.actor });
    await world.drain();
    expect(await kinds(OFFICER)).toEqual(['card']);
    expect((await world.card(OFFICER)).shown['status']).toBe('办理中');
  });

  it('refused by DingTalk gives way to a work notice; the refusal stays on record', async () => {
    await fault({ fault: 'error', path: '/v1.0/card/*', status: 400, code: 'param.templateNotExist', times: 1 });
    await owing([told()]);
    await world.drain();
    expect(await kinds(OFFICER)).toEqual(['workNotice']);
    expect((await messages()).map(({ means, failed }) => [means, failed])).toEqual([
      ['card', 'param.templateNotExist'],
      ['workNotice', null],
    ]);
  });

  it('that nobody needs any more is not sent', async () => {
    const id = await owing([told()]);
    await fault({ fault: 'error', path: '/v1.0/card/*', status: 500, code: 'system.error', times: 3 });
    await world.drain();
    await assignments.collection.updateMany({}, { $set: { status: 'done' } });
    await world.advance(60_000);
    await world.drain();
    expect(await kinds(OFFICER)).toEqual([]);
    expect(id).toBeDefined();
  }, 20_000);

  it('is not updated when nothing on it changes', async () => {
    const id = await owing([told()]);
    await world.drain();
    const since = await lastCall();
    await change(petitions, id, context(), (petition) => ({
      document: { ...petition, formerOfficers: ['somebody'] },
      event: { type: 'test.changed' },
    }));
    await world.drain();
    expect((await messages())[0]?.shown).toBe(2);
    expect(await calls('/card/instances', since)).toEqual([]);
  });
});

describe('a person', () => {
  it('who has left is an alarm on the desk, not silence', async () => {
    await people.updateOne({ _id: OFFICER }, { $set: { active: false } });
    await owing([told()]);
    await world.drain();
    await people.updateOne({ _id: OFFICER }, { $set: { active: true } });
    expect(await only()).toMatchObject({ unreachable: true });
    expect((await messages())[0]?.failed).toContain('没有可用的钉钉账号');
  });

  it('whom every means refuses is an alarm too', async () => {
    for (const path of ['/v1.0/card/*', '/topapi/message/*', '/v1.0/todo/*', '/v1.0/robot/ding/*'])
      await fault({ fault: 'error', path, status: 400, code: 'param.invalid', times: 5 });
    await owing([told()]);
    await world.drain();
    expect(await only()).toMatchObject({ unreachable: true });
    expect((await messages()).map(({ means }) => means)).toEqual(
      expect.arrayContaining(['card', 'workNotice', 'todo', 'ding', 'dingSms', 'dingPhone']),
    );
  });
});

describe('a reminder by work notice', () => {
  const climbed = async () => {
    await owing([told()]);
    await world.drain();
    await world.advance(31 * 60_000);
    await climbDue(world.clock(), 10);
  };

  it('goes out with the second card and is never the same text twice', async () => {
    await climbed();
    await world.drain();
    expect((await kinds(OFFICER)).sort()).toEqual(['card', 'card', 'workNotice']);
    const notice = (await fresh(OFFICER)).find(({ kind }) => kind === 'workNotice');
    expect(JSON.stringify(notice)).toContain('第1次提醒');
  });

  it('of unknown fate is never sent again: a todo takes over', async () => {
    await climbed();
    const assignment = await only();
    // A worker noted it, sent it or not, and died.
    const half = { id: `${assignment._id}-1w`, means: 'workNotice', to: OFFICER, acceptedAt: null, failed: null };
    await noteMessage(assignment._id, half as Message);
    await world.drain();
    expect((await kinds(OFFICER)).sort()).toEqual(['card', 'card', 'todo']);
    expect((await messages()).find(({ id }) => id === half.id)?.failed).toBe('发送结果不明');
  });

  it('after the answer is not sent at all', async () => {
    await climbed();
    await assignments.collection.updateMany({}, { $set: { status: 'acknowledged' } });
    await world.drain();
    expect(await kinds(OFFICER)).toEqual(['card']);
  });
});

describe('a todo', () => {
  it('rings for an urgent matter only', async () => {
    await owing([told({ todo: true, urgency: 'URGENT' })]);
    await world.drain();
    expect((await kinds(OFFICER)).sort()).toEqual(['card', 'ding', 'todo']);
  });

  it('stands beside the card and is ticked off when the task is done', async () => {
    const id = await owing([told({ todo: true, urgency: 'NORMAL' })]);
    await world.drain();
    expect((await kinds(OFFICER)).sort()).toEqual(['card', 'todo']);
    await perform(
      petitionDomain,
      'returnTask',
      id,
      { reason: '不在辖区' },
      {
        ...context(),
        actor: (await receiverByUserId(OFFICER))!.actor,
      },
    );
    await world.drain();
    expect((await fresh(OFFICER)).find(({ kind }) => kind === 'todo')?.done).toBe(true);
  });
});

describe('the same words to many', () => {
  it('go to twenty people per call', async () => {
    const staff = await people.find({ active: true, roles: 'officer' }, { limit: 45, sort: { _id: 1 } }).toArray();
    const notice = { title: '台风蓝色预警', text: '请到岗值守' };
    const since = await lastCall();
    await owing(staff.map(({ _id }) => ({ kind: 'notice.send', lane: _id, data: { to: _id, ...notice } })));
    await world.drain();
    expect(await calls('/oToMessages/batchSend', since)).toHaveLength(3);
    const last = (await world.phone(staff.at(-1)!._id)).at(-1);
    expect(JSON.stringify(last)).toContain('请到岗值守');
  });

  it('reach each person once though a worker died in the middle of it', async () => {
    const id = await owing([{ kind: 'notice.send', data: { to: OFFICER, title: '台风预警', text: '请到岗' } }]);
    await petitions.collection.updateOne(
      { _id: id, 'outbox.kind': 'notice.send' },
      {
        $set: { 'outbox.$.tried': true },
      },
    );
    await world.drain();
    expect(await kinds(OFFICER)).toEqual(['todo']);
  });
});

describe('a file of the chat', () => {
  const withCode = (downloadCode: string): Partial<Petition> => ({
    attachments: [{ id: 'a', kind: 'photo', hash: null, downloadCode, proof: true, lost: null, at: world.clock() }],
  });
  const attachment = async (id: string) =>
    ((await petitions.collection.findOne({ _id: id })) as unknown as Petition).attachments[0];

  it('whose code has expired is lost for good, and its sender is asked to send it again', async () => {
    const id = await owing([{ kind: 'attachment.fetch', data: { attachment: 'a' } }], withCode('expired'));
    await world.drain();
    expect(await attachment(id)).toMatchObject({ hash: null, downloadCode: null, lost: '照片没有收到，请再发一次。' });
    expect(await world.lastWords(OFFICER)).toContain('请再发一次');
  });

  it('is not given up while DingTalk is away', async () => {
    await fault({
      fault: 'error',
      path: '/v1.0/robot/messageFiles/*',
      status: 503,
      code: 'ServiceUnavailable',
      times: 3,
    });
    const id = await owing([{ kind: 'attachment.fetch', data: { attachment: 'a' } }], withCode('expired'));
    await world.drain();
    expect(await attachment(id)).toMatchObject({ downloadCode: 'expired', lost: null });
  }, 20_000);
});

describe('DingTalk away for an hour', () => {
  it('loses nothing: the card is there once when it is back', async () => {
    await fault({ fault: 'away', seconds: 3600, mode: '503' });
    await owing([told()]);
    await world.drain();
    for (let hour = 0; hour < 2; hour += 1) {
      await world.advance(3_601_000);
      await world.drain();
    }
    expect((await kinds(OFFICER)).filter((kind) => kind === 'card')).toEqual(['card']);
  }, 60_000);
});
