/** Photos: taken in by content, given out only to those who may see a record that holds them, or who sent them. */
import multer from '@koa/multer';
import type Router from '@koa/router';
import { type IncomingMessage } from 'node:http';
import { type Context } from 'koa';
import mongoose from 'mongoose';
import { z } from 'zod';
import { type Action, type Actor, visibleTo } from '../models/core/access';
import { DomainError } from '../models/core/errors';
import { keepPhoto, original, photo, PHOTO_BYTES, aboutFile } from '../models/core/files';
import { checked } from '../models/core/workflow';
import { mayReadTarget } from '../models/flying/flying.face';
import { mayReadForApproval } from '../models/approval/reading';
import { flyingsWithPhoto } from '../models/flying/flying.store';
import { incidents } from '../models/incident/incident.store';
import { petitions } from '../models/petition/petition.store';
import { PRIVATE_STATES } from './petition.present';
import { mayReadAuditPhoto } from '../models/audit/audit.store';
import { mayReadCluePhoto } from '../models/penalty/penalty.store';
import { mayReadObjection } from '../models/responsibility/responsibility.store';
import { mayReadFollowUpPhoto } from '../models/followUp/followUp.store';
import { mayReadLookBackPhoto } from '../models/lookBack/lookBack.store';
import { mayReadRectificationPhoto } from '../models/rectification/rectification.store';
import { mayReadProof } from '../models/rotation/rotation.store';
import { type SignedIn } from './signIn';

interface Upload {
  _id: string;
  expireAt: Date;
}

/** Who sent which photo, until it stands in a record. Without it a guessed hash in a form would open somebody else's photo. */
const schema = new mongoose.Schema(
  { _id: String, expireAt: Date },
  { strict: false, versionKey: false, autoIndex: false, collection: 'uploads' },
);
schema.index({ expireAt: 1 }, { expireAfterSeconds: 0 });
const uploads = (mongoose.models['uploads'] ?? mongoose.model('uploads', schema))
  .collection as unknown as mongoose.mongo.Collection<Upload>;

const KEPT_MS = 7 * 24 * 3_600_000;
const idOf = (actor: Actor, hash: string) => `${actor.id}:${hash}`;

async function sentBy(actor: Actor, hash: string, now: Date): Promise<boolean> {
  const upload = await uploads.findOne({ _id: idOf(actor, hash) });
  return upload !== null && upload.expireAt > now;
}

async function standsInVisible(actor: Actor, hash: string, needs: Action): Promise<boolean> {
  const visible = visibleTo(needs, actor);
  const own = { reporter: actor.id, 'attachments.hash': hash };
  const others = visible && {
    $and: [
      visible,
      { status: { $nin: PRIVATE_STATES } },
      { $or: [{ 'attachments.hash': hash }, { resultPhotos: hash }] },
    ],
  };
  const found = await petitions.collection.findOne({ $or: [own, ...(others ? [others] : [])] } as never, {
    projection: { _id: 1 },
  });
  return found !== null;
}

/** Photos of an incident are its squad's and the desk's; whoever secured the scene has sent theirs. */
async function standsInIncident(actor: Actor, hash: string): Promise<boolean> {
  const bystander = actor.roles.every((role) => role === 'ruralSupervisor');
  const visible = bystander ? { 'support.id': actor.id } : visibleTo('seeIncident', actor);
  if (!visible) return false;
  const places = [...(bystander ? [] : [{ photos: hash }, { proof: hash }]), { 'support.photos': hash }];
  return (
    (await incidents.collection.findOne({ $and: [visible, { $or: places }] } as never, { projection: { _id: 1 } })) !==
    null
  );
}

/** Photos of a result name the target by what they show. */
const standsInFlying = async (actor: Actor, hash: string): Promise<boolean> =>
  (await flyingsWithPhoto(hash)).some((flying) => mayReadTarget(flying, actor));

const mayRead = async (actor: Actor, hash: string, now: Date, needs: Action = 'seePetition') =>
  (await sentBy(actor, hash, now)) ||
  (await standsInVisible(actor, hash, needs)) ||
  (needs === 'seePetition' &&
    ((await standsInIncident(actor, hash)) ||
      (await mayReadProof(actor, hash)) ||
      (await mayReadAuditPhoto(actor, hash)) ||
      (await mayReadObjection(actor, hash)) ||
      (await standsInFlying(actor, hash)) ||
      (await mayReadFollowUpPhoto(actor, hash)) ||
      (await mayReadRectificationPhoto(actor, hash)) ||
      (await mayReadLookBackPhoto(actor, hash)) ||
      (await mayReadCluePhoto(actor, hash)) ||
      (await mayReadForApproval(actor, hash, now))));

/** The photos a form names, if it has any; what is not a hash is left for the command's own schema to refuse. */
export function photosOf(input: unknown): string[] {
  const photos = typeof input === 'object' && input !== null ? (input as { photos?: unknown }).photos : undefined;
  const named: unknown[] = Array.isArray(photos) ? photos.slice(0, 20) : [];
  return named.flatMap((hash) => Hash.safeParse(hash).data ?? []);
}

/**
 * Photos named by a form must be the sender's own, or already theirs to see.
 *
 * @throws DomainError INVALID_INPUT
 */
export async function requireOwnPhotos(hashes: readonly string[], actor: Actor, now: Date): Promise<void> {
  const allowed = await Promise.all(hashes.map((hash) => mayRead(actor, hash, now)));
  if (allowed.every(Boolean)) return;
  throw new DomainError('INVALID_INPUT', '有照片没有上传成功，请重新选择照片后再提交。');
}

const Hash = z.string().regex(/^[0-9a-f]{64}$/, '文件编号不对，请返回刷新');
export const FileQuery = z.strictObject({ size: z.enum(['shown', 'thumb']).default('shown') });

/** Room for the envelope of the form around the photo. */
const UPLOAD_BYTES = PHOTO_BYTES + 10_000;
const tooLarge = () => new DomainError('TOO_LARGE', '照片太大，请控制在10MB以内再发。');

/** Rejects as soon as more has come than any photo needs; the reader of the form would first read all of it. */
function outgrown(request: IncomingMessage): Promise<never> {
  return new Promise((_, refuse) => {
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > UPLOAD_BYTES) refuse(tooLarge());
    });
  });
}

const readForm = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: PHOTO_BYTES, files: 1, fields: 5, fieldSize: 1_000, parts: 8 },
  ...{ defParamCharset: 'utf8' },
}).single('photo') as unknown as (ctx: Context, next: () => Promise<void>) => Promise<void>;

/** The bytes of the form's field `photo`. @throws DomainError TOO_LARGE | UNSUPPORTED_MEDIA | INVALID_INPUT, MulterError */
async function uploaded(ctx: Context): Promise<Buffer> {
  if (Number(ctx.get('content-length')) > UPLOAD_BYTES) throw tooLarge();
  if (!ctx.is('multipart/form-data')) throw new DomainError('UNSUPPORTED_MEDIA', '请用上传照片的按钮发送照片。');
  await Promise.race([readForm(ctx, () => Promise.resolve()), outgrown(ctx.req)]);
  const { file } = ctx as unknown as { file?: { buffer: Buffer } };
  if (!file) throw new DomainError('INVALID_INPUT', '没有收到照片，请重新选择后再发。');
  return file.buffer;
}

/** `POST /api/files` takes one photo, `GET /api/files/:hash` gives it to whoever may see the petition it belongs to. */
export function fileRoutes(router: Router): void {
  router.post('/api/files', async (ctx) => {
    const { actor, now } = ctx.state as SignedIn;
    const { hash, width, height } = await keepPhoto(await uploaded(ctx), now);
    const expireAt = new Date(now.getTime() + KEPT_MS);
    await uploads.updateOne({ _id: idOf(actor, hash) }, { $set: { expireAt } }, { upsert: true });
    ctx.body = { hash, width, height };
  });

  router.get('/api/files/:hash', async (ctx) => {
    const { actor, now } = ctx.state as SignedIn;
    const hash = checked(Hash, ctx.params['hash']);
    const { size } = checked(FileQuery, { ...ctx.query });
    const { kind } = await aboutFile(hash);
    if (!(await mayRead(actor, hash, now, kind === 'audio' ? 'hearPetitioner' : 'seePetition')))
      throw new DomainError('NOT_FOUND', '没有找到这个文件，请返回刷新后再看。', { hash });
    const { type, bytes } = kind === 'audio' ? await original(hash) : await photo(hash, size);
    ctx.type = type;
    // Content never changes under its hash, but the right to see it may end.
    ctx.set('cache-control', 'private, max-age=3600');
    ctx.body = bytes;
  });
}
