import { once } from 'node:events';
import { WebSocket } from 'ws';
import { type Sandbox } from '../../bot/sandbox/server';

export interface Frame {
  type: string;
  headers: Record<string, string>;
  data: unknown;
}
/** Decides the acknowledgement of a frame: `{code, data}`, or undefined to stay silent. */
export type Answer = (frame: Frame) => { code?: number; data: unknown } | undefined;

/** The smallest Stream client: every frame is kept and answered as the specification says. */
export interface Stream {
  frames: Frame[];
  closed: Promise<number>;
  socket: WebSocket;
}

export const ROBOT = '/v1.0/im/bot/messages/get';
export const CARD = '/v1.0/card/instances/callback';

export async function openStream(
  sandbox: Sandbox,
  answer: Answer = () => ({ data: { response: {} } }),
  topics = ['*', ROBOT, CARD],
): Promise<Stream> {
  const { clientId, clientSecret } = sandbox.info;
  const subscriptions = topics.map((topic) => ({ type: topic === '*' ? 'EVENT' : 'CALLBACK', topic }));
  const opened = await fetch(`${sandbox.url}/v1.0/gateway/connections/open`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clientId, clientSecret, subscriptions }),
  });
  const { endpoint, ticket } = (await opened.json()) as { endpoint: string; ticket: string };
  const socket = new WebSocket(`${endpoint}?ticket=${ticket}`);
  const frames: Frame[] = [];
  socket.on('message', (raw: Buffer) => {
    const frame = JSON.parse(raw.toString()) as Frame & { data: string };
    const read: Frame = { ...frame, data: JSON.parse(frame.data) };
    frames.push(read);
    const said = answer(read);
    const headers = { messageId: frame.headers['messageId'], contentType: 'application/json' };
    if (said)
      socket.send(JSON.stringify({ code: said.code ?? 200, message: 'OK', headers, data: JSON.stringify(said.data) }));
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await once(socket, 'open');
  return { frames, closed, socket };
}

/** Waits until something is true. @throws Error when it has not become true in 2000 looks */
export async function until(test: () => boolean | Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < 2000; looks += 1) {
    if (await test()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`never became true: ${test.toString()}`);
}
