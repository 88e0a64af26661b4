import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Petition } from '../models/petition/petition.schema';
import { type Caller, type PetitionAnswer, type Pressed, Product, until } from './support/product';

const [VILLAGER, NEIGHBOUR, STRANGER] = ['cun001', 'cun002', 'cun003'];
const [OPERATOR, HEAD, OFFICER, OUTSIDER] = ['duty01', 'putuo01', 'putuo03', 'dinghai03'];
const MINUTE = 60_000;
const MEGABYTE = 1024 * 1024;

jest.setTimeout(60_000);
let product: Product;
let operator: Caller;
beforeAll(async () => {
  product = await Product.start();
  operator = await product.signIn(OPERATOR);
}, 90_000);
afterEach(() => product.fault('clear'));
afterAll(() => product.close());

const noteOf = ({ response }: Pressed) =>
  response?.userPrivateData?.cardParamMap['note'] ?? response?.cardData?.cardParamMap['note'] ?? '';

/** What is written of petitions and their tasks: every id with its version. A new house asks its leaders about the roster as well. */
async function written(): Promise<string[]> {
  const ofPetitions = { 'record.store': 'petitions' };
  const [petitions, assignments] = await Promise.all([product.petitions(), product.assignments(ofPetitions)]);
  return [...petitions, ...assignments].map(({ _id, version }) => `${_id} ${version}`).sort();
}
const readsAsBefore = async (before: string[]) => {
  expect(await written()).toEqual(before);
  expect((await fetch(`${product.url}/readyz`)).status).toBe(200);
};

/** Nothing is owed any more, and everything that went out stands on a phone exactly once. */
async function everythingArrivedOnce(): Promise<void> {
  const owing = { 'outbox.dueAt': { $gt: new Date(0) } };
  await until(
    'nothing is owed',
    async () => (await product.petitions(owing)).length + (await product.assignments(owing)).length === 0,
    40_000,
  );
  const phones = new Map<string, string[]>();
  for (const { messages } of await product.assignments()) {
    for (const { id, means, to, acceptedAt, failed } of messages) {
      expect({ id, done: Boolean(acceptedAt) || Boolean(failed) }).toEqual({ id, done: true });
      if (means !== 'card' || to.startsWith('ref:')) continue;
      const shown = phones.get(to) ?? (await product.cards(to)).map((card) => card.id);
      phones.set(to, shown);
      expect([id, shown.filter((one) => one === id).length]).toEqual([id, 1]);
    }
  }
}

async function reported(by?: Caller): Promise<Petition & { id: string }> {
  const villager = by ?? (await product.signIn(NEIGHBOUR));
  const { status, body } = await villager.post('/api/petitions', {
    ...{ id: randomUUID(), content: '码头边有人倒油污', medium: 'SEA', urgency: 'NORMAL', place: '沈家门墩头码头' },
  });
  expect(status).toBe(200);
  return body.petition;
}
async function step(id: string, name: string, input: object, caller = operator): Promise<PetitionAnswer> {
  const { status, body } = await caller.post(`/api/petitions/${id}/${name}`, input);
  expect([status, body.error]).toEqual([200, undefined]);
  return body;
}
async function accepted(): Promise<string> {
  const { id } = await reported();
  await step(id, 'classify', { medium: 'SEA', urgency: 'NORMAL', path: 'DUTY_APPLICATION', county: '330903' });
  await step(id, 'accept', {});
  return id;
}
async function assigned(): Promise<string> {
  const id = await accepted();
  await step(id, 'assign', { unit: '330903' });
  return id;
}
const numberOf = async (id: string) => (await product.petitions({ _id: id }))[0]?.no ?? '';
const eventsOf = async (id: string, type: string) =>
  ((await product.petitions({ _id: id }))[0]?.events ?? []).filter((event) => event.type === type);
/** The card of this petition on somebody's phone, once it offers the button. */
async function cardOf(id: string, userId: string, button: string) {
  const no = await numberOf(id);
  return product.card(
    userId,
    `${button} of ${no}`,
    ({ shown, buttons }) => shown['number'] === no && buttons.some(({ text }) => text === button),
  );
}
async function draftOf(userId: string, words = '上报 河水发黑'): Promise<string> {
  await product.say(userId, { text: words });
  const card = await product.cardWith(userId, '不报了');
  return card.id;
}
async function putAside(userId: string): Promise<void> {
  await product.say(userId, { text: '不报了' });
  await until('no draft is left', async () => (await product.petitions({ status: 'draft' })).length === 0);
  await everythingArrivedOnce();
}

describe('a press that cannot be taken is answered with a sentence and changes nothing', () => {
  it('on a card nobody knows', async () => {
    const before = await written();
    const pressed = await product.fault('forgedCard', { userId: VILLAGER, outTrackId: 'no-such-card' });
    expect(noteOf(pressed as Pressed)).toContain('已经失效');
    await readsAsBefore(before);
  });

  it('on a card that has been overtaken: the true state comes with the refusal', async () => {
    const id = await assigned();
    const card = await cardOf(id, HEAD, '退回指挥中心');
    await step(id, 'returnToCentre', { reason: '不属于本辖区。' }, await product.signIn(HEAD));
    await everythingArrivedOnce();
    const before = await written();
    const pressed = await product.tap(HEAD, card, 'appoint');
    expect(noteOf(pressed)).toMatch(/不能再|权限/);
    expect(pressed.response?.cardData?.cardParamMap['status']).toContain('已受理');
    await readsAsBefore(before);
  });

  it('by the wrong person, who is told it is somebody else’s', async () => {
    const outTrackId = await draftOf(VILLAGER);
    await everythingArrivedOnce();
    const before = await written();
    const pressed = (await product.fault('forgedCard', {
      ...{ userId: STRANGER, outTrackId, actionIds: ['discard'], params: { v: '1' } },
    })) as Pressed;
    expect(noteOf(pressed)).toContain('别人');
    expect(pressed.response?.cardData).toBeUndefined();
    await readsAsBefore(before);
    await putAside(VILLAGER);
  });

  it('with a form that has a field nobody knows, or none of those it needs', async () => {
    const id = await assigned();
    const card = await cardOf(id, HEAD, '指定承办人');
    await product.tap(HEAD, card, 'appoint');
    const open = await product.card(
      HEAD,
      'the form',
      ({ id: card_, shown }) => card_ === card.id && shown['form'] !== '',
    );
    await everythingArrivedOnce();
    const before = await written();
    const unknown = { officer: { index: 0, value: OFFICER }, isAdmin: 'true' };
    expect(noteOf(await product.submit(HEAD, open, 'appoint', unknown))).toContain('isAdmin');
    expect(noteOf(await product.submit(HEAD, open, 'appoint', {}))).toContain('请选择承办人');
    expect(noteOf(await product.submit(HEAD, open, 'wake', {}))).toContain('没有这个操作');
    await readsAsBefore(before);
  });
});

describe('a message that cannot be taken is answered with what to do, and nothing is written', () => {
  it.each<[string, object, string]>([
    ['20,000 characters', { text: '水'.repeat(20_000) }, '2000字'],
    [
      'a recognition of 20,000 characters',
      { voice: { recognition: '臭'.repeat(20_000), durationMs: 60_000 } },
      '2000字',
    ],
    ['an empty recognition', { voice: { recognition: '', durationMs: 900 } }, '没有听清'],
    ['a file', { file: { base64: 'JVBERi0xLjcK', fileName: 'a.pdf' } }, '文件我打不开'],
  ])('%s', async (_, said, answer) => {
    const before = await written();
    await product.say(STRANGER, said);
    await product.words(STRANGER, answer);
    await readsAsBefore(before);
  });

  it('a message kept back for the quota, with errCode 20001 and without text', async () => {
    const before = await written();
    await product.fault('unreadable', { userId: STRANGER });
    await product.words(STRANGER, '额度');
    await readsAsBefore(before);
  });

  it('a photo that is a PDF: the words of the report stay, the sender is asked for another', async () => {
    await draftOf(VILLAGER);
    const pdf = Buffer.from('%PDF-1.7 not a photo').toString('base64');
    await product.say(VILLAGER, { photo: { base64: pdf, fileName: 'river.jpg' } });
    await product.words(VILLAGER, 'PDF');
    const [draft] = await product.petitions({ status: 'draft' });
    expect(draft?.attachments).toEqual([expect.objectContaining({ hash: null, downloadCode: null })]);
    await putAside(VILLAGER);
  });

  it('frames of an unknown topic and frames that are no JSON leave the connection and the process alive', async () => {
    const before = await written();
    await product.fault('unknownTopic');
    await product.fault('garbage');
    await product.fault('garbage', { text: '{"specVersion":"1.0","type":"CALLBACK","headers":{},"data":"[[["}' });
    await product.fault('ping');
    await readsAsBefore(before);
    expect((await product.say(STRANGER, { text: '帮助' })).delivered).toBe(true);
  });
});

describe('a request that cannot be taken is refused in words, never with a 5xx', () => {
  const raw = (path: string, body: string | undefined, headers: Record<string, string> = {}) =>
    fetch(`${product.url}${path}`, {
      ...(body === undefined ? {} : { method: 'POST', body }),
      headers: {
        ...{ cookie: operator.cookie, origin: product.url, 'x-csrf-token': operator.csrf },
        ...{ 'content-type': 'application/json', 'idempotency-key': randomUUID() },
        ...headers,
      },
    });
  const refusedWith = async (answer: Response, status: number, words: RegExp) => {
    const { error } = (await answer.json()) as { error: { message: string } };
    expect(error.message).toMatch(words);
    expect(answer.status).toBe(status);
  };

  it('of the wrong role: steps, pages and figures of others', async () => {
    const id = await assigned();
    await everythingArrivedOnce();
    const before = await written();
    const [officer, villager, outsider] = [
      await product.signIn(OFFICER),
      await product.signIn(STRANGER),
      await product.signIn(OUTSIDER),
    ];
    const reason = { reason: '我来处理这件。' };
    const answers = [
      await officer.post(`/api/petitions/${id}/extend`, reason),
      await villager.post(`/api/petitions/${id}/reopen`, reason),
      await outsider.post(`/api/petitions/${id}/appoint`, { officer: OUTSIDER }),
      await villager.get('/api/petitions/counts'),
      await villager.get('/api/status'),
      await outsider.post('/api/petitions/register', { id: randomUUID() }),
    ];
    for (const { status, body } of answers) {
      expect([403, 404, 400]).toContain(status);
      expect(body.error?.message).toMatch(/[\u4e00-\u9fff]{4}/);
    }
    expect((await villager.get(`/api/petitions/${id}`)).status).toBe(404);
    expect((await outsider.get(`/api/petitions/${id}`)).status).toBe(404);
    await readsAsBefore(before);
  });

  it('with an unknown field, a missing one, or 20,000 characters', async () => {
    const { id } = await reported();
    await everythingArrivedOnce();
    const before = await written();
    const input = { medium: 'SEA', urgency: 'NORMAL', path: 'DUTY_APPLICATION', county: '330903' };
    const villager = await product.signIn(STRANGER);
    const told = { id: randomUUID(), medium: 'SEA', urgency: 'NORMAL', place: '码头' };
    const answers = [
      [await operator.post(`/api/petitions/${id}/classify`, { ...input, status: 'closed' }), /status/],
      [await operator.post(`/api/petitions/${id}/classify`, { ...input, medium: { $gt: '' } }), /污染类型/],
      [await operator.post(`/api/petitions/${id}/classify`, []), /填写/],
      [await villager.post('/api/petitions', { ...told, content: '水'.repeat(20_000) }), /最多2000字/],
      [await villager.post('/api/petitions', told), /情况描述/],
    ] as const;
    for (const [{ status, body }, words] of answers) {
      expect([status, body.error?.message]).toEqual([400, expect.stringMatching(words)]);
    }
    await readsAsBefore(before);
  });

  it('with truncated JSON, another format, or a body of a megabyte', async () => {
    const before = await written();
    await refusedWith(await raw('/api/petitions', '{"id":"'), 400, /格式|内容/);
    await refusedWith(await raw('/api/petitions', '<a/>', { 'content-type': 'text/xml' }), 415, /格式/);
    await refusedWith(await raw('/api/petitions', `"${'x'.repeat(MEGABYTE)}"`), 413, /太/);
    await readsAsBefore(before);
  });

  it('without a session, without the token of the page, or from another site', async () => {
    const before = await written();
    const body = JSON.stringify({ id: randomUUID() });
    await refusedWith(await raw('/api/petitions', body, { cookie: '' }), 401, /登录/);
    await refusedWith(await raw('/api/petitions', body, { cookie: 'liandong=forged' }), 401, /登录/);
    await refusedWith(await raw('/api/petitions', body, { 'x-csrf-token': 'x' }), 403, /刷新/);
    await refusedWith(await raw('/api/petitions', body, { origin: 'https://evil.example' }), 403, /./);
    await readsAsBefore(before);
  });

  /** Send so much, as one file of a form; answers the status, whether or not all of it was taken. */
  const upload = (megabytes: number, declared: boolean) =>
    new Promise<number>((settle, fail) => {
      const boundary = 'b0undary';
      const head = `--${boundary}\r\ncontent-disposition: form-data; name="photo"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`;
      const asked = request(`${product.url}/api/files`, {
        method: 'POST',
        headers: {
          ...{ cookie: operator.cookie, origin: product.url, 'x-csrf-token': operator.csrf },
          'content-type': `multipart/form-data; boundary=${boundary}`,
          ...(declared ? { 'content-length': String(megabytes * MEGABYTE + head.length + 100) } : {}),
        },
      });
      let status = 0;
      asked.on('response', (answer) => {
        status = answer.statusCode ?? 0;
        answer.resume().on('close', () => settle(status));
      });
      // A server that has answered may hang up on what is still being sent.
      asked.on('error', (error) => (status ? settle(status) : fail(error)));
      const block = Buffer.alloc(MEGABYTE, 0xff);
      const blocks = (function* () {
        yield Buffer.from(head);
        for (let sent = 0; sent < megabytes; sent += 1) yield block;
      })();
      Readable.from(blocks)
        .on('error', () => undefined)
        .pipe(asked);
    });

  it.each([true, false])('with 300 MB of photo (length declared: %s)', async (declared) => {
    const before = await written();
    const rss = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${product.pid}/status`, 'utf8'))?.[1] ?? 0);
    const most = process.platform === 'linux' ? rss() : 0;
    expect(await upload(300, declared)).toBe(413);
    if (process.platform === 'linux') expect(rss() - most).toBeLessThan(100 * 1024);
    await readsAsBefore(before);
  });

  it('with a PDF that is called a photo', async () => {
    const form = new FormData();
    form.append('photo', new Blob(['%PDF-1.7 not a photo'], { type: 'image/jpeg' }), 'river.jpg');
    const answer = await fetch(`${product.url}/api/files`, {
      method: 'POST',
      body: form,
      headers: { cookie: operator.cookie, origin: product.url, 'x-csrf-token': operator.csrf },
    });
    await refusedWith(answer, 415, /PDF/);
  });
});

describe('a callback that comes twice, late, out of order or unanswered has one effect', () => {
  async function handled() {
    const id = await assigned();
    await step(id, 'appoint', { officer: OFFICER });
    return { id, card: await cardOf(id, OFFICER, '签收') };
  }

  it('twice', async () => {
    const { id, card } = await handled();
    await product.fault('duplicateCallback');
    await product.tap(OFFICER, card, 'acknowledge');
    await everythingArrivedOnce();
    expect(await eventsOf(id, 'petition.acknowledged')).toHaveLength(1);
  });

  it('acknowledged, but the acknowledgement is lost: the second tap finds it done', async () => {
    const { id, card } = await handled();
    await product.fault('dropCallbackAck');
    expect((await product.tap(OFFICER, card, 'acknowledge')).error).toBeDefined();
    const again = await product.tap(OFFICER, card, 'acknowledge');
    expect(again.response?.cardData?.cardParamMap['status']).toContain('办理中');
    expect(await eventsOf(id, 'petition.acknowledged')).toHaveLength(1);
  });

  it('after DingTalk’s two seconds: it counts, and the card shows so by itself', async () => {
    const { id, card } = await handled();
    await product.fault('lateCallback', { delayMs: 2_300 });
    expect((await product.tap(OFFICER, card, 'acknowledge')).error).toBeDefined();
    const no = await numberOf(id);
    await product.card(
      OFFICER,
      'the true state',
      ({ shown }) => shown['number'] === no && shown['status'] === '办理中',
    );
    expect(await eventsOf(id, 'petition.acknowledged')).toHaveLength(1);
  });

  it('messages in the wrong order all become part of the one report', async () => {
    await product.fault('outOfOrder', { count: 3 });
    const said = ['上报 河水发黑', '在展茅横街村', '看见鱼死了很多'];
    await Promise.all(said.map((text) => product.say(VILLAGER, { text })));
    const draft = await until('one draft has it all', async () => {
      const drafts = await product.petitions({ status: 'draft' });
      return (
        drafts.length === 1 && drafts[0]?.content.includes('鱼死了') && drafts[0].content.includes('发黑') && drafts[0]
      );
    });
    expect(draft.place).toContain('横街');
    await putAside(VILLAGER);
  });

  it('a message DingTalk delivers again is no second report', async () => {
    await product.fault('duplicateCallback');
    await draftOf(VILLAGER, '上报 路边有人烧轮胎，气味很大');
    await everythingArrivedOnce();
    const drafts = await product.petitions({ status: 'draft' });
    expect(drafts.map(({ content }) => content)).toEqual(['路边有人烧轮胎，气味很大']);
    await putAside(VILLAGER);
  });

  it('an offline form sent again under its key changes nothing and is answered as before', async () => {
    const id = await accepted();
    const key = randomUUID();
    const send = () => operator.post(`/api/petitions/${id}/assign`, { unit: '330903' }, key);
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body.petition.version).toBe(first.body.petition.version);
    expect(await eventsOf(id, 'petition.assigned')).toHaveLength(1);
  });
});

describe('two people press at once', () => {
  it('on the desk: one accepts, the other is told what has become of it', async () => {
    const { id } = await reported();
    await step(id, 'classify', { medium: 'SEA', urgency: 'NORMAL', path: 'DUTY_APPLICATION', county: '330903' });
    const other = await product.signIn('duty02');
    const answers = await Promise.all([operator, other].map((one) => one.post(`/api/petitions/${id}/accept`, {})));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const told = answers.find(({ status }) => status === 409)?.body.error;
    expect(told?.message).toContain('已受理');
    expect(await eventsOf(id, 'petition.accepted')).toHaveLength(1);
  });

  it('on two phones: 签收 and 退回指挥中心 cannot both win', async () => {
    const id = await assigned();
    const head = await cardOf(id, HEAD, '退回指挥中心');
    await step(id, 'appoint', { officer: OFFICER });
    const officer = await cardOf(id, OFFICER, '签收');
    await product.tap(HEAD, head, 'returnToCentre');
    const form = await product.card(HEAD, 'the form', (card) => card.id === head.id && card.shown['form'] !== '');
    await Promise.all([
      product.tap(OFFICER, officer, 'acknowledge'),
      product.submit(HEAD, form, 'returnToCentre', { reason: '不属于本辖区。' }),
    ]);
    await everythingArrivedOnce();
    const [petition] = await product.petitions({ _id: id });
    const decided = petition?.events.slice(-1).map(({ type }) => type) ?? [];
    expect(['petition.acknowledged', 'petition.returnedToCentre']).toContain(decided[0]);
    const losers = await eventsOf(
      id,
      decided[0] === 'petition.acknowledged' ? 'petition.returnedToCentre' : 'petition.acknowledged',
    );
    expect(losers).toEqual([]);
    const no = petition?.no ?? '';
    const status = petition?.status === 'investigating' ? '办理中' : '已受理';
    for (const userId of [HEAD, OFFICER])
      await product.card(
        userId,
        status,
        ({ shown }) => shown['number'] === no && Boolean(shown['status']?.includes(status)),
      );
  });
});

describe('on DingTalk’s bad days nothing is lost, and all is well again by itself', () => {
  /** An officer is appointed while the fault lasts; the card is on the phone afterwards, once. */
  async function arrivesInSpiteOf(
    fault: string,
    fields: object,
    meanwhile: () => Promise<unknown> = () => Promise.resolve(),
  ) {
    const id = await assigned();
    await everythingArrivedOnce();
    await product.fault(fault, fields);
    await step(id, 'appoint', { officer: OFFICER });
    await meanwhile();
    await cardOf(id, OFFICER, '签收');
    await everythingArrivedOnce();
    return id;
  }
  const failedWith = (code: string | number | null, status?: number) => async () => {
    await until(`a call failed with ${String(code ?? status)}`, async () =>
      (await product.control<{ code: unknown; status: number }[]>('/sandbox/calls?since=0')).some(
        (call) => call.code === code || call.status === status,
      ),
    );
  };

  it('when it answers 500', async () => {
    await arrivesInSpiteOf('error', { path: '/v1.0/card/*', status: 500, times: 4 });
  });

  it('when it answers 503 to everything for ten minutes', async () => {
    await arrivesInSpiteOf('error', { path: '*', status: 503, seconds: 600 }, async () => {
      await failedWith(null, 503)();
      await product.advance(11 * MINUTE);
    });
  });

  it('when it hangs', async () => {
    await arrivesInSpiteOf('hang', { path: '/v1.0/card/*', times: 1, seconds: 20 });
  });

  it('when it finds us too fast', async () => {
    await arrivesInSpiteOf('rateLimit', { path: '*', times: 4 });
  });

  it('when the month’s quota is used up: an hour later it goes on', async () => {
    await arrivesInSpiteOf('quota', { path: '*', seconds: 1800 }, async () => {
      await until(
        'the quota has been met',
        async () => (await product.assignments({ 'outbox.lastError': { $exists: true } })).length > 0,
      );
      await product.advance(61 * MINUTE);
    });
  });

  it('when the token expires', async () => {
    await product.fault('expireToken');
    await arrivesInSpiteOf('expireToken', {});
  });

  it('when it drops the Stream: what was said meanwhile arrives, once', async () => {
    await product.fault('drop');
    await product.say(VILLAGER, { text: '上报 有人往海里倒垃圾' });
    await until(
      'the report has arrived',
      async () => (await product.petitions({ status: 'draft' })).length === 1,
      30_000,
    );
    await product.fault('disconnect');
    await product.say(VILLAGER, { text: '在沈家门墩头码头' });
    const draft = await until(
      'the place has arrived',
      async () => (await product.petitions({ status: 'draft', place: { $ne: null } }))[0],
    );
    expect(draft?.content).toBe('有人往海里倒垃圾');
    await putAside(VILLAGER);
  });

  it('when it is away for an hour: pages go on, deadlines too, and everything is delivered afterwards', async () => {
    const id = await assigned();
    const villager = await product.signIn(NEIGHBOUR);
    await everythingArrivedOnce();
    await product.fault('away', { seconds: 3600 });
    await step(id, 'appoint', { officer: OFFICER });
    const { no } = await reported(villager);
    const handling = { 'record.id': id, purpose: 'petition.handle' };
    await until('the task is open', async () => (await product.assignments(handling)).length === 1);
    await product.advance(31 * MINUTE);
    await until('the ladder climbs without DingTalk', async () => {
      const found = await product.assignments({ ...handling, rung: 1 });
      return found.length === 1;
    });
    await product.advance(30 * MINUTE);
    await product.ready();
    await cardOf(id, OFFICER, '签收');
    await product.card(NEIGHBOUR, 'the number', ({ shown }) => shown['number'] === no);
    await everythingArrivedOnce();
    const [reminder] = await product.assignments(handling);
    expect(reminder?.messages.filter(({ rung, acceptedAt }) => rung === 1 && acceptedAt)).not.toEqual([]);
    await product.tap(OFFICER, await cardOf(id, OFFICER, '签收'), 'acknowledge');
    expect(await eventsOf(id, 'petition.acknowledged')).toHaveLength(1);
  });

  it('when we are started again while it is away', async () => {
    const id = await assigned();
    await everythingArrivedOnce();
    await product.fault('away', { seconds: 3600 });
    await product.kill();
    await product.launch({ connected: false });
    await step(id, 'appoint', { officer: OFFICER });
    await until('the card has been tried', async () => {
      const tried = await product.assignments({ 'record.id': id, 'outbox.lastError': { $exists: true } });
      return tried.length > 0;
    });
    await product.fault('clear');
    await product.advance(MINUTE);
    await product.ready();
    await cardOf(id, OFFICER, '签收');
    await everythingArrivedOnce();
  });
});

it('has answered nothing with a 5xx and never gone down', () => {
  const log = readFileSync(join(product.dataDir, 'server.log'), 'utf8');
  expect(log.split('\n').filter((line) => /"status":5\d\d,"ms"/.test(line))).toEqual([]);
  expect(product.crashes).toBe(0);
});

describe('with HTTP callbacks in place of the Stream', () => {
  const secrets = {
    DINGTALK_CALLBACK_TOKEN: randomBytes(12).toString('hex'),
    DINGTALK_AES_KEY: randomBytes(22).toString('hex').slice(0, 43),
    DINGTALK_CARD_SECRET: randomBytes(24).toString('hex'),
  };
  let byHttp: Product;
  beforeAll(async () => {
    byHttp = await Product.start({ env: { DINGTALK_INBOUND: 'http', ...secrets } });
    const { DINGTALK_CALLBACK_TOKEN: token, DINGTALK_AES_KEY: aesKey } = secrets;
    const events = { url: `${byHttp.url}/dingtalk/event`, token, aesKey };
    await byHttp.control('/sandbox/callbacks', { robot: { url: `${byHttp.url}/dingtalk/robot` }, events }, 'PUT');
  }, 90_000);
  afterAll(() => byHttp.close());

  const push = (kind: string, body: string, headers: Record<string, string>) =>
    fetch(`${byHttp.url}/dingtalk/${kind}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('base64');
  const signed = (at: number) => ({
    timestamp: String(at),
    sign: hmac(byHttp.sandbox.info.clientSecret, `${at}\n${byHttp.sandbox.info.clientSecret}`),
  });
  const message = (msgId: string, content: string) =>
    JSON.stringify({ msgId, msgtype: 'text', text: { content }, senderStaffId: STRANGER, conversationType: '1' });

  it('a report is told and discarded by message and card', async () => {
    await byHttp.say(VILLAGER, { text: '上报 河水发黑' });
    const card = await byHttp.cardWith(VILLAGER, '不报了');
    const pressed = await byHttp.tap(VILLAGER, card, 'discard');
    expect(pressed.response?.cardData?.cardParamMap['status']).toBe('已取消');
  });

  it('a forged signature, an old one, and none at all are refused', async () => {
    const now = byHttp.sandbox.clock().getTime();
    const body = message('forged', '上报 海水发红');
    const answers = await Promise.all([
      push('robot', body, { ...signed(now), sign: hmac('guess', `${now}`) }),
      push('robot', body, signed(now - 2 * 3_600_000)),
      push('robot', body, {}),
      push('card', '{"outTrackId":"x","userId":"cun001"}', {
        'x-ddpaas-signature': 'x',
        'x-ddpaas-signature-timestamp': `${now}`,
      }),
      push('event', '{"encrypt":"AAAA"}', {}),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    expect(await byHttp.petitions({ status: 'draft' })).toEqual([]);
  });

  it('a replayed message is one report; truncated JSON and 2 MB are refused', async () => {
    const now = byHttp.sandbox.clock().getTime();
    const body = message('replayed', '上报 海水发红');
    const twice = [await push('robot', body, signed(now)), await push('robot', body, signed(now))];
    expect(twice.map(({ status }) => status)).toEqual([200, 200]);
    const drafts = await byHttp.petitions({ status: 'draft' });
    expect(drafts.map(({ content, version }) => [content, version])).toEqual([['海水发红', 1]]);
    expect((await push('robot', body.slice(0, 40), signed(now))).status).toBe(400);
    expect((await push('robot', `"${'x'.repeat(2 * MEGABYTE)}"`, signed(now))).status).toBe(413);
    expect(byHttp.crashes).toBe(0);
  });
});
