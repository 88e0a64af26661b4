import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { answerTo, CARD_TOPIC, ROBOT_TOPIC } from './answers';
import { apis } from './api';
import { crew } from './crew';
import { type InboundDoors } from './doors';
import { readNew } from './envelope';
import { DingTalkError, refusal } from './error';
import { followable } from './hosts';
import { type Link, openLink } from './link';
import { once } from './once';
import { type DingTalkSettings } from './settings';
import { exchange } from './transport';

export { type DingTalkEvent } from './doors';
export { type CardCallback, type CardResponse, type MessageContent, type RobotMessage } from './inbound';

/** `refused`: the gateway does not accept our credentials; nothing is tried again until the process is restarted. */
export type StreamState = 'connecting' | 'open' | 'refused' | 'closed';

export interface StreamConnection {
  state(): StreamState;
  /** Finish what has arrived, acknowledge it, hang up. */
  close(): Promise<void>;
}

/** Every period of the Stream, in milliseconds, and its bounds. */
export const STREAM_TIMING = {
  openMs: 5_000,
  handshakeMs: 5_000,
  pingEveryMs: 30_000,
  pongWithinMs: 8_000,
  drainMs: 15_000,
  firstRetryMs: 1_000,
  lastRetryMs: 60_000,
  ackWithinMs: 1_800,
  rememberMs: 10 * 60_000,
  rememberMost: 50_000,
  closeWithinMs: 5_000,
  handlers: 64,
  waiting: 2_000,
};

export interface StreamDoors extends InboundDoors {
  timing?: Partial<typeof STREAM_TIMING>;
  /** Milliseconds of a clock that never jumps. */
  elapsed?: () => number;
  /** In [0, 1), for jitter. */
  random?: () => number;
}

type StreamSettings = Pick<DingTalkSettings, 'apiBase' | 'oapiBase' | 'clientId' | 'clientSecret' | 'fileHosts'>;

const Opened = z.object({ endpoint: z.string().min(1), ticket: z.string().min(1) });
const SUBSCRIPTIONS = [
  { type: 'EVENT', topic: '*' },
  { type: 'CALLBACK', topic: ROBOT_TOPIC },
  { type: 'CALLBACK', topic: CARD_TOPIC },
];

/** Ask for an endpoint and a ticket; the ticket is good for one connection within 90 s. @throws DingTalkError */
async function askForTicket(settings: StreamSettings, timeoutMs: number, signal: AbortSignal): Promise<string> {
  const { clientId, clientSecret, apiBase } = settings;
  const answer = await exchange('openConnection', {
    url: apiBase + apis.openConnection.path,
    method: apis.openConnection.method,
    // Without `accept` the gateway answers in XML.
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ clientId, clientSecret, ua: 'liandong', subscriptions: SUBSCRIPTIONS }),
    timeoutMs,
    signal,
  });
  const said = Opened.safeParse(readNew('openConnection', answer));
  if (!said.success) throw refusal('openConnection', 'UNEXPECTED_ANSWER', 'no endpoint and ticket');
  const url = followable(said.data.endpoint, ['wss:', 'ws:'], settings);
  if (!url) throw refusal('openConnection', 'FOREIGN_HOST', 'the endpoint is not of DingTalk');
  url.searchParams.set('ticket', said.data.ticket);
  return url.href;
}

/** @returns milliseconds to wait after `failures` failures in a row: doubling, with jitter, bounded */
export function retryAfter(
  failures: number,
  timing: { firstRetryMs: number; lastRetryMs: number },
  random: number,
): number {
  const doubled = timing.firstRetryMs * 2 ** Math.min(failures - 1, 20);
  return Math.min(doubled * (1 + random / 2), timing.lastRetryMs);
}

/**
 * Keep one Stream connection to DingTalk open until `close`. Returns at once; connecting, reconnecting and replacing happen by
 * themselves. Frames of an old connection are still answered on it while its replacement is already open.
 */
export function openStream(settings: StreamSettings, doors: StreamDoors): StreamConnection {
  const timing = { ...STREAM_TIMING, ...doors.timing };
  const elapsed = doors.elapsed ?? (() => performance.now());
  const random = doors.random ?? Math.random;
  const hands = crew(timing.handlers, timing.waiting);
  const answering = {
    ...doors,
    elapsed,
    crew: hands,
    once: once(timing.rememberMs, timing.rememberMost, elapsed),
    ackWithinMs: timing.ackWithinMs,
  };
  const links = new Set<Link>();
  const stop = new AbortController();
  let refused = false;
  let failures = 0;

  const connect = async (): Promise<'replace' | 'lost' | 'failed'> => {
    const url = await askForTicket(settings, timing.openMs, stop.signal);
    if (stop.signal.aborted) return 'failed';
    const link = openLink(url, timing, {
      log: doors.log,
      answer: (frame) => answerTo(frame, answering),
      onFrame: () => (failures = 0),
    });
    links.add(link);
    void link.closed.then(() => links.delete(link));
    return link.ended;
  };

  const tryOnce = async (): Promise<'replace' | 'lost' | 'failed' | 'refused'> => {
    try {
      return await connect();
    } catch (error) {
      if (stop.signal.aborted) return 'failed';
      const { status, code } = error as Partial<DingTalkError>;
      if (status === 401) {
        doors.log.error({ code }, 'DingTalk refuses the Stream: check client id and secret, then restart');
        return 'refused';
      }
      // 400 means an app that is unpublished or set to HTTP callbacks, which an administrator may be changing right now.
      const facts = { code, status, failures };
      if (error instanceof DingTalkError && error.kind === 'refused') doors.log.error(facts, 'Stream not opened');
      else doors.log.warn(facts, 'Stream not opened');
      return 'failed';
    }
  };

  const keep = async (): Promise<void> => {
    let pause = 0;
    while (!stop.signal.aborted) {
      const began = elapsed();
      const ended = await tryOnce();
      refused = ended === 'refused';
      if (refused || stop.signal.aborted) return;
      // A connection that held longer than the pause before it was a good one, even if nothing was said on it.
      if (ended === 'lost' && elapsed() - began > pause) failures = 0;
      failures += 1;
      // A gateway that replaces every connection at once must not set us spinning.
      const planned = ended === 'replace' && elapsed() - began >= timing.firstRetryMs;
      pause = planned ? 0 : retryAfter(failures, timing, random());
      await sleep(pause, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  };

  const kept = keep();
  const hangUp = async (): Promise<void> => {
    stop.abort();
    links.forEach((link) => link.close());
    await Promise.all([...links].map(({ closed }) => closed));
    await kept;
    await Promise.race([hands.idle(), sleep(timing.closeWithinMs, undefined, { ref: false })]);
  };
  let closing: Promise<void> | undefined;

  return {
    state() {
      if (stop.signal.aborted) return 'closed';
      if (refused) return 'refused';
      return [...links].some((link) => link.isOpen()) ? 'open' : 'connecting';
    },
    close: () => (closing ??= hangUp()),
  };
}
