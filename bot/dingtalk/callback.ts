import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { decryptEvent, encryptEvent } from './eventCrypto';
import { cardAnswer, readCardCallback, readRobotMessage, UnreadableInbound } from './inbound';
import { type DingTalkEvent, type InboundDoors } from './doors';
import { type DingTalkSettings } from './settings';
import { signEvent, verifyCardSign, verifyEventSign, verifyRobotSign } from './signatures';

export { decryptEvent, encryptEvent } from './eventCrypto';
export { signCard, signRobot, verifyCardSign, verifyRobotSign } from './signatures';

/** What the HTTP alternative to the Stream needs besides the app itself. */
interface CallbackSettings extends Pick<DingTalkSettings, 'clientId' | 'clientSecret' | 'corpId'> {
  /** Token and EncodingAESKey (43 characters) of the event subscription; empty: event pushes are refused. */
  eventToken: string;
  eventAesKey: string;
  /** apiSecret under which the card callback was registered; empty: card callbacks are refused. */
  cardApiSecret: string;
}

export interface CallbackRequest {
  kind: 'event' | 'robot' | 'card';
  query: Record<string, string | string[] | undefined>;
  /** Names in lower case, as Node gives them. */
  headers: Record<string, string | string[] | undefined>;
  rawBody: Buffer | string;
}

/** `body` is to be sent as JSON. */
interface CallbackReply {
  status: number;
  body: object;
}

/** Nothing DingTalk pushes comes near this. */
const MAX_BODY_BYTES = 1024 * 1024;

/** A request that is not answered with success: who sent it is told no more than this. */
class NotAccepted extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

const first = (value: string | string[] | undefined): string => (Array.isArray(value) ? value[0] : value) ?? '';

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotAccepted(400, 'NOT_JSON');
  }
}

const Sealed = z.looseObject({ encrypt: z.string().min(1) });
const PushedEvent = z.looseObject({
  EventType: z.string().min(1),
  eventId: z.coerce.string().optional(),
  BizId: z.coerce.string().optional(),
});
const ENVELOPE = new Set(['EventType', 'EventTime', 'CorpId', 'BizId', 'eventId']);

/** The fields of an HTTP event lie flat beside its envelope, some in PascalCase; over the Stream they never do. */
function eventOf(pushed: z.infer<typeof PushedEvent>, fallbackId: string): DingTalkEvent {
  const fields = Object.entries(pushed).filter(([name]) => !ENVELOPE.has(name));
  const data = Object.fromEntries(fields.map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]));
  return { type: pushed.EventType, id: pushed.eventId ?? pushed.BizId ?? fallbackId, data };
}

type Handler = (
  settings: CallbackSettings,
  doors: InboundDoors,
  request: CallbackRequest,
  text: string,
) => Promise<object>;

const HANDLERS: Record<CallbackRequest['kind'], Handler> = {
  async event(settings, doors, { query }, text) {
    const { eventToken, eventAesKey, clientId, corpId } = settings;
    if (!eventToken || !eventAesKey) throw new NotAccepted(403, 'EVENTS_NOT_CONFIGURED');
    const sealed = Sealed.safeParse(jsonOf(text));
    if (!sealed.success) throw new NotAccepted(400, 'NO_ENCRYPT');
    const encrypted = sealed.data.encrypt;
    const [timestamp, nonce] = [first(query['timestamp']), first(query['nonce'])];
    const signature = first(query['msg_signature']) || first(query['signature']);
    const parts = { timestamp, nonce, encrypted };
    if (!verifyEventSign(signature, eventToken, parts)) throw new NotAccepted(403, 'BAD_SIGNATURE');
    const { text: plain, owner } = opened(eventAesKey, encrypted);
    if (owner !== clientId && owner !== corpId) throw new NotAccepted(403, 'FOREIGN_OWNER');
    const pushed = PushedEvent.safeParse(jsonOf(plain));
    if (!pushed.success) throw new NotAccepted(400, 'BAD_EVENT');
    if (pushed.data.EventType !== 'check_url') await doors.onEvent(eventOf(pushed.data, signature));
    return encryptReply(settings, owner, timestamp, nonce);
  },
  async robot(settings, doors, { headers }, text) {
    const [timestamp, sign] = [first(headers['timestamp']), first(headers['sign'])];
    const genuine = verifyRobotSign(timestamp, sign, settings.clientSecret, doors.clock());
    if (!genuine) throw new NotAccepted(403, 'BAD_SIGNATURE');
    await doors.onMessage(readRobotMessage(jsonOf(text)));
    return { msgtype: 'empty' };
  },
  async card(settings, doors, { headers }, text) {
    if (!settings.cardApiSecret) throw new NotAccepted(403, 'CARDS_NOT_CONFIGURED');
    const timestamp = first(headers['x-ddpaas-signature-timestamp']);
    const genuine = verifyCardSign(
      timestamp,
      first(headers['x-ddpaas-signature']),
      settings.cardApiSecret,
      doors.clock(),
    );
    if (!genuine) throw new NotAccepted(403, 'BAD_SIGNATURE');
    return cardAnswer(await doors.onCard(readCardCallback(jsonOf(text))));
  },
};

function opened(aesKey: string, encrypted: string): { text: string; owner: string } {
  try {
    return decryptEvent(aesKey, encrypted);
  } catch {
    throw new NotAccepted(400, 'NOT_DECRYPTABLE');
  }
}

/** @returns the sealed word `success`, the only answer that DingTalk takes as “received” */
export function encryptReply(
  { eventToken, eventAesKey }: Pick<CallbackSettings, 'eventToken' | 'eventAesKey'>,
  owner: string,
  timeStamp: string,
  nonce: string,
  random = randomBytes(16),
): { msg_signature: string; timeStamp: string; nonce: string; encrypt: string } {
  const encrypt = encryptEvent(eventAesKey, 'success', owner, random);
  return { msg_signature: signEvent(eventToken, timeStamp, nonce, encrypt), timeStamp, nonce, encrypt };
}

/**
 * Answer one HTTP callback: verify, read, hand to the same handlers as the Stream, and answer in DingTalk's shape once the
 * handler has made its durable write. Redelivered and replayed callbacks reach the handlers again; these are idempotent.
 *
 * @returns 200 on success, 400/403/413 for what is not from DingTalk, 503 when the handler failed (DingTalk pushes again)
 */
export async function handleCallback(
  settings: CallbackSettings,
  doors: InboundDoors,
  request: CallbackRequest,
): Promise<CallbackReply> {
  try {
    if (Buffer.byteLength(request.rawBody) > MAX_BODY_BYTES) throw new NotAccepted(413, 'TOO_LARGE');
    const body = await HANDLERS[request.kind](settings, doors, request, request.rawBody.toString('utf8'));
    return { status: 200, body };
  } catch (error) {
    const refused = error instanceof UnreadableInbound ? new NotAccepted(400, 'UNREADABLE') : error;
    if (refused instanceof NotAccepted) {
      doors.log.warn({ kind: request.kind, code: refused.code, reason: String(error) }, 'DingTalk callback refused');
      return { status: refused.status, body: { code: refused.code } };
    }
    doors.log.error({ kind: request.kind, err: error }, 'DingTalk callback failed');
    return { status: 503, body: { code: 'TRY_AGAIN' } };
  }
}
