import { DUTY_INTENTS } from '../bot/duty.intents';
import { useBotWorld } from './support/botWorld';
import { useDatabase } from './support/database';
import { putWorldShift } from './support/dutyWorld';
import { stands, wakeAll } from './support/duty';

useDatabase({ emptyBefore: 'file' });
const world = useBotWorld();
const MINUTE = 60_000;

/** Let the clock do what is due, and carry out what it owes. */
async function wake() {
  await wakeAll(world.clock());
  await world.drain();
}

describe('a sentence', () => {
  const leave = (text: string) => DUTY_INTENTS.map(({ pattern }) => pattern.exec(text)).find(Boolean)?.groups;
  it('names a day, or how many days it is about, and the two are kept apart', () => {
    expect(leave('请假3月9日 家里有事')).toMatchObject({ month: '3', date: '9', reason: '家里有事' });
    expect(leave('请假 9号，发烧')).toMatchObject({ date: '9', reason: '发烧' });
    for (const said of ['3天家里有事', '13天', '2周陪护'])
      expect(leave(`请假${said}`)).toMatchObject({ date: undefined, reason: said });
  });
});

describe('a shift in the chat', () => {
  let id = '';
  beforeAll(async () => {
    id = await putWorldShift(world.clock(), { hoursAhead: 72, operator: 'duty01', leader: 'dutylead01' });
    await wake();
  });

  it('comes as a card that says when, where and why, with the buttons of a seat', async () => {
    const { shown, buttons } = await world.card('duty01', '值班安排');
    expect(buttons).toEqual(['确认', '换班', '请假']);
    expect(JSON.parse(shown['facts'] ?? '[]')).toContainEqual(['为什么是我', '按值班模式轮到']);
    expect(shown['note']).toContain('前确认');
  });

  it('goes to a colleague by a swap asked on the card, agreed in words, approved on the head’s card', async () => {
    const mine = await world.card('duty01', '值班安排');
    const opened = await world.press('duty01', mine.id, 'requestSwap');
    expect(opened.response?.cardData?.cardParamMap['form']).toContain('代班');
    await world.submit('duty01', mine.id, 'requestSwap', { person: 'duty02' });
    await world.drain();
    expect((await world.card('duty02', '换班')).buttons).toEqual(expect.arrayContaining(['同意换班', '谢绝换班']));
    await world.say('duty02', { text: '同意换班' });
    expect(await world.lastWords('duty02')).toContain('已同意换班');
    const approval = await world.card('dutylead01', '换班待批准');
    await world.press('dutylead01', approval.id, 'approveSwap');
    await world.drain();
    expect((await stands(id)).seats[1]).toMatchObject({ person: 'duty02', state: 'confirmed' });
    expect((await world.card('duty01', '换班已办妥')).buttons).toEqual([]);
  });

  it('takes a note typed or spoken by whoever is on post, and from nobody else', async () => {
    await world.say('dutylead01', { text: '确认值班' });
    expect(await world.lastWords('dutylead01')).toContain('“确认”已经办好');
    await world.advance((await stands(id)).startsAt.getTime() - world.clock().getTime() - 10 * MINUTE);
    await wake();
    expect((await world.card('duty02', '到岗签到')).buttons).toEqual(['到岗']);
    await world.say('duty02', { text: '到岗' });
    expect(await world.lastWords('duty02')).toContain('没有定位');
    expect((await world.card('dutylead01', '存疑')).shown['status']).toContain('值班中');
    await world.say('duty02', { text: '值班记录：18时接台风预报，请关注' });
    expect(await world.lastWords('duty02')).toContain('已记入');
    await world.say('duty02', { voice: { recognition: '记一下，码头来电询问靠泊', durationMs: 3000 } });
    await world.say('duty01', { text: '值班记录 我不在班' });
    expect(await world.lastWords('duty01')).toContain('到岗签到以后');
    const { events } = (await stands(id)) as unknown as {
      events: { type: string; door: string; data: { text?: string } }[];
    };
    const notes = events.filter(({ type }) => type === 'shift.noted');
    expect(notes.map(({ door, data }) => `${door} ${data.text}`)).toEqual([
      'sentence 18时接台风预报，请关注',
      'voice 码头来电询问靠泊',
    ]);
  });

  it('calls the substitute and the leader when somebody does not come', async () => {
    await world.advance(30 * MINUTE);
    await wake();
    expect((await stands(id)).seats.map(({ person, state }) => `${person} ${state}`)).toContain('dutylead01 absent');
    const alarm = await world.card('dutylead02');
    expect(alarm.shown['title']).toMatch(/有人未到岗|紧急顶岗/);
  });
});
