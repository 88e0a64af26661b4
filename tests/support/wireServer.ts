import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

/** One request as the wire saw it. */
export interface Heard {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: IncomingMessage['headers'];
  text: string;
  body: Record<string, unknown>;
}

export type Reply =
  { status?: number; body?: unknown; text?: string; headers?: Record<string, string> } | 'hang' | 'cut';

/** The far end of the wire: a real HTTP server on the loopback that answers as it is told and remembers what it heard. */
export async function wireServer(answer: (heard: Heard, nth: number) => Reply) {
  const heard: Heard[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '', 'http://wire');
    const text = Buffer.concat(chunks).toString('latin1');
    const one: Heard = {
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      text,
      body: text.startsWith('{') ? (JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>) : {},
    };
    heard.push(one);
    const reply = answer(one, heard.filter(({ path }) => path === one.path).length);
    if (reply === 'hang') return;
    if (reply === 'cut') return void request.socket.destroy();
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
    response.end(reply.text ?? JSON.stringify(reply.body ?? {}));
  };
  const server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    base,
    heard,
    calls: (path: string) => heard.filter((one) => one.path === path),
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
