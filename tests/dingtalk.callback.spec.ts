import {
  type CallbackRequest,
  decryptEvent,
  encryptEvent,
  handleCallback,
  signCard,
  signRobot,
} from '../bot/dingtalk/callback';
import { type InboundDoors } from '../bot/dingtalk/doors';
import { signEvent } from '../bot/dingtalk/signatures';

const AT = '1767225600000';
const settings = {
  clientId: 'dingclient',
  clientSecret: 'app-secret',
  corpId: 'dingcorp',
  eventToken: 'inspect2026',
  eventAesKey: 'abcdefghijABCDEFGHIJ0123456789abcdefghijABC',
  cardApiSecret: 'card-secret-1',
};

function listener(changes: Partial<InboundDoors> = {}) {
  const heard: unknown[] = [];
  const hear = (what: unknown) => Promise.resolve(void heard.push(what));
  const log = { info() {}, warn() {}, error() {} };
  const doors = {
    clock: () => new Date(Number(AT)),
    log,
    onMessage: hear,
    onEvent: hear,
    onCard: (callback: unknown) => hear(callback).then(() => ({ cardData: { status: '已签收' } })),
    ...changes,
  };
  return { heard, handle: (request: CallbackRequest, set = settings) => handleCallback(set, doors, request) };
}

function eventRequest(
  event: object,
  { owner = 'dingclient', name = 'msg_signature', token = 'inspect2026' } = {},
): CallbackRequest {
  const encrypt = encryptEvent(settings.eventAesKey, JSON.stringify(event), owner);
  const query = { [name]: signEvent(token, AT, 'n1', encrypt), timestamp: AT, nonce: 'n1' };
  return { kind: 'event', query, headers: {}, rawBody: JSON.stringify({ encrypt }) };
}
const robotRequest = (body: unknown, secret = 'app-secret'): CallbackRequest => ({
  kind: 'robot',
  query: {},
  headers: { timestamp: AT, sign: signRobot(AT, secret) },
  rawBody: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const cardRequest = (body: unknown, secret = 'card-secret-1'): CallbackRequest => ({
  kind: 'card',
  query: {},
  headers: { 'x-ddpaas-signature-timestamp': AT, 'x-ddpaas-signature': signCard(AT, secret) },
  rawBody: JSON.stringify(body),
});
const press = {
  outTrackId: 'card-1',
  userId: 'wang',
  content: '{"cardPrivateData":{"actionIds":["accept"],"params":{}}}',
};

describe('an event over HTTP', () => {
  const change = {
    EventType: 'user_modify_org',
    EventTime: 1,
    CorpId: 'dingcorp',
    BizId: 'b',
    eventId: 'evt1',
    UserId: ['张三'],
    timeStamp: '1',
  };

  it('is handed on without its envelope, its fields in camel case', async () => {
    const { heard, handle } = listener();
    await handle(eventRequest(change));
    expect(heard).toEqual([{ type: 'user_modify_org', id: 'evt1', data: { userId: ['张三'], timeStamp: '1' } }]);
  });
  it('is answered with the sealed and signed word success', async () => {
    const { status, body } = await listener().handle(eventRequest(change));
    const reply = body as Record<'msg_signature' | 'timeStamp' | 'nonce' | 'encrypt', string>;
    expect([status, decryptEvent(settings.eventAesKey, reply.encrypt)]).toEqual([
      200,
      { text: 'success', owner: 'dingclient' },
    ]);
    expect(reply.msg_signature).toBe(signEvent('inspect2026', AT, 'n1', reply.encrypt));
    expect([reply.timeStamp, reply.nonce]).toEqual([AT, 'n1']);
  });
  it('that only checks the address reaches nobody and is answered all the same', async () => {
    const { heard, handle } = listener();
    expect(await handle(eventRequest({ EventType: 'check_url' }))).toMatchObject({ status: 200 });
    expect(heard).toEqual([]);
  });
  it.each([{ owner: 'dingcorp' }, { name: 'signature' }])('is also accepted with %j', async (variant) => {
    expect(await listener().handle(eventRequest(change, variant))).toMatchObject({ status: 200 });
  });
  it.each([
    ['a foreign owner', eventRequest(change, { owner: 'dingother' }), 403],
    ['a forged signature', eventRequest(change, { token: 'guess' }), 403],
    ['no signature', { ...eventRequest(change), query: {} }, 403],
    ['no encrypt', { ...eventRequest(change), rawBody: '{}' }, 400],
    ['truncated JSON', { ...eventRequest(change), rawBody: '{"encrypt":"x' }, 400],
    ['no type', eventRequest({ x: 1 }), 400],
    ['more than a megabyte', { ...eventRequest(change), rawBody: 'x'.repeat(1024 * 1024 + 1) }, 413],
  ])('is refused with %s', async (_, request, status) => {
    const { heard, handle } = listener();
    expect(await handle(request)).toMatchObject({ status });
    expect(heard).toEqual([]);
  });
  it('is refused with a signed text that the key does not open', async () => {
    const encrypt = Buffer.alloc(64).toString('base64');
    const query = { signature: signEvent('inspect2026', AT, 'n1', encrypt), timestamp: AT, nonce: 'n1' };
    const request: CallbackRequest = { kind: 'event', query, headers: {}, rawBody: JSON.stringify({ encrypt }) };
    expect(await listener().handle(request)).toMatchObject({ status: 400 });
  });
  it('is refused while no token is configured', async () => {
    expect(await listener().handle(eventRequest(change), { ...settings, eventToken: '' })).toMatchObject({
      status: 403,
    });
  });
  it('is not called received when its handler failed', async () => {
    const { handle } = listener({ onEvent: () => Promise.reject(new Error('no disk')) });
    expect(await handle(eventRequest(change))).toEqual({ status: 503, body: { code: 'TRY_AGAIN' } });
  });
});

describe('a robot message over HTTP', () => {
  const said = { msgId: 'm1', msgtype: 'text', text: { content: ' 上报' }, conversationType: '1' };

  it('is handed on and answered without a reply', async () => {
    const { heard, handle } = listener();
    expect(await handle(robotRequest(said))).toEqual({ status: 200, body: { msgtype: 'empty' } });
    expect(heard).toMatchObject([{ msgId: 'm1', content: { kind: 'text', text: '上报' } }]);
  });
  it.each([
    ['a forged signature', robotRequest(said, 'guess'), 403],
    ['no headers', { ...robotRequest(said), headers: {} }, 403],
    ['truncated JSON', robotRequest('{"msgId":'), 400],
    ['no id', robotRequest({ msgtype: 'text' }), 400],
  ])('is refused with %s', async (_, request, status) => {
    const { heard, handle } = listener();
    expect(await handle(request)).toMatchObject({ status });
    expect(heard).toEqual([]);
  });
  it('is refused when it is replayed after more than an hour', async () => {
    const { handle } = listener({ clock: () => new Date(Number(AT) + 3_600_001) });
    expect(await handle(robotRequest(said))).toMatchObject({ status: 403 });
  });
});

describe('a card callback over HTTP', () => {
  it('is answered with what the card shows now, without the wrapper of the Stream', async () => {
    const { heard, handle } = listener();
    expect(await handle(cardRequest(press))).toMatchObject({
      status: 200,
      body: { cardData: { cardParamMap: { status: '已签收' } } },
    });
    expect(heard).toMatchObject([{ outTrackId: 'card-1', actionIds: ['accept'] }]);
  });
  it('is refused with a forged signature, and while no secret is configured', async () => {
    const { handle } = listener();
    expect(await handle(cardRequest(press, 'guess'))).toMatchObject({ status: 403 });
    expect(await handle(cardRequest(press, ''), { ...settings, cardApiSecret: '' })).toMatchObject({ status: 403 });
  });
  it('is refused without content', async () => {
    expect(await listener().handle(cardRequest({ outTrackId: 'card-1', userId: 'wang' }))).toMatchObject({
      status: 400,
    });
  });
});
