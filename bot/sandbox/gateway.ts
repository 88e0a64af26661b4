import { randomUUID } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import { type Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { type Clock } from './clock';
import { objectOf, parseJson, textOf, type Fields } from './fields';

/**
 * The platform's end of Stream mode (dingtalk.md §7): single-use tickets, frames whose headers are all texts, one connection
 * picked at random among those subscribed, events pushed again until they are taken.
 */
export interface Gateway {
  /** @returns endpoint and ticket for one connection, valid 90 seconds */
  open(subscriptions: Subscription[]): { endpoint: string; ticket: string };
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Pushes to one subscriber. @returns its answer, or undefined when there is no subscriber or none answers in time */
  push(topic: string, data: unknown, deadlineMs: number): Promise<Ack | undefined>;
  /** Pushes an event at least once; again on LATER, error or silence. */
  event(eventType: string, data: unknown): void;
  system(topic: 'ping' | 'disconnect', data: Fields): number;
  /** Sends one frame of a topic nobody asked for, or any text at all. @returns how many connections got it */
  raw(frame: { topic: string; data: unknown } | string): number;
  /** Cuts every connection without a word. */
  drop(): number;
  /** Half-open: connections stay up and neither read nor speak. */
  freeze(ms: number): number;
  connections(): { connectionId: string; topics: string[] }[];
  close(): void;
}
export interface Subscription {
  type: string;
  topic: string;
}
export interface Ack {
  code: number;
  message: string;
  data: unknown;
  inMs: number;
}
interface Connection {
  id: string;
  socket: WebSocket;
  topics: Set<string>;
  frozen: boolean;
}

const TICKET_MS = 90_000;
const EVENT_DEADLINE_MS = 3000;
const EVENT_PAUSES_MS = [1000, 3000, 5000, 10_000, 20_000, 30_000];
const PING_MS = 30_000;
const GRACE_MS = 10_000;
const LARGEST_FRAME = 1024 * 1024;

interface Identity {
  corpId: string;
  clientId: string;
}

export function createGateway(clock: Clock, url: () => string, identity: Identity): Gateway {
  const server = new WebSocketServer({ noServer: true, maxPayload: LARGEST_FRAME });
  const tickets = new Map<string, { subscriptions: Subscription[]; expiresAt: number }>();
  const connections = new Map<string, Connection>();
  const waiting = new Map<string, (ack: Ack) => void>();
  const timers = new Set<NodeJS.Timeout>();
  const nowMs = () => clock.now().getTime();

  function after(ms: number, run: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer.unref());
    return timer;
  }
  function headers(connection: Connection, topic: string, extra: Record<string, string>) {
    return {
      appId: identity.clientId,
      connectionId: connection.id,
      contentType: 'application/json',
      messageId: randomUUID(),
      time: String(nowMs()),
      topic,
      ...extra,
    };
  }
  function send(
    connection: Connection,
    type: string,
    topic: string,
    data: unknown,
    extra: Record<string, string> = {},
  ) {
    const head = headers(connection, topic, extra);
    const frame = { specVersion: '1.0', type, headers: head, data: JSON.stringify(data) };
    if (!connection.frozen) connection.socket.send(JSON.stringify(frame), () => undefined);
    return head.messageId;
  }
  function subscriber(topic: string): Connection | undefined {
    const candidates = [...connections.values()].filter(({ topics }) => topics.has(topic));
    return candidates[Math.floor(Math.random() * candidates.length)];
  }
  function answered(messageId: string, deadlineMs: number, sentAt: number): Promise<Ack | undefined> {
    return new Promise((resolve) => {
      const timer = after(deadlineMs, () => {
        waiting.delete(messageId);
        resolve(undefined);
      });
      waiting.set(messageId, (ack) => {
        clearTimeout(timer);
        timers.delete(timer);
        waiting.delete(messageId);
        resolve({ ...ack, inMs: Math.round((performance.now() - sentAt) * 100) / 100 });
      });
    });
  }
  function received(raw: Buffer | ArrayBuffer | Buffer[]) {
    const frame = objectOf(parseJson((raw as Buffer).toString('utf8')));
    const messageId = textOf(objectOf(frame?.['headers'])?.['messageId']);
    if (!frame || !messageId) return;
    const text = textOf(frame['data']);
    const data = text === undefined ? frame['data'] : parseJson(text);
    waiting.get(messageId)?.({ code: Number(frame['code']), message: textOf(frame['message']) ?? '', data, inMs: 0 });
  }
  function admit(socket: WebSocket, subscriptions: Subscription[]) {
    const connection: Connection = {
      id: randomUUID(),
      socket,
      topics: new Set(subscriptions.map(({ topic }) => topic)),
      frozen: false,
    };
    connections.set(connection.id, connection);
    socket.on('message', received);
    socket.on('error', () => undefined);
    socket.on('close', () => connections.delete(connection.id));
  }
  async function pushEvent(eventType: string, data: unknown, eventId: string, attempt: number): Promise<void> {
    const connection = subscriber('*');
    const born = {
      eventType,
      eventId,
      eventCorpId: identity.corpId,
      eventBornTime: String(nowMs()),
      eventUnifiedAppId: identity.clientId,
    };
    const taken =
      connection && (await answered(send(connection, 'EVENT', '*', data, born), EVENT_DEADLINE_MS, performance.now()));
    if (taken?.code === 200 && objectOf(taken.data)?.['status'] === 'SUCCESS') return;
    const pause = EVENT_PAUSES_MS[attempt];
    if (pause !== undefined) after(pause, () => void pushEvent(eventType, data, eventId, attempt + 1));
  }
  const each = (act: (connection: Connection) => void): number => {
    for (const connection of connections.values()) act(connection);
    return connections.size;
  };
  const system = (topic: string, data: Fields) => each((connection) => send(connection, 'SYSTEM', topic, data));
  const heartbeat = setInterval(() => system('ping', { opaque: randomUUID() }), PING_MS).unref();

  return {
    open(subscriptions) {
      for (const [ticket, { expiresAt }] of tickets) if (expiresAt <= nowMs()) tickets.delete(ticket);
      const ticket = randomUUID();
      tickets.set(ticket, { subscriptions, expiresAt: nowMs() + TICKET_MS });
      return { endpoint: `${url().replace(/^http/, 'ws')}/connect`, ticket };
    },
    upgrade(request, socket, head) {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sandbox');
      const ticket = tickets.get(searchParams.get('ticket') ?? '');
      tickets.delete(searchParams.get('ticket') ?? '');
      if (pathname !== '/connect' || !ticket || ticket.expiresAt <= nowMs()) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, (webSocket) => admit(webSocket, ticket.subscriptions));
    },
    async push(topic, data, deadlineMs) {
      const connection = subscriber(topic);
      if (!connection) return undefined;
      const sentAt = performance.now();
      return answered(send(connection, 'CALLBACK', topic, data), deadlineMs, sentAt);
    },
    event: (eventType, data) => void pushEvent(eventType, data, randomUUID(), 0),
    system(topic, data) {
      const reached = system(topic, data);
      const doomed = [...connections.values()];
      if (topic === 'disconnect') after(GRACE_MS, () => doomed.forEach(({ socket }) => socket.close()));
      return reached;
    },
    raw: (frame) =>
      each((connection) => {
        if (typeof frame === 'string') connection.socket.send(frame, () => undefined);
        else send(connection, 'CALLBACK', frame.topic, frame.data);
      }),
    drop: () => each(({ socket }) => socket.terminate()),
    freeze(ms) {
      const frozen = [...connections.values()];
      for (const connection of frozen) {
        connection.frozen = true;
        connection.socket.pause();
      }
      after(ms, () => {
        for (const connection of frozen) {
          connection.frozen = false;
          connection.socket.resume();
        }
      });
      return frozen.length;
    },
    connections: () => [...connections.values()].map(({ id, topics }) => ({ connectionId: id, topics: [...topics] })),
    close() {
      clearInterval(heartbeat);
      for (const timer of timers) clearTimeout(timer);
      for (const { socket } of connections.values()) socket.terminate();
      server.close();
    },
  };
}
