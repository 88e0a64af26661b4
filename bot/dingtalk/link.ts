import { WebSocket } from 'ws';
import { ackText, type Ack, type Frame, readFrame } from './frames';
import { type Log } from './settings';

/** The largest documented push is some 20 kB. */
const MAX_FRAME_BYTES = 1024 * 1024;

interface LinkTiming {
  handshakeMs: number;
  /** A ping this often, so that a connection that died without a word is noticed. */
  pingEveryMs: number;
  pongWithinMs: number;
  /** How long a connection that the gateway gave up may still finish its acknowledgements. */
  drainMs: number;
}

interface LinkDoors {
  log: Log;
  /** @returns the acknowledgement; must not throw */
  answer: (frame: Frame) => Promise<Ack>;
  onFrame: (frame: Frame) => void;
}

/** One WebSocket to the gateway. */
export interface Link {
  isOpen(): boolean;
  /** `replace`: the gateway will close it soon, open another; `lost`: it is gone; `failed`: it never opened. Never rejects. */
  ended: Promise<'replace' | 'lost' | 'failed'>;
  closed: Promise<void>;
  /** Send the acknowledgements that are still owed, then hang up. */
  close(): void;
}

const isDisconnect = ({ type, topic }: Frame): boolean => type === 'SYSTEM' && topic === 'disconnect';

export function openLink(url: string, timing: LinkTiming, { log, answer, onFrame }: LinkDoors): Link {
  const socket = new WebSocket(url, {
    maxPayload: MAX_FRAME_BYTES,
    handshakeTimeout: timing.handshakeMs,
    perMessageDeflate: false,
  });
  const timers = new Set<NodeJS.Timeout>();
  const after = (milliseconds: number, act: () => void): NodeJS.Timeout => {
    const timer = setTimeout(() => (timers.delete(timer), act()), milliseconds);
    timers.add(timer);
    return timer;
  };
  const owed = new Set<Promise<void>>();
  let opened = false;
  let end: (how: 'replace' | 'lost' | 'failed') => void = () => undefined;
  const ended = new Promise<'replace' | 'lost' | 'failed'>((resolve) => (end = resolve));

  const acknowledge = (frame: Frame, ack: Ack): void => {
    if (socket.readyState !== WebSocket.OPEN)
      return log.warn({ messageId: frame.messageId }, 'Stream closed before the ack');
    socket.send(ackText(frame, ack), (error) => {
      if (error) log.warn({ messageId: frame.messageId, err: error }, 'Stream ack not sent');
    });
  };

  const receive = async (text: string): Promise<void> => {
    const frame = readFrame(text);
    if (!frame) return log.warn({ bytes: text.length }, 'unreadable Stream frame');
    onFrame(frame);
    if (isDisconnect(frame)) {
      log.info({ data: frame.data.slice(0, 200) }, 'the Stream gateway asks for a new connection');
      end('replace');
      after(timing.drainMs, close);
      return;
    }
    acknowledge(frame, frame.type === 'SYSTEM' ? { code: 200, message: 'OK', data: frame.data } : await answer(frame));
  };

  let pong: NodeJS.Timeout | undefined;
  const ping = (): void => {
    if (socket.readyState !== WebSocket.OPEN) return;
    socket.ping();
    pong = after(timing.pongWithinMs, () => {
      log.warn({}, 'the Stream connection is silent');
      socket.terminate();
    });
    after(timing.pingEveryMs, ping);
  };

  function close(): void {
    if (socket.readyState === WebSocket.CONNECTING) return socket.terminate();
    void Promise.allSettled(owed).then(() => {
      if (socket.readyState === WebSocket.CLOSED) return;
      socket.close(1000);
      after(1_000, () => socket.terminate());
    });
  }

  socket.on('open', () => {
    opened = true;
    after(timing.pingEveryMs, ping);
  });
  socket.on('pong', () => {
    clearTimeout(pong);
    if (pong) timers.delete(pong);
  });
  socket.on('message', (data: Buffer) => {
    const answered = receive(data.toString('utf8'))
      .catch((error: unknown) => log.error({ err: error }, 'Stream frame failed'))
      .finally(() => owed.delete(answered));
    owed.add(answered);
  });
  socket.on('error', (error) => log.warn({ reason: error.message }, 'Stream connection error'));
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      timers.forEach((timer) => clearTimeout(timer));
      end(opened ? 'lost' : 'failed');
      resolve();
    });
  });

  return { isOpen: () => socket.readyState === WebSocket.OPEN, ended, closed, close };
}
