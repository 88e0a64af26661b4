/** Photos and voice that people sent into the chat: fetched by their download code while it lives, and kept by content hash. */
import { CLOCK } from '../models/core/access';
import { DomainError } from '../models/core/errors';
import { keepPhoto, keepVoice, PHOTO_BYTES, VOICE_BYTES } from '../models/core/files';
import { read } from '../models/core/journal';
import { perform } from '../models/core/domain';
import { type Handler, type OwedEntry, type Settlement } from '../models/core/outbox';
import { petitionDomain } from '../models/petition/petition';
import { type Attachment, type Petition } from '../models/petition/petition.schema';
import { petitions } from '../models/petition/petition.store';
import { each, type DeliveryDoors } from './deliver';
import { DingTalkError } from './dingtalk/client';
import { receiverOf } from './receiver';

async function kept({ kind, downloadCode }: Attachment, now: Date, { dingtalk }: DeliveryDoors): Promise<string> {
  const limit = kind === 'photo' ? PHOTO_BYTES : VOICE_BYTES;
  const { bytes, contentType } = await dingtalk.downloadFile(downloadCode ?? '', limit);
  const file = kind === 'photo' ? await keepPhoto(bytes, now) : await keepVoice(bytes, contentType ?? '', now);
  return file.hash;
}

/** Why a file is lost for good, in words for its sender; undefined when it is worth another attempt. */
function lostBecause(error: unknown, kind: Attachment['kind']): string | undefined {
  if (error instanceof DomainError) return error.message;
  if (!(error instanceof DingTalkError) || error.kind !== 'refused') return undefined;
  const noun = kind === 'photo' ? '照片' : '语音';
  if (error.code === 'FILE_TOO_LARGE') return `${noun}太大，没有收下，请重新拍一张小一些的再发。`;
  return `${noun}没有收到，请再发一次。`;
}

async function fetchOne(entry: OwedEntry, now: Date, doors: DeliveryDoors): Promise<Settlement> {
  const id = String(entry.data['attachment']);
  const petition = await read(petitions, entry.recordId);
  const attachment = petition?.attachments.find((candidate) => candidate.id === id);
  if (!petition || !attachment?.downloadCode || attachment.hash || attachment.lost) return { done: true };
  const context = { actor: CLOCK, now, door: 'system', key: entry.id } as const;
  const finish = (outcome: { hash: string | null; lost: string | null }) =>
    perform(petitionDomain, 'attach', petition._id, { attachment: id, ...outcome }, context);
  try {
    await finish({ hash: await kept(attachment, now, doors), lost: null });
  } catch (error) {
    const lost = lostBecause(error, attachment.kind);
    if (!lost) return { retry: String(error) };
    await finish({ hash: null, lost });
    await tellSender(petition, attachment, lost, doors);
  }
  return { done: true };
}

/** The loss stands on the petition's page in any case; the chat is where the sender looks. */
async function tellSender(
  petition: Petition,
  { proof }: Attachment,
  text: string,
  doors: DeliveryDoors,
): Promise<void> {
  const sender = proof ? petition.officer : petition.reporter;
  const receiver = sender ? await receiverOf(sender) : null;
  if (!receiver) return;
  const number = petition.no ? `${petition.no}：` : '';
  await doors.dingtalk
    .sendRobotMessage([receiver.userId], 'sampleText', { content: number + text })
    .catch((error: unknown) =>
      doors.log.warn({ err: error, petition: petition._id }, 'sender not told of a lost file'),
    );
}

/** Handler of the photos and voices that DingTalk still holds: fetched, kept, noted in the petition. */
export const attachmentHandlers = (doors: DeliveryDoors): Record<string, Handler> => ({
  'attachment.fetch': each((entry, now) => fetchOne(entry, now, doors)),
});
