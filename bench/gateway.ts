import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo } from 'node:net';
import { createClock } from '../bot/sandbox/clock';
import { createGateway, type Gateway, type Subscription } from '../bot/sandbox/gateway';
import { type State } from '../bot/sandbox/state';

export const CARD_TOPIC = '/v1.0/card/instances/callback';

/** The sandbox's Stream gateway by itself, without phones, so that the load does not wait for them. */
export async function openGateway(): Promise<{ url: string; gateway: Gateway; close: () => void }> {
  let url = '';
  const clock = createClock({ offsetMs: 0 } as State);
  const gateway = createGateway(clock, () => url, { corpId: 'corp', clientId: 'client' });
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { subscriptions } = JSON.parse(body) as { subscriptions: Subscription[] };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(gateway.open(subscriptions)));
    });
  });
  server.on('upgrade', (request, socket, head) => gateway.upgrade(request, socket, head));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    gateway.close();
    server.closeAllConnections();
    server.close();
  };
  return { url, gateway, close };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
