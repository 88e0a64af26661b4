import { type Crew } from './crew';
import { type InboundDoors } from './doors';
import { type Ack, type Frame } from './frames';
import { cardAnswer, readCardCallback, readRobotMessage, UnreadableInbound } from './inbound';
import { type Once } from './once';

export const ROBOT_TOPIC = '/v1.0/im/bot/messages/get';
export const CARD_TOPIC = '/v1.0/card/instances/callback';

/** The handler did not finish in time; what it does is still remembered, so a redelivery finds the result. */
class Late extends Error {
  override readonly name = 'Late';
}

interface AnswerDoors extends InboundDoors {
  crew: Crew;
  once: Once;
  elapsed: () => number;
  /** DingTalk waits 2 s for a card and 3 s for the rest. */
  ackWithinMs: number;
}

const ok = (data: unknown): Ack => ({ code: 200, message: 'OK', data });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UnreadableInbound('data is not JSON', { cause });
  }
}

/** What is done with a frame, and the acknowledgement when it succeeded. */
type Handler = (frame: Frame, doors: AnswerDoors) => Promise<Ack>;

const HANDLERS: Record<string, Handler> = {
  async event({ headers, messageId, data }, { once, crew, onEvent }) {
    const event = { type: headers['eventType'] ?? '', id: headers['eventId'] ?? messageId, data: jsonOf(data) };
    await once(`event:${event.id}`, () => crew.run(() => onEvent(event)));
    return ok({ status: 'SUCCESS', message: 'ok' });
  },
  async robot({ data }, { once, crew, onMessage }) {
    const message = readRobotMessage(jsonOf(data));
    await once(`robot:${message.msgId}`, () => crew.run(() => onMessage(message)));
    return ok({ response: null });
  },
  async card({ data, messageId }, { once, crew, onCard, elapsed, ackWithinMs }) {
    const callback = readCardCallback(jsonOf(data));
    const tooLate = elapsed() + ackWithinMs;
    const press = async (): Promise<Ack> => {
      // Whoever pressed has been told to press again by now; acting on the first press would be a surprise.
      if (elapsed() >= tooLate) throw new Late('not begun in time');
      return ok({ response: cardAnswer(await onCard(callback)) });
    };
    return once(`card:${messageId}`, () => crew.run(press));
  },
  unknown: () => Promise.resolve({ code: 404, message: 'no handler for this topic', data: {} }),
};

function handlerOf({ type, topic }: Frame): keyof typeof HANDLERS {
  if (type === 'EVENT') return 'event';
  if (type !== 'CALLBACK') return 'unknown';
  return { [ROBOT_TOPIC]: 'robot', [CARD_TOPIC]: 'card' }[topic] ?? 'unknown';
}

async function withinMs<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Late(`no result after ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** An event that was not handled is asked for again; a callback that was not handled says so. */
function ackOfFailure({ type }: Frame, error: unknown): Ack {
  if (error instanceof UnreadableInbound) return { code: 400, message: 'unreadable', data: {} };
  if (type === 'EVENT') return ok({ status: 'LATER', message: 'please push again' });
  return { code: 500, message: 'not handled', data: {} };
}

/** Handle one EVENT or CALLBACK frame. Never throws: whatever happens becomes an acknowledgement, in time. */
export async function answerTo(frame: Frame, doors: AnswerDoors): Promise<Ack> {
  const handler = HANDLERS[handlerOf(frame)] as Handler;
  const work = (async () => handler(frame, doors))();
  try {
    return await withinMs(doors.ackWithinMs, work);
  } catch (error) {
    const { type, topic, messageId } = frame;
    const facts = { type, topic, messageId, err: error };
    if (error instanceof UnreadableInbound) doors.log.warn(facts, 'unreadable Stream frame');
    else doors.log.error(facts, 'Stream frame not handled');
    if (error instanceof Late)
      work.catch((err: unknown) => doors.log.error({ ...facts, err }, 'late Stream handler failed'));
    return ackOfFailure(frame, error);
  }
}
