import { randomUUID } from 'node:crypto';
import { type Context } from '../models/core/workflow';
import { perform } from '../models/core/domain';
import { create, type Stored, stores } from '../models/core/journal';
import { deliverDue, type Handler, LEASE_MS } from '../models/core/outbox';
import { assignmentHandlers } from '../models/assignment/assignment';
import { assignments } from '../models/assignment/assignment.store';
import { type AlertRecipient } from '../models/massAlert/alertRecipient.schema';
import { recipientOf, recipients } from '../models/massAlert/alertRecipient.store';
import { tallyOf } from '../models/massAlert/tally.store';
import { giveAnswer } from '../models/massAlert/answering';
import { composeFacts, massAlertDomain, massAlertHandlers } from '../models/massAlert/massAlert';
import { composeAlert } from '../models/massAlert/massAlert.commands';
import { ComposeAlert, type MassAlert } from '../models/massAlert/massAlert.schema';
import { massAlerts } from '../models/massAlert/massAlert.store';
import { people } from '../models/people/people.store';
import { wakeDeadline } from '../server/deadlines';
import { receiverByUserId } from '../bot/receiver';
import { type Shown, useBotWorld } from './support/botWorld';
import { useDatabase } from './support/database';

/** An order to many people, against the engine and the sandbox: each phone shows it once, whatever dies in between. */
useDatabase({ emptyBefore: 'file' });
const world = useBotWorld();
const LEADER = 'dutylead01';
const MINUTE = 60_000;

let seen: Set<string>;
let staff: string[];
beforeAll(async () => {
  staff = (await people.find({ active: true, unit: '200' }, { sort: { _id: 1 } }).toArray()).map(({ _id }) => _id);
  staff.push(
    ...(await people.find({ active: true, unit: '210' }, { sort: { _id: 1 } }).toArray()).map(({ _id }) => _id),
  );
}, 30_000);
beforeEach(async () => {
  for (const { collection } of [massAlerts, recipients, assignments]) await collection.deleteMany({});
  seen = new Set((await Promise.all([...staff, LEADER, 'cun001'].map(world.phone))).flat().map(({ id }) => id));
});
afterEach(() => world.control('/sandbox/faults', { fault: 'clear' }).catch(() => undefined));

const as = async (userId: string, door: Context['door'] = 'page'): Promise<Context> => ({
  actor: (await receiverByUserId(userId))!.actor,
  now: world.clock(),
  door,
});
const order = (change: object = {}) =>
  ComposeAlert.parse({
    kind: 'TYPHOON',
    title: '台风红色预警全员到岗',
    text: '请立即到岗，检查设备。',
    choices: [{ text: '收到' }, { text: '我已到位' }, { text: '需要支援', help: true }],
    place: '指挥中心',
    answerBy: new Date(world.clock().getTime() + 30 * MINUTE),
    audience: { units: ['200', '210'] },
    ...change,
  });
async function drafted(change: object = {}, by = LEADER): Promise<string> {
  const context = await as(by);
  const outcome = composeAlert(randomUUID(), order(change), context, await composeFacts(context));
  return (await create(massAlerts, outcome, context))._id;
}
const step = async (id: string, name: string, input: object = {}, by = LEADER) =>
  perform(massAlertDomain, name, id, input, await as(by));
async function sent(change: object = {}): Promise<string> {
  const id = await drafted(change);
  await step(id, 'send');
  return id;
}
const alertOf = async (id: string) =>
  (await massAlerts.collection.findOne({ _id: id } as never)) as unknown as MassAlert;
const local = { ...assignmentHandlers, ...massAlertHandlers };
const deliver = (handlers: Record<string, Handler>) => deliverDue({ stores: () => stores, handlers }, world.clock);
const drain = async () => {
  await world.bot.idle();
  while ((await deliver(local)) + (await deliver(world.bot.wireHandlers)) > 0);
};
/** What has come to this phone since the test began. */
const fresh = async (userId: string): Promise<Shown[]> => (await world.phone(userId)).filter(({ id }) => !seen.has(id));
const freshKinds = async (userId: string) => (await fresh(userId)).map(({ kind }) => kind);
const own = async (id: string, userId: string): Promise<Stored<AlertRecipient>> =>
  (await recipientOf(id, (await receiverByUserId(userId))!.actor.id))!;
/** The clock looks at the alert as often as it has to. */
async function wake(): Promise<void> {
  const failed: unknown[] = [];
  const deadline = wakeDeadline(massAlertDomain as never, (error) => failed.push(error));
  while ((await deadline.act(world.clock(), 10)) > 0);
  expect(failed).toEqual([]);
  await drain();
}
const lastCall = async () =>
  (await world.control<{ id: number }[]>('/sandbox/calls')).reduce((highest, { id }) => Math.max(highest, id), 0);
const calls = async (api: string, since: number) =>
  (await world.control<{ path: string }[]>(`/sandbox/calls?since=${since}`)).filter(({ path }) => path.includes(api));
const total = async (id: string, field: 'people' | 'accepted' | 'answered' | 'read' | 'unreachable') =>
  (await tallyOf(id)).reduce((sum, unit) => sum + unit[field], 0);

describe('an order to sixty people', () => {
  it('shows once on every phone, twenty people per call, whatever list names a person twice', async () => {
    const since = await lastCall();
    const id = await sent({ audience: { units: ['200', '210'], roles: [], people: staff.slice(0, 5) } });
    await drain();
    expect(staff).toHaveLength(58);
    for (const person of staff) expect(await freshKinds(person)).toEqual(['actionCard']);
    expect(await calls('/oToMessages/batchSend', since)).toHaveLength(3);
    expect(await total(id, 'people')).toBe(58);
    expect(await total(id, 'accepted')).toBe(58);
    expect((await alertOf(id)).people).toBe(58);
    const [message] = await fresh(staff[0]!);
    expect(message?.title).toBe('台风：台风红色预警全员到岗');
    expect(JSON.stringify(message)).toContain(`/#/alerts/${id}`);
  });

  it('is not given a second time by a second press', async () => {
    const id = await sent();
    await expect(step(id, 'send')).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION' });
    await drain();
    expect(await freshKinds(staff[0]!)).toEqual(['actionCard']);
  });

  it('is given once though the fan-out is carried out again after half of it', async () => {
    const id = await sent();
    await deliver(local);
    await recipients.collection.deleteMany({ _id: { $gt: `${id}:8` } });
    await massAlerts.collection.updateOne(
      { _id: id, 'outbox.kind': 'massAlert.fanOut' },
      { $set: { 'outbox.$.dueAt': world.clock() } },
    );
    await drain();
    for (const person of staff) expect(await freshKinds(person)).toEqual(['actionCard']);
    expect(await total(id, 'people')).toBe(58);
  });

  it('whose sender dies before the call reaches people by a todo, never by the message twice', async () => {
    const id = await sent();
    await deliver(local);
    // The worker noted that it was about to send, and died: nobody knows whether the call went out.
    await recipients.collection.updateMany(
      { alert: id },
      { $set: { 'outbox.0.tried': true, 'outbox.0.dueAt': new Date(world.clock().getTime() + LEASE_MS) } },
    );
    await drain();
    expect(await freshKinds(staff[0]!)).toEqual([]);
    await world.advance(LEASE_MS + 1000);
    await drain();
    for (const person of staff) expect(await freshKinds(person)).toEqual(['todo']);
  });

  it('whose sender dies between the answer of DingTalk and settling is not sent again', async () => {
    const id = await sent();
    await drain();
    await recipients.collection.updateMany({ alert: id }, { $set: { 'outbox.0.dueAt': world.clock() } });
    await drain();
    for (const person of staff) expect(await freshKinds(person)).toEqual(['actionCard']);
  });

  it('goes by work notice when the robot is refused', async () => {
    const path = '/v1.0/robot/oToMessages/batchSend';
    await world.control('/sandbox/faults', { fault: 'error', path, status: 400, code: 'bot.stopped', times: 3 });
    const id = await sent();
    await drain();
    for (const person of staff) expect(await freshKinds(person)).toEqual(['workNotice']);
    expect((await own(id, staff[0]!)).tellings.map(({ way, failed }) => [way, failed])).toEqual([
      ['robot', 'bot.stopped'],
      ['workNotice', null],
    ]);
  });
});

describe('an answer', () => {
  it('is taken from the chat, with the number or without, and said back', async () => {
    const id = await sent();
    await drain();
    await world.say(staff[3]!, { text: '收到' });
    expect(await world.lastWords(staff[3]!)).toContain('已记录您的回复“收到”');
    await world.say(staff[3]!, { text: `需要支援 ${(await alertOf(id)).no} 缺两台泵` });
    expect((await own(id, staff[3]!)).answer).toMatchObject({ choice: '需要支援', words: '缺两台泵', late: false });
    expect(await total(id, 'answered')).toBe(1);
    expect((await own(id, staff[3]!)).readAt).not.toBeNull();
  });

  it('said twice is one answer', async () => {
    const id = await sent();
    await drain();
    const first = await giveAnswer(id, { choice: '收到' }, await as(staff[4]!));
    const second = await giveAnswer(id, { choice: '收到' }, { ...(await as(staff[4]!)), key: 'another-key' });
    expect(second.version).toBe(first.version);
  });

  it('of somebody who was not asked is refused and changes nothing', async () => {
    const id = await sent();
    await drain();
    await expect(giveAnswer(id, { choice: '收到' }, await as('putuo03'))).rejects.toMatchObject({
      code: 'NOT_PERMITTED',
    });
    expect(await total(id, 'answered')).toBe(0);
  });

  it('that the alert does not offer is refused with the words it does', async () => {
    const id = await sent();
    await drain();
    await expect(giveAnswer(id, { choice: '好吧' }, await as(staff[0]!))).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('“我已到位”') as string,
    });
  });

  it('after the time, and even after the end, is kept and marked late', async () => {
    const id = await sent();
    await drain();
    await world.advance(31 * MINUTE);
    await giveAnswer(id, { choice: '我已到位' }, await as(staff[5]!));
    await step(id, 'close', { remark: '应到58人' });
    await giveAnswer(id, { choice: '收到' }, await as(staff[6]!));
    expect((await own(id, staff[5]!)).late).toBe(true);
    expect((await own(id, staff[6]!)).late).toBe(true);
    expect((await alertOf(id)).final?.reduce((sum, unit) => sum + unit.answered, 0)).toBe(1);
  });

  it('that calls for support is with the one who gave the order at once, and rings once', async () => {
    const id = await sent();
    await drain();
    await giveAnswer(id, { choice: '需要支援' }, await as(staff[7]!));
    await giveAnswer(id, { choice: '需要支援' }, await as(staff[8]!));
    await drain();
    const cards = (await fresh(LEADER)).filter(({ kind }) => kind === 'card');
    expect(cards).toHaveLength(1);
    await step(id, 'acknowledge');
    await drain();
    expect(
      await assignments.collection.countDocuments({ purpose: 'massAlert.help', status: 'acknowledged' } as never),
    ).toBe(1);
  });
});

describe('whoever stays silent', () => {
  it('is told again another way, in other words, and then their head is asked', async () => {
    const id = await sent();
    await drain();
    for (const person of staff.slice(0, 55)) await giveAnswer(id, { choice: '收到' }, await as(person));
    await world.advance(5 * MINUTE);
    await wake();
    const silent = staff.slice(55);
    for (const person of silent) expect(await freshKinds(person)).toEqual(['actionCard', 'workNotice']);
    expect(await freshKinds(staff[0]!)).toEqual(['actionCard']);
    await world.advance(5 * MINUTE);
    await wake();
    for (const person of silent) expect(await freshKinds(person)).toEqual(['actionCard', 'workNotice', 'ding']);
    await world.advance(5 * MINUTE);
    await wake();
    const [asked] = (await assignments.collection
      .find({ purpose: 'massAlert.silent' } as never)
      .toArray()) as unknown as {
      person: string;
      title: string;
    }[];
    expect(asked?.person).toBe('jiance01');
    expect(asked?.title).toContain('监测科还有3人未回复');
    expect((await alertOf(id)).heads).toEqual(['jiance01']);
  });

  it('is told by the last way only when the clock was away', async () => {
    await sent();
    await drain();
    await world.advance(12 * MINUTE);
    await wake();
    expect(await freshKinds(staff[0]!)).toEqual(['actionCard', 'ding']);
  });

  it('gets a todo where DingTalk has no DING', async () => {
    await sent();
    await drain();
    await world.control('/sandbox/faults', {
      fault: 'error',
      path: '/v1.0/robot/ding/send',
      status: 400,
      code: 'send.ding.exception',
      times: 9,
    });
    await world.advance(12 * MINUTE);
    await wake();
    expect(await freshKinds(staff[0]!)).toEqual(['actionCard', 'todo']);
  });

  it('and whom nothing reaches is named as an alarm', async () => {
    const [left, leaving] = [staff[9]!, staff[10]!];
    const stay = (id: string, active: boolean) => people.updateOne({ _id: id }, { $set: { active } });
    const id = await sent({ audience: { people: [left, leaving, staff[11]!] } });
    await stay(left, false);
    await deliver(local);
    await stay(leaving, false);
    await drain();
    await Promise.all([stay(left, true), stay(leaving, true)]);
    expect(await total(id, 'people')).toBe(3);
    expect((await own(id, left)).unreachable).toBe('没有可用的钉钉账号');
    expect((await own(id, leaving)).unreachable).toBe('没有可用的钉钉账号');
    expect(await total(id, 'unreachable')).toBe(2);
    expect(await freshKinds(staff[11]!)).toEqual(['actionCard']);
  });
});

describe('a cancelled order', () => {
  it('stops what has not gone out, and tells nobody who was never told', async () => {
    const id = await sent();
    await deliver(local);
    await step(id, 'cancel', { reason: '台风转向' });
    await drain();
    for (const person of staff) expect(await freshKinds(person)).toEqual([]);
    await expect(giveAnswer(id, { choice: '收到' }, await as(staff[0]!))).rejects.toMatchObject({ code: 'NOT_NOW' });
  });

  it('is taken back from everybody who was told', async () => {
    const id = await sent({ kind: 'DRILL' });
    await drain();
    await step(id, 'cancel', { reason: '演练提前结束' });
    await drain();
    const shown = await fresh(staff[0]!);
    expect(shown.map(({ title }) => title)).toEqual([
      '【演练】台风红色预警全员到岗',
      '【演练】已取消：台风红色预警全员到岗',
    ]);
  });
});

describe('a rural supervisor', () => {
  it('is told and answers under a protected reference, and stands on the roll by village only', async () => {
    const id = await sent({ audience: { people: ['cun001'] } });
    await drain();
    expect(await freshKinds('cun001')).toEqual(['actionCard']);
    await world.say('cun001', { text: '收到' });
    const [recipient] = (await recipients.collection
      .find({ alert: id } as never)
      .toArray()) as unknown as AlertRecipient[];
    expect(recipient?.answer?.choice).toBe('收到');
    expect(recipient?.label).toMatch(/村 农村环境监督员$/);
    expect(JSON.stringify(recipient)).not.toContain('cun001');
  });
});

describe('what DingTalk tells of reading', () => {
  it('stands on the board', async () => {
    const id = await sent();
    await drain();
    const [message] = await fresh(staff[10]!);
    await world.control(`/sandbox/people/${staff[10]!}/read`, { id: message!.id });
    await world.bot.pollReadReceipts();
    expect((await own(id, staff[10]!)).readAt).toBeInstanceOf(Date);
    expect((await own(id, staff[11]!)).deliveredAt).toBeInstanceOf(Date);
    expect((await own(id, staff[11]!)).readAt).toBeNull();
  });
});
