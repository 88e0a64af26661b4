import { type WebSocket, WebSocketServer } from 'ws';
import { type CardCallback, openStream, type RobotMessage, type StreamDoors } from '../bot/dingtalk/stream';
import { type Reply, wireServer } from './support/wireServer';

const OPEN = '/v1.0/gateway/connections/open';
const ROBOT = '/v1.0/im/bot/messages/get';
const CARD = '/v1.0/card/instances/callback';

interface Acknowledged {
  code: number;
  headers: Record<string, string>;
  data: Record<string, unknown>;
}

/** A queue that the spec waits on, so that no spec waits for time. */
function queue<T>() {
  const items: T[] = [];
  const takers: ((item: T) => void)[] = [];
  return {
    put(item: T) {
      const taker = takers.shift();
      if (taker) taker(item);
      else items.push(item);
    },
    take: () => (items.length ? Promise.resolve(items.shift() as T) : new Promise<T>((taker) => takers.push(taker))),
    size: () => items.length,
  };
}

const cleaning: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean();
});

/** A gateway on the loopback: tickets over HTTP, frames over a real WebSocket. */
async function gateway(refuse?: (nth: number) => Reply | undefined) {
  const sockets = queue<WebSocket>();
  const acks = queue<Acknowledged>();
  const connections: { ticket: string; socket: WebSocket }[] = [];
  const hub = new WebSocketServer({ port: 0, host: '127.0.0.1', autoPong: true });
  await new Promise((ready) => hub.once('listening', ready));
  const { port } = hub.address() as { port: number };
  const door = await wireServer(
    (_, nth) => refuse?.(nth) ?? { body: { endpoint: `ws://127.0.0.1:${port}/connect`, ticket: `t-${nth}` } },
  );
  hub.on('connection', (socket, request) => {
    connections.push({ socket, ticket: new URL(request.url ?? '', 'ws://x').searchParams.get('ticket') ?? '' });
    socket.on('message', (data: Buffer) => {
      const ack = JSON.parse(data.toString()) as { code: number; headers: Record<string, string>; data: string };
      acks.put({ ...ack, data: JSON.parse(ack.data) as Record<string, unknown> });
    });
    sockets.put(socket);
  });
  cleaning.push(async () => {
    hub.clients.forEach((socket) => socket.terminate());
    await new Promise((done) => hub.close(done));
    await door.close();
  });
  return {
    base: door.base,
    hubBase: `http://127.0.0.1:${port}`,
    sockets,
    acks,
    connections,
    opens: () => door.calls(OPEN),
  };
}

type Gateway = Awaited<ReturnType<typeof gateway>>;

function listen({ base, hubBase }: Gateway, changes: Partial<StreamDoors> = {}) {
  const messages = queue<RobotMessage>();
  const cards = queue<CardCallback>();
  const events = queue<{ type: string; id: string; data: unknown }>();
  const lines = queue<string>();
  const line = (level: string) => (facts: object, message: string) =>
    lines.put(`${level} ${message} ${JSON.stringify(facts)}`);
  const stream = openStream(
    { apiBase: base, oapiBase: hubBase, clientId: 'dingclient', clientSecret: 'app-secret' },
    {
      clock: () => new Date('2026-03-01T00:00:00Z'),
      log: { info: line('info'), warn: line('warn'), error: line('error') },
      onMessage: (message) => Promise.resolve(messages.put(message)),
      onCard: (callback) => Promise.resolve(cards.put(callback)).then(() => ({ cardData: { status: '已签收' } })),
      onEvent: (event) => Promise.resolve(events.put(event)),
      random: () => 0,
      ...changes,
      timing: { firstRetryMs: 20, lastRetryMs: 40, pingEveryMs: 5_000, ...changes.timing },
    },
  );
  cleaning.push(() => stream.close());
  return { stream, messages, cards, events, lines };
}

const frame = (type: string, topic: string, data: unknown, headers: Record<string, string> = {}) =>
  JSON.stringify({
    specVersion: '1.0',
    type,
    headers: { contentType: 'application/json', messageId: 'f1', time: '1690362102194', topic, ...headers },
    data: typeof data === 'string' ? data : JSON.stringify(data),
  });
const said = (msgId: string) => ({ msgId, msgtype: 'text', text: { content: '上报' }, conversationType: '1' });
const pressed = {
  outTrackId: 'c1',
  userId: 'wang',
  content: '{"cardPrivateData":{"actionIds":["accept"],"params":{}}}',
};

async function talking(changes: Partial<StreamDoors> = {}) {
  const gate = await gateway();
  const client = listen(gate, changes);
  const socket = await gate.sockets.take();
  return { ...gate, ...client, socket };
}

describe('opening the Stream', () => {
  it('subscribes to everything, asks for JSON, and uses the ticket it was given', async () => {
    const { opens, connections, stream, socket, acks } = await talking();
    socket.send(frame('SYSTEM', 'ping', { opaque: 'o1' }));
    await acks.take();
    expect(opens()[0]).toMatchObject({
      headers: { accept: 'application/json' },
      body: {
        clientId: 'dingclient',
        subscriptions: [
          { type: 'EVENT', topic: '*' },
          { type: 'CALLBACK', topic: ROBOT },
          { type: 'CALLBACK', topic: CARD },
        ],
      },
    });
    expect(connections.map(({ ticket }) => ticket)).toEqual(['t-1']);
    expect(stream.state()).toBe('open');
  });
  it('is tried again after a failure of the platform, each time with a new ticket', async () => {
    const gate = await gateway(
      (nth) => [undefined, { status: 503 }, { status: 200, text: '<xml/>' }, 'cut' as const][nth],
    );
    listen(gate);
    await gate.sockets.take();
    expect(gate.connections.map(({ ticket }) => ticket)).toEqual(['t-4']);
  });
  it('stops at wrong credentials and raises an alarm', async () => {
    const gate = await gateway(() => ({ status: 401, body: { code: 'authFailed', message: '鉴权失败' } }));
    const { stream, lines } = listen(gate);
    expect(await lines.take()).toMatch(/^error DingTalk refuses the Stream/);
    await stream.close();
    expect(gate.opens()).toHaveLength(1);
  });
  it('tells that it is refused until it is closed', async () => {
    const { stream, lines } = listen(await gateway(() => ({ status: 401, body: { code: 'authFailed' } })));
    await lines.take();
    await new Promise(setImmediate);
    expect(stream.state()).toBe('refused');
    await stream.close();
    expect(stream.state()).toBe('closed');
  });
  it('does not follow the gateway to a foreign host', async () => {
    const gate = await gateway(() => ({ body: { endpoint: 'ws://169.254.169.254/connect', ticket: 't' } }));
    const { lines } = listen(gate);
    expect(await lines.take()).toContain('FOREIGN_HOST');
    expect(gate.connections).toEqual([]);
  });
});

describe('a connection', () => {
  it('that is lost is opened again with a new ticket', async () => {
    const { socket, sockets, connections } = await talking();
    socket.terminate();
    await sockets.take();
    expect(connections.map(({ ticket }) => ticket)).toEqual(['t-1', 't-2']);
  });
  it('that answers no ping is given up', async () => {
    const gate = await gateway();
    const { lines } = listen(gate, { timing: { pingEveryMs: 10, pongWithinMs: 10 } });
    (await gate.sockets.take()).pause();
    expect(await lines.take()).toContain('silent');
    await gate.sockets.take();
    expect(gate.connections.length).toBeGreaterThan(1);
  });
  it('that the gateway gives up is replaced first, and still answers what it was asked', async () => {
    let finish: () => void = () => undefined;
    const { socket, sockets, acks, messages, connections } = await talking({
      onMessage: () => new Promise<void>((done) => (finish = done)),
      timing: { firstRetryMs: 1 },
    });
    const asked: string[] = [];
    socket.on('message', () => asked.push('old'));
    socket.send(frame('CALLBACK', ROBOT, said('m1')));
    socket.send(frame('SYSTEM', 'disconnect', { reason: 'connection is expired' }, { messageId: 'f2' }));
    await sockets.take();
    expect([connections.length, socket.readyState]).toEqual([2, 1]);
    finish();
    expect(await acks.take()).toMatchObject({ code: 200, headers: { messageId: 'f1' } });
    expect([asked, messages.size()]).toEqual([['old'], 0]);
  });
  it('that is closed finishes what has arrived before it hangs up', async () => {
    let finish: () => void = () => undefined;
    const begun = queue<string>();
    const { socket, stream, acks } = await talking({
      onMessage: ({ msgId }) => new Promise<void>((done) => ((finish = done), begun.put(msgId))),
    });
    socket.send(frame('CALLBACK', ROBOT, said('m1')));
    await begun.take();
    const closed = stream.close();
    finish();
    expect(await acks.take()).toMatchObject({ code: 200 });
    await closed;
    expect(stream.state()).toBe('closed');
  });
  it('that sends too large a frame is dropped and opened again, and the process lives', async () => {
    const { socket, sockets } = await talking();
    socket.send('x'.repeat(1024 * 1024 + 1));
    await sockets.take();
  });
});

describe('a frame', () => {
  it('with a ping is echoed', async () => {
    const { socket, acks } = await talking();
    socket.send(frame('SYSTEM', 'ping', { opaque: 'o1' }));
    expect(await acks.take()).toEqual({
      code: 200,
      message: 'OK',
      headers: { contentType: 'application/json', messageId: 'f1' },
      data: { opaque: 'o1' },
    });
  });
  it('with a message is acknowledged only after the message was stored', async () => {
    let store: () => void = () => undefined;
    const begun = queue<string>();
    const { socket, acks } = await talking({
      onMessage: ({ msgId }) => new Promise<void>((done) => ((store = done), begun.put(msgId))),
    });
    socket.send(frame('CALLBACK', ROBOT, said('m1')));
    await begun.take();
    socket.send(frame('SYSTEM', 'ping', { opaque: 'later' }, { messageId: 'f2' }));
    expect((await acks.take()).headers['messageId']).toBe('f2');
    store();
    expect(await acks.take()).toMatchObject({ code: 200, headers: { messageId: 'f1' }, data: { response: null } });
  });
  it('with a pressed card is answered with what the card shows now', async () => {
    const { socket, acks, cards } = await talking();
    socket.send(frame('CALLBACK', CARD, pressed));
    expect((await acks.take()).data).toEqual({
      response: {
        cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
        cardData: { cardParamMap: { status: '已签收' } },
      },
    });
    expect(await cards.take()).toMatchObject({ outTrackId: 'c1', actionIds: ['accept'] });
  });
  it('with an event is acknowledged as a success', async () => {
    const { socket, acks, events } = await talking();
    socket.send(frame('EVENT', '*', { userId: ['wang'] }, { eventType: 'user_leave_org', eventId: 'e1' }));
    expect(await acks.take()).toMatchObject({ code: 200, data: { status: 'SUCCESS' } });
    expect(await events.take()).toEqual({ type: 'user_leave_org', id: 'e1', data: { userId: ['wang'] } });
  });
  it('that comes twice has one effect and two acknowledgements', async () => {
    const { socket, acks, messages, cards, events } = await talking();
    for (const messageId of ['f1', 'f2']) {
      socket.send(frame('CALLBACK', ROBOT, said('m1'), { messageId }));
      socket.send(frame('EVENT', '*', {}, { messageId, eventType: 'user_leave_org', eventId: 'e1' }));
      socket.send(frame('CALLBACK', CARD, pressed, { messageId: 'f3' }));
    }
    const codes = await Promise.all(Array.from({ length: 6 }, () => acks.take()));
    expect(codes.map(({ code }) => code)).toEqual(Array(6).fill(200));
    expect([messages.size(), events.size(), cards.size()]).toEqual([1, 1, 1]);
  });
  it('whose handler failed says so, and is handled when it comes again', async () => {
    let tries = 0;
    const fails = () => ((tries += 1) < 3 ? Promise.reject(new Error('no disk')) : Promise.resolve());
    const { socket, acks } = await talking({ onMessage: fails, onEvent: fails });
    const event = frame('EVENT', '*', {}, { eventType: 'user_leave_org', eventId: 'e1' });
    socket.send(frame('CALLBACK', ROBOT, said('m1')));
    expect(await acks.take()).toMatchObject({ code: 500 });
    socket.send(event);
    expect(await acks.take()).toMatchObject({ code: 200, data: { status: 'LATER' } });
    socket.send(event);
    expect(await acks.take()).toMatchObject({ code: 200, data: { status: 'SUCCESS' } });
  });
  it('whose handler is slow is not called handled; the redelivered one finds the result', async () => {
    let finish: () => void = () => undefined;
    let calls = 0;
    const slow = () => new Promise<void>((done) => ((finish = done), (calls += 1)));
    const { socket, acks } = await talking({ onEvent: slow, timing: { ackWithinMs: 30 } });
    const event = frame('EVENT', '*', {}, { eventType: 'user_leave_org', eventId: 'e1' });
    socket.send(event);
    expect(await acks.take()).toMatchObject({ data: { status: 'LATER' } });
    finish();
    socket.send(event);
    expect(await acks.take()).toMatchObject({ data: { status: 'SUCCESS' } });
    expect(calls).toBe(1);
  });
  it('that finds every hand busy waits; a press that waited too long has no effect', async () => {
    const waiting: (() => void)[] = [];
    const begun = queue<string>();
    const { socket, acks, cards } = await talking({
      onMessage: ({ msgId }) => new Promise<void>((done) => (waiting.push(done), begun.put(msgId))),
      timing: { handlers: 1, waiting: 1, ackWithinMs: 30 },
    });
    socket.send(frame('CALLBACK', ROBOT, said('m1')));
    await begun.take();
    socket.send(frame('CALLBACK', CARD, pressed, { messageId: 'f2' }));
    socket.send(frame('CALLBACK', ROBOT, said('m3'), { messageId: 'f3' }));
    const first = await Promise.all([acks.take(), acks.take(), acks.take()]);
    expect(first.map(({ code, headers }) => [headers['messageId'], code])).toEqual([
      ['f3', 500],
      ['f1', 500],
      ['f2', 500],
    ]);
    waiting.forEach((done) => done());
    socket.send(frame('CALLBACK', ROBOT, said('m4'), { messageId: 'f4' }));
    await begun.take();
    waiting.at(-1)?.();
    expect(await acks.take()).toMatchObject({ code: 200, headers: { messageId: 'f4' } });
    expect(cards.size()).toBe(0);
  });
  it.each([
    ['of an unknown topic', frame('CALLBACK', '/v1.0/graph/api/invoke', {}), 404],
    ['of an unknown type', frame('PUZZLE', 'x', {}), 404],
    ['whose data is truncated', frame('CALLBACK', ROBOT, '{"msgId":'), 400],
    ['with a message without id', frame('CALLBACK', ROBOT, { msgtype: 'text' }), 400],
    ['with a card without person', frame('CALLBACK', CARD, { outTrackId: 'c1' }), 400],
    ['with an event that is no JSON', frame('EVENT', '*', 'x', { eventId: 'e' }), 400],
  ])('%s is answered with its code', async (_, text, code) => {
    const { socket, acks, messages, cards, events } = await talking();
    socket.send(text);
    expect(await acks.take()).toMatchObject({ code, headers: { messageId: 'f1' } });
    expect([messages.size(), cards.size(), events.size()]).toEqual([0, 0, 0]);
  });
  it.each(['', 'not json', '[]', '{"type":"CALLBACK"}', '{"type":"CALLBACK","headers":{}}', 'null'])(
    'that is “%s” is passed over, and the next one is answered',
    async (text) => {
      const { socket, acks } = await talking();
      socket.send(text);
      socket.send(frame('SYSTEM', 'ping', {}, { messageId: 'f9' }));
      expect(await acks.take()).toMatchObject({ headers: { messageId: 'f9' } });
    },
  );
});
