import sharp from 'sharp';
import { climbDue } from '../models/assignment/assignment';
import { assignmentsAbout } from '../models/assignment/assignment.store';
import { stores, type Stored } from '../models/core/journal';
import { perform } from '../models/core/domain';
import { petitionDomain } from '../models/petition/petition';
import { type Petition } from '../models/petition/petition.schema';
import { petitions } from '../models/petition/petition.store';
import { receiverByUserId } from '../bot/receiver';
import { useBotWorld } from './support/botWorld';
import { useDatabase } from './support/database';

/** The story from the first words to the closed petition, over the real wire: each step stands on the one before. */
const [VILLAGER, OPERATOR, HEAD, OFFICER] = ['cun001', 'duty01', 'putuo01', 'putuo03'];
useDatabase({ emptyBefore: 'file' });
const world = useBotWorld();

const only = async () => (await petitions.collection.findOne({})) as unknown as Stored<Petition>;
/** A step taken on the desk. */
async function onDesk(userId: string, step: string, input: object): Promise<void> {
  const { actor } = (await receiverByUserId(userId))!;
  await perform(petitionDomain, step, (await only())._id, input, { actor, now: world.clock(), door: 'page' });
  await world.drain();
}

describe('a villager’s voice message becomes a closed petition', () => {
  it('understands medium and enterprise from the voice and asks for the place', async () => {
    await world.say(VILLAGER, { voice: { recognition: '东海鱼粉厂那边河水发黑，臭得很', durationMs: 4000 } });
    expect(await only()).toMatchObject({
      status: 'draft',
      medium: 'WATER',
      enterpriseName: '东海鱼粉示例有限公司',
      content: '东海鱼粉厂那边河水发黑，臭得很',
    });
    const { shown, buttons } = await world.card(VILLAGER);
    expect(shown['note']).toContain('在哪里');
    expect(buttons).toEqual(expect.arrayContaining(['就在东海鱼粉示例有限公司附近', '在地图上选']));
    expect(await world.lastWords(VILLAGER)).toContain('在哪里');
  });

  it('keeps the photo by its content', async () => {
    const jpeg = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'black' } })
      .jpeg()
      .toBuffer();
    await world.say(VILLAGER, { photo: { base64: jpeg.toString('base64'), fileName: 'river.jpg' } });
    const { attachments } = await only();
    expect(attachments).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'photo', downloadCode: null, lost: null })]),
    );
    expect(attachments.find(({ kind }) => kind === 'photo')?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await world.lastWords(VILLAGER)).toContain('照片收到了');
  });

  it('takes the place from a button and the urgency from a sentence, then asks for confirmation', async () => {
    const { id } = await world.card(VILLAGER);
    await world.press(VILLAGER, id, 'near', { v: '1' });
    await world.drain();
    expect(await only()).toMatchObject({ place: '东海鱼粉示例有限公司附近', location: [122.31, 30.03] });
    await world.say(VILLAGER, { text: '紧急' });
    expect(await only()).toMatchObject({ urgency: 'URGENT', content: '东海鱼粉厂那边河水发黑，臭得很' });
    const { shown, buttons } = await world.card(VILLAGER);
    expect(buttons).toEqual(['确认上报', '修改', '不报了']);
    expect(shown['note']).toContain('河水发黑');
  });

  it('is registered by 确认上报, with number and clock on the card', async () => {
    const { id } = await world.card(VILLAGER);
    const { response } = await world.press(VILLAGER, id, 'confirm', { v: '9' });
    expect(response?.cardData?.cardParamMap['number']).toMatch(/^XF-\d{4}-000001$/);
    await world.drain();
    const { shown } = await world.card(VILLAGER);
    expect(shown['facts']).toContain('告知期限');
    expect((await only()).status).toBe('registered');
    expect((await world.card(OPERATOR)).shown['number']).toBe((await only()).no);
  });

  it('goes from the desk to the branch head’s phone, and by the form of the card to an officer', async () => {
    await onDesk(OPERATOR, 'classify', {
      medium: 'WATER',
      urgency: 'URGENT',
      path: 'DUTY_APPLICATION',
      county: '330903',
    });
    await onDesk(OPERATOR, 'accept', {});
    await onDesk(OPERATOR, 'assign', { unit: '330903' });
    const { id, buttons } = await world.card(HEAD);
    expect(buttons).toContain('指定承办人');
    const opened = await world.press(HEAD, id, 'appoint', { v: '1' });
    const form = JSON.parse(opened.response!.cardData!.cardParamMap['form']!) as { fields: { options?: object[] }[] };
    expect(form.fields[0]?.options).toEqual(expect.arrayContaining([expect.objectContaining({ value: OFFICER })]));
    await world.submit(HEAD, id, 'appoint', { officer: { index: 0, value: OFFICER }, v: '1' });
    await world.drain();
    expect(await only()).toMatchObject({ officer: OFFICER, status: 'assigned' });
    expect((await world.card(OFFICER)).buttons).toEqual(['签收', '退回']);
    expect((await world.phone(OFFICER)).some(({ kind }) => kind === 'todo')).toBe(true);
  });

  it('climbs to others while nobody answers, each rung once and in its order', async () => {
    await world.advance(21 * 60_000);
    while ((await climbDue(world.clock(), 100)) > 0) await world.drain();
    const [handle] = (await assignmentsAbout({ store: 'petitions', id: (await only())._id })).filter(
      ({ purpose }) => purpose === 'petition.handle',
    );
    expect(handle?.rung).toBe(4);
    const rungs = handle?.events.filter(({ type }) => type === 'assignment.climbed').map(({ data }) => data['to']);
    expect(rungs).toEqual(['same', 'deputy', 'dutyLeader', 'branchHead']);
    const leader = await world.card('dutylead01');
    expect(leader.shown['status']).toContain('升级提醒');
    expect(await climbDue(world.clock(), 100)).toBe(0);
  });

  it('is accepted with one tap; a second tap and a late one change nothing more', async () => {
    const { id, shown } = await world.card(OFFICER);
    const v = (JSON.parse(shown['buttons']!) as { params: { v: string } }[])[0]!.params.v;
    const first = await world.press(OFFICER, id, 'acknowledge', { v });
    const again = await world.press(OFFICER, id, 'acknowledge', { v });
    expect([first, again].map(({ response }) => response?.cardData?.cardParamMap['status'])).toEqual([
      '办理中',
      '办理中',
    ]);
    await world.drain();
    const { events, status } = await only();
    expect(status).toBe('investigating');
    expect(events.filter(({ type }) => type === 'petition.acknowledged')).toHaveLength(1);
    const [handle] = (await assignmentsAbout({ store: 'petitions', id: (await only())._id })).filter(
      ({ purpose }) => purpose === 'petition.handle',
    );
    expect(handle).toMatchObject({ status: 'acknowledged', nextRungAt: null });
  });

  it('shows its true state on everybody’s card, also after somebody else acted', async () => {
    for (const userId of [VILLAGER, HEAD, 'dutylead01']) {
      const cards = (await world.phone(userId)).filter(({ kind }) => kind === 'card');
      for (const { cardParamMap } of cards) expect(cardParamMap?.['status']).toContain('办理中');
    }
  });

  it('takes the result from the officer’s form and the approval from the head’s card, never from a sentence', async () => {
    const { id } = await world.card(OFFICER);
    const result = { findings: '现场核查属实', measures: '责令停止排放', replyText: '已责令停止排放，谢谢您。' };
    await world.submit(OFFICER, id, 'draftReply', { result: { index: 0, value: 'TRUE' }, ...result, v: '8' });
    await world.drain();
    expect((await only()).status).toBe('replyDraft');
    await world.say(HEAD, { text: '同意' });
    expect((await only()).status).toBe('replyDraft');
    expect(await world.lastWords(HEAD)).toContain('查看详情');
    const { id: approval } = await world.card(HEAD, '答复待审核');
    await world.press(HEAD, approval, 'approveReply', { v: '9' });
    await world.drain();
    expect((await only()).status).toBe('replied');
  });

  it('answers the villager, takes the rating, and opens again when it is not solved', async () => {
    const { shown } = await world.card(VILLAGER);
    expect(shown['note']).toContain('已责令停止排放');
    expect(shown['formAction']).toBe('rate');
    await world.say(VILLAGER, { text: '评价 2' });
    expect(await only()).toMatchObject({ status: 'closed', satisfaction: 2 });
    await world.say(VILLAGER, { text: '没解决 晚上水还是黑的' });
    expect(await only()).toMatchObject({ status: 'recheck', formerOfficers: [OFFICER] });
    expect((await world.card(HEAD, '重新核查')).buttons).toContain('指定承办人');
  });

  it('names the villager nowhere outside the vault and the directory', async () => {
    const { name } = (await receiverByUserId(VILLAGER))!.person;
    for (const { collection } of stores) {
      const text = JSON.stringify(await collection.find({}).toArray());
      expect(text).not.toContain(VILLAGER);
      expect(text).not.toContain(name);
    }
    expect(world.logged.filter((line) => line.startsWith('error'))).toEqual([]);
  });

  it('puts no word of the case into a line for the lock screen', async () => {
    for (const userId of [OPERATOR, HEAD, OFFICER, VILLAGER, 'dutylead01']) {
      for (const { kind, preview, subject, title, text, from } of await world.phone(userId)) {
        if (from === 'me' || kind === 'text') continue;
        const line = kind === 'card' ? preview : [subject, title, text].join(' ');
        expect(line).not.toMatch(/鱼粉|发黑|展茅|停止排放/);
      }
    }
  });
});
