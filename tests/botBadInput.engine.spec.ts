import { type RobotMessage } from '../bot/dingtalk/stream';
import { auditEntries } from './support/audit';
import { type Stored } from '../models/core/journal';
import { type Petition } from '../models/petition/petition.schema';
import { petitions } from '../models/petition/petition.store';
import { assignments } from '../models/assignment/assignment.store';
import { people } from '../models/people/people.store';
import { cardReplies } from '../bot/replies';
import { APP_URL, useBotWorld } from './support/botWorld';
import { useDatabase } from './support/database';

const [VILLAGER, OTHER, OFFICER] = ['cun001', 'cun002', 'putuo03'];
useDatabase({ emptyBefore: 'file' });
const world = useBotWorld();
beforeEach(async () => {
  await petitions.collection.deleteMany({});
  await assignments.collection.deleteMany({});
});

const count = () => petitions.collection.countDocuments({});
const all = async () => (await petitions.collection.find({}).toArray()) as unknown as Stored<Petition>[];
let serial = 0;
const message = (change: Partial<RobotMessage> = {}): RobotMessage => ({
  msgId: `m${(serial += 1)}`,
  senderStaffId: VILLAGER,
  senderUnionId: null,
  nick: '',
  conversationId: 'c',
  conversationTitle: null,
  isGroup: false,
  createdAt: null,
  sessionWebhook: null,
  sessionWebhookExpiresAt: null,
  content: { kind: 'text', text: '河水发黑' },
  ...change,
});
/** Hand the message to the bot itself, as the wire would, and wait for the answer. */
async function hears(change: Partial<RobotMessage>): Promise<string> {
  await world.bot.inbound.onMessage(message(change));
  await world.bot.idle();
  return world.lastWords(VILLAGER);
}

describe('a message that cannot be taken', () => {
  it.each<[string, RobotMessage['content'], RegExp]>([
    ['an empty recognition', { kind: 'voice', recognition: '', durationMs: 900, downloadCode: 'x' }, /没有听清/],
    ['a message kept back for the quota', { kind: 'unreadable', errCode: 20001 }, /额度/],
    ['a message without its body', { kind: 'unreadable', errCode: 0 }, /再发一次/],
    ['20,000 characters', { kind: 'text', text: '水'.repeat(20_000) }, /2000字/],
    ['a file', { kind: 'file', fileName: 'report.pdf', downloadCode: 'x' }, /照片请直接/],
    ['a video', { kind: 'video', durationMs: 1000, downloadCode: 'x' }, /视频/],
    ['a type nobody has described', { kind: 'unknown', msgtype: 'hologram' }, /看不懂/],
  ])('is answered courteously and writes nothing: %s', async (_, content, answer) => {
    expect(await hears({ content })).toMatch(answer);
    expect(await count()).toBe(0);
  });

  it('from a group is turned away to the private chat', async () => {
    expect(await hears({ isGroup: true })).toContain('单独的聊天');
    expect(await count()).toBe(0);
  });

  it('from somebody unknown, gone, or outside writes nothing', async () => {
    await hears({ senderStaffId: 'nobody' });
    await hears({ senderStaffId: null });
    await people.updateOne({ _id: OTHER }, { $set: { active: false } });
    await hears({ senderStaffId: OTHER });
    await people.updateOne({ _id: OTHER }, { $set: { active: true } });
    expect(await count()).toBe(0);
  });

  it('is a greeting: help, and no draft', async () => {
    expect(await hears({ content: { kind: 'text', text: '你好！' } })).toContain('上报');
    expect(await count()).toBe(0);
  });

  it('is small talk of the staff: help, and no draft', async () => {
    await world.say(OFFICER, { text: '中午吃什么' });
    expect(await world.lastWords(OFFICER)).toContain('可以这样用我');
    expect(await count()).toBe(0);
  });

  it('looks like an operator or a pattern of the database and stays text', async () => {
    await hears({ content: { kind: 'text', text: '签收 XF-2026-{"$gt":""}' } });
    await hears({ content: { kind: 'text', text: '上报 .*$where ( [ 水' } });
    expect((await all())[0]?.content).toContain('.*$where ( [ 水');
  });
});

describe('the same message', () => {
  it('twice is one draft with its words once', async () => {
    const same = message({ content: { kind: 'text', text: '河水发黑' } });
    await world.bot.inbound.onMessage(same);
    await world.bot.inbound.onMessage(same);
    const [draft] = await all();
    expect(draft).toMatchObject({ content: '河水发黑', version: 1 });
  });

  it('of confirmation twice begins nothing new', async () => {
    for (const text of ['河水发黑', '在展茅横街村', '紧急']) await hears({ content: { kind: 'text', text } });
    const yes = message({ content: { kind: 'text', text: '确认' } });
    await world.bot.inbound.onMessage(yes);
    await world.bot.inbound.onMessage(yes);
    expect((await all()).map(({ status }) => status)).toEqual(['registered']);
  });

  it('delivered twice by DingTalk is one draft', async () => {
    await world.control('/sandbox/faults', { fault: 'duplicateCallback', times: 1 });
    await world.say(VILLAGER, { text: '上报 河水发黑' });
    expect(await all()).toHaveLength(1);
  });

  it('and two different ones at once grow one draft', async () => {
    await Promise.all(
      ['河水发黑', '还很臭', '鱼也死了'].map((text) =>
        world.bot.inbound.onMessage(message({ content: { kind: 'text', text } })),
      ),
    );
    const drafts = await all();
    expect(drafts).toHaveLength(1);
    for (const words of ['河水发黑', '还很臭', '鱼也死了']) expect(drafts[0]?.content).toContain(words);
  });
});

describe('the draft in conversation', () => {
  it('is not confirmed while something is missing, and says what', async () => {
    await hears({ content: { kind: 'text', text: '河水发黑' } });
    expect(await hears({ content: { kind: 'text', text: '确认' } })).toContain('还差');
    expect((await all())[0]?.status).toBe('draft');
  });

  it('is corrected by name, and confirmed by a word', async () => {
    for (const text of ['河水发黑', '在展茅横街村', '紧急', '修改 地点 六横小湖社区', '修改 紧急程度 一般'])
      await hears({ content: { kind: 'text', text } });
    expect((await all())[0]).toMatchObject({ place: '六横小湖社区', urgency: 'NORMAL', content: '河水发黑' });
    expect(await hears({ content: { kind: 'text', text: '对的。' } })).toMatch(/编号XF-\d{4}-\d{6}/);
  });

  it('is put aside by 不报了, and there is nothing left to correct', async () => {
    await hears({ content: { kind: 'text', text: '河水发黑' } });
    expect(await hears({ content: { kind: 'text', text: '不报了' } })).toContain('不报了');
    expect((await all())[0]?.status).toBe('discarded');
    expect(await hears({ content: { kind: 'text', text: '修改 地点 横街村' } })).toContain('没有等您确认');
  });

  it('says so when a photo is no photo', async () => {
    await hears({ content: { kind: 'text', text: '河水发黑' } });
    const pdf = Buffer.from('%PDF-1.7 not a photo').toString('base64');
    await world.say(VILLAGER, { photo: { base64: pdf, fileName: 'a.jpg' } });
    expect(await world.lastWords(VILLAGER)).toContain('PDF');
    expect((await all())[0]?.attachments[0]).toMatchObject({ hash: null, downloadCode: null });
  });
});

describe('a press that cannot be taken', () => {
  const noteOf = (response: { cardData?: Record<string, string>; privateData?: Record<string, string> }) =>
    response.cardData?.['note'] ?? response.privateData?.['note'] ?? '';
  const press = (change: object) =>
    world.bot.inbound.onCard({
      outTrackId: 'nothing',
      userId: VILLAGER,
      actionIds: ['confirm'],
      params: {},
      form: {},
      raw: null,
      ...change,
    });
  async function question(): Promise<string> {
    await hears({ content: { kind: 'text', text: '河水发黑' } });
    await world.drain();
    return (await world.card(VILLAGER)).id;
  }

  it('on a card nobody knows is refused to the one who pressed', async () => {
    const response = await press({});
    expect(response.cardData).toBeUndefined();
    expect(noteOf(response)).toContain('已经失效');
  });

  it('by the wrong person changes nothing and is written into the audit log', async () => {
    const outTrackId = await question();
    const before = await all();
    const response = await press({ outTrackId, userId: OFFICER, actionIds: ['discard'] });
    expect(noteOf(response)).toContain('别人');
    expect(response.cardData).toBeUndefined();
    expect(await all()).toEqual(before);
    const ofOfficer = (await auditEntries()).filter(({ actor }) => actor === OFFICER);
    expect(ofOfficer).toEqual([expect.objectContaining({ result: 'denied', action: 'discard' })]);
  });

  it('of a person DingTalk does not list is refused', async () => {
    expect(noteOf(await press({ outTrackId: await question(), userId: 'nobody' }))).toContain('没有找到您的身份');
  });

  it.each(['attach', 'wake', 'tell', 'prove', 'constructor', '__proto__', '', 'x'.repeat(5000)])(
    'of an action that is no button is refused: %j',
    async (action) => {
      const outTrackId = await question();
      const before = (await all())[0]?.version;
      expect(noteOf(await press({ outTrackId, actionIds: [action] }))).toContain('没有这个操作');
      expect((await all())[0]?.version).toBe(before);
    },
  );

  it('with an unknown or wrong field says which, and keeps the form open', async () => {
    const outTrackId = await question();
    await press({ outTrackId, actionIds: ['revise'] });
    const response = await press({
      outTrackId,
      actionIds: ['form'],
      params: { action: 'revise' },
      form: { place: '展茅', admin: true },
    });
    expect(noteOf(response)).toContain('admin');
    expect(response.cardData?.['formAction']).toBe('revise');
    expect((await all())[0]?.place).toBeNull();
  });

  it('with a filled-in form under the name of its step is taken as that form', async () => {
    const outTrackId = await question();
    await press({ outTrackId, actionIds: ['revise'], params: { v: '1' }, form: { place: '展茅' } });
    expect((await all())[0]?.place).toBe('展茅');
  });

  it('too early is told why, with the card as it is', async () => {
    const response = await press({ outTrackId: await question() });
    expect(noteOf(response)).toContain('还差');
    expect(response.cardData?.['status']).toBe('请补充');
  });

  it('by two persons at once has one effect, and the other is told', async () => {
    const outTrackId = await question();
    const [first, second] = await Promise.all([
      press({ outTrackId, actionIds: ['discard'], params: { v: '1' } }),
      press({ outTrackId, actionIds: ['discard'], params: { v: '2' } }),
    ]);
    const [draft] = await all();
    expect(draft?.events.filter(({ type }) => type === 'petition.discarded')).toHaveLength(1);
    expect([noteOf(first), noteOf(second)].filter((note) => note.includes('不能再'))).toHaveLength(1);
  });
});

describe('a press that takes too long', () => {
  it('is answered in time with the request to press again, and pressing again has one effect', async () => {
    await hears({ content: { kind: 'text', text: '河水发黑' } });
    await world.drain();
    const outTrackId = (await world.card(VILLAGER)).id;
    const doors = { appUrl: APP_URL, clock: world.clock, log: { info() {}, warn() {}, error() {} } };
    const pressed = { outTrackId, userId: VILLAGER, actionIds: ['discard'], params: { v: '1' }, form: {}, raw: null };
    const hurried = await cardReplies({ ...doors, budgetMs: 0 })(pressed);
    expect(hurried.cardData).toEqual({ note: '操作未完成，请再按一次。' });
    const again = await cardReplies(doors)(pressed);
    expect(again.cardData?.['status']).toBe('已取消');
    expect((await all())[0]?.events.filter(({ type }) => type === 'petition.discarded')).toHaveLength(1);
  });
});

it('has logged no defect', () => {
  expect(world.logged.filter((line) => line.startsWith('error'))).toEqual([]);
});
