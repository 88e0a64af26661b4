/**
 * A bad mobile link between a browser and a server, as a TCP proxy: so many bytes a second for all connections together, a delay, the
 * rate that TCP still reaches per connection at this loss (Mathis et al. 1997), and connections that break off in the middle with all that
 * was on its way. `speed` makes everything faster by the same factor, so that a long afternoon is measured in minutes.
 */
import { createServer, type Socket, connect } from 'node:net';
import { type AddressInfo } from 'node:net';
import { sleep } from './support';

export interface Link {
  /** Bits per second, round trip in ms, share of packets lost. */
  bits: number;
  rttMs: number;
  loss: number;
  /** How long a connection lives on average, and how long the network is away after every fourth break, in ms. */
  breakMs: number;
  awayMs: number;
  speed: number;
}

const SEGMENT = 1_460;
const SLICE_MS = 20;

/** Bytes per second that one TCP connection reaches on this link. */
const perConnection = ({ rttMs, loss }: Link) => (1.22 * SEGMENT) / ((rttMs / 1000) * Math.sqrt(loss));

export interface SlowLink {
  port: number;
  /** Bytes that went over the link towards the server, those lost on it with a broken connection included; without TCP's own repeats. */
  sent: () => number;
  breaks: () => number;
  close: () => Promise<void>;
}

/** Gives out bytes at a steady rate, shared by all who wait. */
function tap(perSecond: number) {
  let free = 0;
  let at = performance.now();
  return async (wanted: number): Promise<number> => {
    for (;;) {
      const now = performance.now();
      free = Math.min(perSecond / 10, free + ((now - at) / 1000) * perSecond);
      at = now;
      const given = Math.floor(Math.min(wanted, free));
      if (given > 0) {
        free -= given;
        return given;
      }
      await sleep(SLICE_MS);
    }
  };
}

/** One direction of one connection. */
async function pump(
  from: Socket,
  to: Socket,
  taps: readonly ((wanted: number) => Promise<number>)[],
  delayMs: number,
  count: (bytes: number) => void = () => undefined,
) {
  for await (const chunk of from as AsyncIterable<Buffer>) {
    for (let rest = chunk; rest.length > 0;) {
      let given = Math.min(rest.length, SEGMENT * 8);
      for (const take of taps) given = await take(given);
      const part = rest.subarray(0, given);
      rest = rest.subarray(given);
      count(given);
      setTimeout(() => to.destroyed || to.write(part), delayMs);
    }
  }
  setTimeout(() => to.end(), delayMs);
}

/** Open the link to a server on this machine. */
export async function openSlowLink(target: number, link: Link): Promise<SlowLink> {
  const { speed } = link;
  const shared = tap((link.bits / 8) * speed);
  let [sent, breaks, awayUntil] = [0, 0, 0];
  const open = new Set<Socket>();
  const server = createServer((inner) => {
    if (performance.now() < awayUntil) return void inner.destroy();
    const outer = connect(target, '127.0.0.1');
    const both = [inner, outer];
    for (const socket of both) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => both.forEach((one) => (open.delete(one), one.destroy())));
    }
    const own = () => tap(perConnection(link) * speed);
    const delay = link.rttMs / 2 / speed;
    const life = setTimeout(
      () => {
        breaks += 1;
        if (breaks % 4 === 0) awayUntil = performance.now() + link.awayMs / speed;
        both.forEach((one) => one.resetAndDestroy());
      },
      (-Math.log(1 - Math.random()) * link.breakMs) / speed,
    );
    inner.on('close', () => clearTimeout(life));
    void pump(inner, outer, [own(), shared], delay, (bytes) => (sent += bytes)).catch(() => undefined);
    void pump(outer, inner, [own(), tap((link.bits / 8) * speed)], delay).catch(() => undefined);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    sent: () => sent,
    breaks: () => breaks,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
