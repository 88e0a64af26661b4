/**
 * Free text, voice and photos in the chat. The durable write comes first and carries the message's id as its key, so a message that
 * DingTalk delivers again has no second effect; only then is DingTalk told “received”, and the person answered.
 */
import { DomainError } from '../models/core/errors';
import { changedUnder, type Store } from '../models/core/journal';
import { type Door, type Stateful } from '../models/core/workflow';
import { faces } from '../models/domains';
import { petitions } from '../models/petition/petition.store';
import { type DingTalk, type Log } from './dingtalk/client';
import { type MessageContent, type RobotMessage } from './dingtalk/stream';
import { commandIn } from './intents';
import { receiverByUserId } from './receiver';
import { idFrom, report, type Said } from './reporting';
import { SAY } from './sayings';

interface DialogueDoors {
  dingtalk: Pick<DingTalk, 'replyBySession' | 'sendRobotMessage'>;
  clock: () => Date;
  log: Log;
}

interface Dialogue {
  /** Resolves once what was said is durable. @throws whatever keeps it from becoming so, so that DingTalk delivers it again */
  onMessage(message: RobotMessage): Promise<void>;
  /** Resolves when every answer is out. */
  idle(): Promise<void>;
}

const MAX_CHARACTERS = 2000;
const MAX_PHOTOS = 9;
const ERR_QUOTA = 20001;

/** What can be worked with, or what to say when it cannot. */
type Readable = { door: Door; text: string; attachments: { kind: 'photo' | 'voice'; downloadCode: string }[] } | string;

const photos = (codes: readonly string[]) => codes.map((downloadCode) => ({ kind: 'photo' as const, downloadCode }));

type Reader<K extends MessageContent['kind']> = (content: Extract<MessageContent, { kind: K }>) => Readable;
const READERS: { [K in MessageContent['kind']]: Reader<K> } = {
  text: ({ text }) => (text ? { door: 'sentence', text, attachments: [] } : SAY.unreadable),
  voice: ({ recognition, downloadCode }) =>
    recognition
      ? { door: 'voice', text: recognition, attachments: downloadCode ? [{ kind: 'voice', downloadCode }] : [] }
      : SAY.notHeard,
  photo: ({ downloadCodes }) => ({ door: 'sentence', text: '', attachments: photos(downloadCodes) }),
  rich: ({ text, downloadCodes }) =>
    text || downloadCodes.length > 0 ? { door: 'sentence', text, attachments: photos(downloadCodes) } : SAY.unreadable,
  file: () => SAY.file,
  video: () => SAY.video,
  unreadable: ({ errCode }) => (errCode === ERR_QUOTA ? SAY.quota : SAY.unreadable),
  unknown: () => SAY.unknown,
};

function readable(content: MessageContent): Readable {
  const read = (READERS[content.kind] as Reader<MessageContent['kind']>)(content);
  if (typeof read === 'string') return read;
  if ([...read.text].length > MAX_CHARACTERS) return SAY.tooLong;
  return read;
}

/** Whether the message has had its effect already, on whatever record: DingTalk delivers again what it believes lost. */
async function wasTaken(key: string): Promise<boolean> {
  const stores = [petitions, ...faces.map(({ domain }) => domain.store)] as unknown as Store<Stateful>[];
  return (await Promise.all(stores.map((store) => changedUnder(store, key)))).some((found) => found !== null);
}

/** Take the message; answer what to say, or null when cards say enough. */
async function take(message: RobotMessage, now: Date): Promise<string | null> {
  if (message.isGroup) return SAY.group;
  const sender = message.senderStaffId ? await receiverByUserId(message.senderStaffId) : null;
  if (!sender) return SAY.stranger;
  const read = readable(message.content);
  if (typeof read === 'string') return read;
  const key = `msg:${idFrom(message.msgId)}`;
  if (await wasTaken(key)) return null;
  const kept = read.attachments.slice(0, MAX_PHOTOS);
  const said: Said = {
    msgId: message.msgId,
    text: read.text,
    attachments: kept.map((attachment, index) => ({ ...attachment, id: `${idFrom(message.msgId)}-${index}` })),
    context: { actor: sender.actor, now, door: read.door, key },
  };
  const withPhotos = kept.some(({ kind }) => kind === 'photo');
  const answer = (read.text && !withPhotos ? await commandIn(said) : undefined) ?? (await report(said));
  return read.attachments.length > kept.length ? [answer, SAY.tooManyPhotos].filter(Boolean).join('\n') : answer;
}

/** The conversation of every person with the robot. */
export function dialogue({ dingtalk, clock, log }: DialogueDoors): Dialogue {
  const answering = new Set<Promise<void>>();

  async function answer(message: RobotMessage, content: string): Promise<void> {
    const { sessionWebhook, sessionWebhookExpiresAt, senderStaffId } = message;
    const open = sessionWebhook && (!sessionWebhookExpiresAt || sessionWebhookExpiresAt > clock());
    try {
      if (open) await dingtalk.replyBySession(sessionWebhook, { msgtype: 'text', text: { content } });
      else if (senderStaffId) await dingtalk.sendRobotMessage([senderStaffId], 'sampleText', { content });
    } catch (error) {
      log.warn({ err: error, msgId: message.msgId }, 'an answer in the chat did not go out');
    }
  }

  return {
    async onMessage(message) {
      let said: string | null;
      try {
        said = await take(message, clock());
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        log.info({ code: error.code, msgId: message.msgId }, 'a message was refused');
        said = error.message;
      }
      if (!said) return;
      const sending = answer(message, said).finally(() => answering.delete(sending));
      answering.add(sending);
    },
    async idle() {
      await Promise.all(answering);
    },
  };
}
