import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { type Caller, type PetitionAnswer, Product, until } from './support/product';

/** The story of the product as a stranger would automate it: phones by the sandbox's control API, pages by HTTP, one real process. */
const [VILLAGER, NEIGHBOUR, OPERATOR, LEADER, BUREAU] = ['cun001', 'cun002', 'duty01', 'dutylead01', 'leader01'];
const DEPUTY = 'putuo02';
const [HEAD, OFFICER, SECOND] = ['putuo01', 'putuo03', 'putuo04'];
const MINUTE = 60_000;
const CLASSIFIED = { medium: 'WATER', urgency: 'URGENT', path: 'DUTY_APPLICATION', county: '330903' };

jest.setTimeout(60_000);
let product: Product;
let operator: Caller;
let head: Caller;
let id = '';
beforeAll(async () => {
  product = await Product.start({ env: { POLICY_FILE: '' } });
  operator = await product.signIn(OPERATOR);
  head = await product.signIn(HEAD);
}, 90_000);
afterAll(() => product.close());

const jpeg = (background: string) =>
  sharp({ create: { width: 60, height: 40, channels: 3, background } })
    .jpeg()
    .toBuffer();
const page = async (petition = id, caller = operator) => (await caller.get(`/api/petitions/${petition}`)).body;
async function onDesk(step: string, input: object, petition = id): Promise<PetitionAnswer> {
  const { status, body } = await operator.post(`/api/petitions/${petition}/${step}`, input);
  expect([status, body.error]).toEqual([200, undefined]);
  return body;
}
/** Every card of this petition, on whatever phone, says so; asked until the refreshes have arrived. */
async function everyCardTells(no: string, status: string): Promise<void> {
  await until(`every card of ${no} tells ${status}`, async () => {
    const phones = [VILLAGER, OPERATOR, HEAD, OFFICER, SECOND, LEADER];
    const cards = (await Promise.all(phones.map((userId) => product.cards(userId)))).flat();
    const about = cards.filter(({ shown }) => shown['number'] === no);
    return about.length > 2 && about.every(({ shown }) => shown['status']?.includes(status));
  });
}
/** Ask for the form of a step on the card, fill it in, and send it. */
async function fillIn(userId: string, button: string, step: string, form: Record<string, unknown>) {
  await product.tap(userId, await product.cardWith(userId, button), step);
  const open = await product.card(userId, `the form ${step}`, ({ shown }) => shown['formAction'] === step);
  return product.submit(userId, open, step, form);
}
const messagesTo = ({ messages }: PetitionAnswer, to: string, rung: number) =>
  messages.filter((message) => message.to === to && message.rung === rung && message.acceptedAt !== null);
const rungTaken = (petition: string, to: string, rung: number) =>
  until(`rung ${rung} reaches ${to}`, async () => messagesTo(await page(petition), to, rung)[0]);

/** From the desk to the officer's card, each door as in the story. */
async function sendToOfficer(petition: string, urgency: 'URGENT' | 'NORMAL', officer: string) {
  await onDesk('classify', { ...CLASSIFIED, urgency }, petition);
  await onDesk('accept', {}, petition);
  await onDesk('assign', { unit: '330903' }, petition);
  const { status } = await head.post(`/api/petitions/${petition}/appoint`, { officer });
  expect(status).toBe(200);
  await until('the officer is told', async () => messagesTo(await page(petition), officer, 0)[0]);
}
const reported = async (words: object = {}) => {
  const villager = await product.signIn(NEIGHBOUR);
  const told = { content: '码头边有人倒油污', medium: 'SEA', urgency: 'NORMAL', place: '沈家门墩头码头' };
  const { status, body } = await villager.post('/api/petitions', { id: randomUUID(), ...told, ...words });
  expect([status, body.error]).toEqual([200, undefined]);
  return { villager, body };
};

describe('a villager’s voice message becomes a closed petition', () => {
  it('is understood, completed by button and sentence, and shown on one card for confirmation', async () => {
    await product.say(VILLAGER, { voice: { recognition: '东海鱼粉厂那边河水发黑，臭得很', durationMs: 4000 } });
    const near = await product.cardWith(VILLAGER, '就在东海鱼粉示例有限公司附近');
    expect(near.shown['facts']).toContain('东海鱼粉示例有限公司');
    const photo = { base64: (await jpeg('black')).toString('base64'), fileName: 'river.jpg' };
    await product.say(VILLAGER, { photo });
    await product.words(VILLAGER, '照片收到了');
    expect((await product.tap(VILLAGER, near, 'near')).acknowledgedInMs).not.toBeNull();
    await product.say(VILLAGER, { text: '紧急' });
    const card = await product.cardWith(VILLAGER, '确认上报');
    expect(card.buttons.map(({ text }) => text)).toEqual(['确认上报', '修改', '不报了']);
    expect(card.shown['note']).toContain('河水发黑');
    const [draft] = await product.petitions({ status: 'draft' });
    await until('the photo is kept', async () =>
      (await product.petitions({}))[0]?.attachments.every(({ hash }) => hash !== null),
    );
    expect(draft).toMatchObject({ medium: 'WATER', urgency: 'URGENT', enterpriseName: '东海鱼粉示例有限公司' });
    id = draft?._id ?? '';
  });

  it('is corrected by 修改 in the card and registered by 确认上报, with number and clock', async () => {
    await fillIn(VILLAGER, '修改', 'revise', {
      content: '东海鱼粉厂那边河水发黑，臭得很',
      medium: { index: 0, value: 'WATER' },
      place: '展茅横街村东边小河',
      urgency: { index: 0, value: 'URGENT' },
    });
    const card = await product.card(VILLAGER, 'the new place', ({ shown }) =>
      Boolean(shown['facts']?.includes('横街')),
    );
    const { response } = await product.tap(VILLAGER, card, 'confirm');
    expect(response?.cardData?.cardParamMap['number']).toMatch(/^XF-\d{4}-000001$/);
    expect(response?.cardData?.cardParamMap['facts']).toContain('告知期限');
  });

  it('stands on the desk at once, told over the live connection of a page that was open before', async () => {
    const heard = new AbortController();
    const live = await fetch(`${product.url}/api/live`, { headers: { cookie: operator.cookie }, signal: heard.signal });
    const changed = (async () => {
      let text = '';
      for await (const chunk of live.body as unknown as AsyncIterable<Uint8Array>) {
        text += Buffer.from(chunk).toString('utf8');
        if (/event: change\ndata: .*petitions/.test(text)) return true;
      }
      return false;
    })();
    const { body } = await reported();
    expect(await changed).toBe(true);
    heard.abort();
    const list = await operator.get<{ items: { id: string }[] }>('/api/petitions?status=registered');
    expect(list.body.items.map((item) => item.id)).toEqual(expect.arrayContaining([id, body.petition.id]));
  });

  it('is classified, accepted and assigned on the desk, and reaches an officer by the branch head’s card', async () => {
    await onDesk('classify', CLASSIFIED);
    const accepted = await onDesk('accept', {});
    expect(accepted.clocks).toEqual([expect.objectContaining({ label: '办理答复' })]);
    await onDesk('assign', { unit: '330903', instruction: '请当天到现场。' });
    await fillIn(HEAD, '指定承办人', 'appoint', { officer: { index: 0, value: OFFICER } });
    const card = await product.cardWith(OFFICER, '签收');
    expect(card.buttons.map(({ text }) => text)).toEqual(expect.arrayContaining(['签收', '退回']));
    await until('the officer’s todo rings', async () =>
      (await product.phone(OFFICER)).some(({ kind, done }) => kind === 'todo' && !done),
    );
  });

  it('climbs at 5, 7, 10, 20 and 30 minutes while nobody answers, each rung recorded and visible', async () => {
    const rungs = [
      [5, OFFICER, 1],
      [7, DEPUTY, 2],
      [10, LEADER, 3],
      [20, HEAD, 4],
      [30, BUREAU, 5],
    ] as const;
    let passed = 0;
    for (const [minutes, to, rung] of rungs) {
      await product.advance((minutes - passed) * MINUTE - 20_000);
      expect(messagesTo(await page(), to, rung)).toEqual([]);
      await product.advance(20_000 + 1_000);
      passed = minutes;
      await rungTaken(id, to, rung);
    }
    const { assignments } = await page();
    expect(assignments.find(({ purpose }) => purpose === 'petition.handle')).toMatchObject({ rung: 5, status: 'open' });
    const told = await product.card(LEADER, 'the escalation', ({ shown }) =>
      Boolean(shown['status']?.includes('升级')),
    );
    expect(told.shown['status']).toContain('未及时办理（已交办）');
  });

  it('is read and accepted by one tap of the officer; accepted → delivered → read → acted stands on the page', async () => {
    const shown = (await product.phone(OFFICER)).filter(({ kind }) => kind === 'card').at(-1);
    await product.control(`/sandbox/people/${OFFICER}/read`, { id: shown?.id ?? '' });
    const card = await product.cardWith(OFFICER, '签收');
    await until(
      'it has been read',
      async () => (await page()).messages.find((message) => message.id === card.id)?.readAt,
    );
    await product.tap(OFFICER, card, 'acknowledge');
    await everyCardTells((await page()).petition.no ?? '', '办理中');
    const message = (await page()).messages.find((one) => one.id === card.id);
    const moments = [message?.at, message?.acceptedAt, message?.readAt, message?.actedAt];
    expect(moments.every(Boolean)).toBe(true);
    expect(message?.deliveredAt).toEqual(expect.any(String));
    expect([...moments].sort()).toEqual(moments);
    expect((await page()).assignments.find(({ purpose }) => purpose === 'petition.handle')?.status).toBe(
      'acknowledged',
    );
  });

  it('gets its result by the form of the card, is returned with a reason, and approved from the head’s card', async () => {
    await product.say(OFFICER, { photo: { base64: (await jpeg('green')).toString('base64'), fileName: 'clean.jpg' } });
    await product.words(OFFICER, '放进');
    const result = { findings: '现场核查属实', measures: '责令停止排放', replyText: '已责令停止排放，谢谢您。' };
    const form = { result: { index: 0, value: 'TRUE' }, ...result };
    await fillIn(OFFICER, '填写办理结果', 'draftReply', form);
    await fillIn(HEAD, '退回修改', 'returnReply', { reason: '请写明监测数据。' });
    const again = await product.card(OFFICER, 'the return', ({ shown }) =>
      Boolean(shown['title']?.includes('退回修改')),
    );
    expect(again.buttons.map(({ text }) => text)).toContain('填写办理结果');
    await fillIn(OFFICER, '填写办理结果', 'draftReply', { ...form, findings: '现场核查属实，氨氮超标0.8倍' });
    const approval = await product.cardWith(HEAD, '同意答复');
    await product.tap(HEAD, approval, 'approveReply');
    await everyCardTells((await page()).petition.no ?? '', '已答复');
    const { petition } = await page();
    expect(petition).toMatchObject({ status: 'replied', findings: '现场核查属实，氨氮超标0.8倍' });
    expect(petition.resultPhotos).toHaveLength(1);
    for (const userId of [OFFICER, LEADER, HEAD, BUREAU])
      await until(`no todo of ${userId} stays behind`, async () => {
        const todos = (await product.phone(userId)).filter(({ kind }) => kind === 'todo');
        return (todos.length > 0 || userId !== OFFICER) && todos.every(({ done }) => done);
      });
  });

  it('brings the answer to the villager, who rates it in the card; 没解决 opens it again with another officer', async () => {
    const answer = await product.card(VILLAGER, 'the answer', ({ shown }) => shown['formAction'] === 'rate');
    expect(answer.shown['note']).toContain('已责令停止排放');
    await product.submit(VILLAGER, answer, 'rate', { satisfaction: { index: 3, value: '2' }, text: '晚上还臭' });
    await until('it is closed', async () => (await page()).petition.status === 'closed');
    await product.say(VILLAGER, { text: '没解决 晚上水还是黑的' });
    await everyCardTells((await page()).petition.no ?? '', '重新核查');
    const refused = await head.post(`/api/petitions/${id}/appoint`, { officer: OFFICER });
    expect([refused.status, refused.body.error?.message]).toEqual([409, expect.stringContaining('换人')]);
    await fillIn(HEAD, '指定承办人', 'appoint', { officer: { index: 0, value: SECOND } });
    await product.tap(SECOND, await product.cardWith(SECOND, '签收'), 'acknowledge');
    await everyCardTells((await page()).petition.no ?? '', '办理中');
    const { petition } = await page();
    expect(petition).toMatchObject({ status: 'investigating', officer: SECOND, satisfaction: 2, reopened: 1 });
  });

  it('tells its whole history on one page: who, what, when, through which door', async () => {
    const { history } = await page();
    const doors = new Set(history.map(({ doorLabel }) => doorLabel));
    expect([...doors]).toEqual(expect.arrayContaining(['语音', '文字', '卡片', '页面']));
    const steps: [RegExp, string][] = [
      [/反映情况/, '语音'],
      [/修改了/, '卡片'],
      [/^登记/, '卡片'],
      [/分类为紧急/, '页面'],
      [/受理/, '页面'],
      [/交办给普陀分局/, '页面'],
      [/指定承办人/, '卡片'],
      [/签收/, '卡片'],
      [/填写办理结果/, '卡片'],
      [/退回修改答复/, '卡片'],
      [/^答复/, '卡片'],
      [/评价 2 分/, '卡片'],
      [/反映没有解决/, '文字'],
    ];
    let from = 0;
    for (const [what, door] of steps) {
      const found = history.findIndex((entry, index) => index >= from && what.test(entry.what));
      expect([what, history[found]?.doorLabel]).toEqual([what, door]);
      from = found;
    }
    const times = history.filter(({ door }) => door !== 'system').map(({ at }) => at);
    expect([...times].sort()).toEqual(times);
    expect(history.every(({ who }) => who.length > 0)).toBe(true);
  });

  it('names the villager to nobody, on no phone, page or log', async () => {
    const { name } = await product.control<{ name: string }>(`/sandbox/people/${VILLAGER}`);
    for (const userId of [OPERATOR, HEAD, OFFICER, LEADER]) {
      const phone = JSON.stringify((await product.phone(userId)).filter(({ from }) => from === 'bot'));
      expect(phone).not.toContain(name);
    }
    expect(JSON.stringify(await page())).not.toContain(name);
    expect(JSON.stringify(await page())).not.toContain(VILLAGER);
  });
});

describe('the same report through the other doors', () => {
  it('typed „上报 …“ needs only a word to confirm', async () => {
    await product.say(NEIGHBOUR, { text: '上报 六横小湖社区边上有人烧垃圾，烟很大，不急' });
    const draft = await until('the draft', async () => (await product.petitions({ status: 'draft' }))[0]);
    expect(draft).toMatchObject({ medium: 'AIR_ODOUR', urgency: 'NORMAL' });
    expect(draft.place).toContain('六横小湖社区');
    await product.say(NEIGHBOUR, { text: '确认' });
    await product.words(NEIGHBOUR, '已上报，编号XF-');
    expect((await page(draft._id)).history[0]).toMatchObject({ doorLabel: '文字' });
  });

  it('from the page 随手报, with a photo, is registered once however often the form is sent', async () => {
    const villager = await product.signIn(VILLAGER);
    const form = new FormData();
    form.append('photo', new Blob([new Uint8Array(await jpeg('blue'))], { type: 'image/jpeg' }), 'a.jpg');
    const upload = await fetch(`${product.url}/api/files`, {
      method: 'POST',
      body: form,
      headers: { cookie: villager.cookie, origin: product.url, 'x-csrf-token': villager.csrf },
    });
    const { hash } = (await upload.json()) as { hash: string };
    const body = {
      ...{ id: randomUUID(), content: '夜里机器很响', medium: 'NOISE', urgency: 'NORMAL', place: '沈家门教场路' },
      photos: [hash],
    };
    const [first, second] = await Promise.all([1, 2].map(() => villager.post('/api/petitions', body)));
    expect([first?.status, second?.status]).toEqual([200, 200]);
    expect(first?.body.petition.no).toBe(second?.body.petition.no);
    expect(await product.petitions({ _id: body.id })).toHaveLength(1);
    expect(first?.body.petition.attachments).toHaveLength(1);
    expect((await page(body.id)).history[0]).toMatchObject({ doorLabel: '页面' });
    await product.card(VILLAGER, 'the number', ({ shown }) => shown['number'] === first?.body.petition.no);
  });
});

describe('the ladder of an ordinary petition', () => {
  it('climbs after 30 minutes, 1 and 2 hours, and past the quiet hours of the night', async () => {
    const now = product.sandbox.clock().getTime();
    const [day, eight] = [24 * 60 * MINUTE, 8 * 60 * MINUTE];
    const nextNine = Math.ceil((now + eight) / day) * day - eight + 9 * 60 * MINUTE;
    await product.advance(nextNine - now);
    const admin = await product.signIn('jiguan01');
    await until('the organisation has been read again in the night', async () => {
      const { body } = await admin.get<{ jobs: { name: string; lastSlot: string | null }[] }>('/api/status');
      const slot = body.jobs.find(({ name }) => name === 'organisationSync')?.lastSlot;
      return slot && Date.parse(slot) > now;
    });
    [operator, head] = [await product.signIn(OPERATOR), await product.signIn(HEAD)];
    const { body } = await reported({ content: '海边有油花，第二次看到' });
    const petition = body.petition.id;
    await sendToOfficer(petition, 'NORMAL', SECOND);
    await product.advance(29 * MINUTE);
    expect(messagesTo(await page(petition), SECOND, 1)).toEqual([]);
    await product.advance(MINUTE + 30_000);
    await rungTaken(petition, SECOND, 1);
    await product.advance(90 * MINUTE);
    await rungTaken(petition, LEADER, 3);
    await product.advance(4 * 60 * MINUTE);
    await product.advance(nextNine + 15 * 60 * MINUTE - product.sandbox.clock().getTime());
    [operator, head] = [await product.signIn(OPERATOR), await product.signIn(HEAD)];
    expect(messagesTo(await page(petition), HEAD, 4)).toEqual([]);
    await product.advance(nextNine + 22 * 60 * MINUTE - product.sandbox.clock().getTime());
    [operator, head] = [await product.signIn(OPERATOR), await product.signIn(HEAD)];
    await rungTaken(petition, HEAD, 4);
    await product.tap(SECOND, await product.cardWith(SECOND, '签收'), 'acknowledge');
    await until('the ladder stops', async () => {
      const { assignments } = await page(petition);
      return assignments.find(({ purpose }) => purpose === 'petition.handle')?.status === 'acknowledged';
    });
  });
});

it('has logged no defect and never gone down', () => {
  expect(product.output).not.toMatch(/"level":[56]0/);
  expect(product.crashes).toBe(0);
});
