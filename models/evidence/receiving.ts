/**
 * Taking in files piece by piece: announce → pieces → judged as a whole → visible. Every step may be repeated, also after a crash at any
 * point; the person's phone asks what is missing and never sends what is here.
 */
import { type Actor, permits } from '../core/access';
import { perform } from '../core/domain';
import { DomainError } from '../core/errors';
import { brand, examinePhoto, PHOTO_TYPES, type Signature, startsWith, typeOf } from '../core/files';
import { create, read } from '../core/journal';
import { policy } from '../core/policy';
import { type Context } from '../core/workflow';
import { evidenceDomain, lookAt, nameEvidence } from './evidence';
import { receiveEvidence } from './evidence.commands';
import { type AnnounceUpload, type UploadState } from './evidence.schema';
import { evidences, twinsOf } from './evidence.store';
import * as kept from './evidenceFiles.store';
import { siteOf } from './records';

const MB = 1024 * 1024;
const DAY_MS = 24 * 3_600_000;
const TYPES: readonly Signature[] = [
  ...PHOTO_TYPES.filter(([type]) => type !== 'image/png'),
  ['video/webm', startsWith('\x1a\x45\xdf\xa3')],
  ['video/mp4', brand(['isom', 'iso2', 'iso4', 'iso5', 'iso6', 'mp41', 'mp42', 'avc1', 'M4V ', 'qt  '])],
];
const NOT_A_PICTURE = '收到的文件不是照片或视频，已作废，请用系统里的相机重新拍摄。';

type Sent = Pick<Context, 'actor' | 'now'> & Partial<Context>;

/** Which of the two files of a piece of evidence this is. @throws DomainError INVALID_INPUT when it is neither */
function fileOf(sha256: string, { taken }: AnnounceUpload): { type: string; bytes: number } {
  const file = [taken, taken.original].find((one) => one.sha256 === sha256);
  if (!file) throw new DomainError('INVALID_INPUT', '照片编号与所报内容不符，请刷新页面，系统会自动重传。', { sha256 });
  return file;
}

async function requireRoom(actor: Actor, { type, bytes }: { type: string; bytes: number }, now: Date): Promise<void> {
  const { photoMb, videoMb, dailyMb } = policy().evidence;
  const most = (type.startsWith('image/') ? photoMb : videoMb) * MB;
  if (bytes > most)
    throw new DomainError('TOO_LARGE', `文件超过${most / MB}MB，请重新拍摄短一些的视频或普通照片。`, { bytes });
  const sent = await kept.bytesOfPerson(actor.id, new Date(now.getTime() - DAY_MS));
  if (sent + bytes <= dailyMb * MB) return;
  throw new DomainError(
    'TOO_MANY_REQUESTS',
    '24小时内上传的照片和视频已到上限，剩下的明天会自动续传；急用请联系指挥中心。',
    { sent },
  );
}

function requireOfficer(actor: Actor): void {
  if (permits('takeEvidence', actor)) return;
  throw new DomainError('NOT_PERMITTED', '您没有上传现场证据的权限，请由到场的执法人员拍摄。', {
    step: 'evidence.upload',
  });
}

type Begun = UploadState['begun'];
const asState = (
  of: kept.Upload | kept.EvidenceFile,
  sha256: string,
  missing: number[],
  begun: Begun = [],
): UploadState => ({
  sha256,
  kept: missing.length === 0,
  chunkBytes: of.chunkBytes,
  chunks: kept.piecesOf(of),
  missing,
  begun,
});

async function stateOf(upload: kept.Upload): Promise<UploadState> {
  const [missing, begun] = [await kept.missingOf(upload), await kept.begunOf(upload)];
  const sizes = begun.filter(({ n }) => missing.includes(n)).map(({ n, bytes }) => ({ n, bytes: bytes.length }));
  return asState(upload, upload.sha256, missing, sizes);
}

/**
 * Begin, or go on with, sending one file. What is kept already is only noted as used here.
 *
 * @throws DomainError NOT_PERMITTED | INVALID_INPUT | TOO_LARGE | TOO_MANY_REQUESTS (the day's quota)
 */
export async function announce(sha256: string, announced: AnnounceUpload, context: Sent): Promise<UploadState> {
  const { actor, now } = context;
  requireOfficer(actor);
  const { type, bytes } = fileOf(sha256, announced);
  const file = await kept.fileByHash(sha256);
  if (file) {
    await enter(file, announced, now, context);
    return asState(file, sha256, []);
  }
  if (!(await kept.uploadOf(sha256, actor.id))) await requireRoom(actor, { type, bytes }, now);
  const chunkBytes = policy().evidence.chunkKb * 1024;
  const upload = await kept.beginUpload({
    sha256,
    by: actor.id,
    type,
    bytes,
    chunkBytes,
    announced,
    heardAt: now,
    touchedAt: now,
  });
  return goOn(upload, context);
}

/** Everything may be here already: the process died before it could judge the whole. */
async function goOn(upload: kept.Upload, context: Sent): Promise<UploadState> {
  const state = await stateOf(upload);
  if (state.kept) await judge(upload, context);
  return state;
}

/** How far a file of mine has come. @throws DomainError NOT_FOUND when it was never announced */
export async function uploadState(sha256: string, { actor }: Sent): Promise<UploadState> {
  const file = await kept.fileByHash(sha256);
  if (file && file.by === actor.id) return asState(file, sha256, []);
  const upload = await kept.uploadOf(sha256, actor.id);
  if (!upload) throw new DomainError('NOT_FOUND', '没有这份文件的上传记录，系统会从头上传。', { sha256 });
  return stateOf(upload);
}

/** One piece, or what came of it before the connection broke off. `from`: where in the piece it begins. */
export interface Piece {
  n: number;
  from: number;
  bytes: Buffer;
  brokenOff: boolean;
}

/** The beginning that is here already, if the rest begins where it ends. @throws DomainError STALE_DOCUMENT */
async function beginningOf(upload: kept.Upload, { n, from }: Piece): Promise<Buffer> {
  if (from === 0) return Buffer.alloc(0);
  const begun = (await kept.begunOf(upload)).find((one) => one.n === n);
  if (begun?.bytes.length === from) return begun.bytes;
  throw new DomainError('STALE_DOCUMENT', '这一段的起点与已收到的不一致，系统会自动重新核对后续传。', { n, from });
}

/**
 * Take one piece; the last one makes the file. What broke off is kept as far as it came.
 *
 * @throws DomainError NOT_FOUND (not announced, or thrown away) | INVALID_INPUT (number, size, hash of the whole) | UNSUPPORTED_MEDIA |
 *   STALE_DOCUMENT (ask for the state and go on from there)
 */
export async function receiveChunk(sha256: string, piece: Piece, context: Sent): Promise<UploadState> {
  requireOfficer(context.actor);
  const { n, brokenOff } = piece;
  const upload = await kept.uploadOf(sha256, context.actor.id);
  if (!upload) return uploadState(sha256, context);
  const bytes = Buffer.concat([await beginningOf(upload, piece), piece.bytes]);
  const whole = n < kept.piecesOf(upload) ? kept.pieceBytes(upload, n) : 0;
  if (brokenOff && bytes.length < whole) {
    await kept.keepBegun(upload, n, bytes, context.now);
    return stateOf(upload);
  }
  if (whole === 0 || bytes.length !== whole) {
    throw new DomainError('INVALID_INPUT', '这一段的编号或大小不对，请刷新页面，系统会自动重传。', {
      n,
      size: bytes.length,
    });
  }
  await kept.keepChunk(upload, n, bytes, context.now);
  await kept.dropBegun(upload, n);
  return goOn(upload, context);
}

/** The whole has come: is it what it was said to be? What is not, goes; nothing of it was ever visible. */
async function judge(upload: kept.Upload, context: Sent): Promise<void> {
  const pieces = { ...upload, upload: upload._id };
  try {
    if ((await kept.hashOfPieces(pieces)) !== upload.sha256) {
      throw new DomainError('INVALID_INPUT', '收到的内容与拍摄时的校验值不符，已作废，系统会从头重传。', {
        sha256: upload.sha256,
      });
    }
    const type = typeOf(await kept.beginningOf(pieces), TYPES, NOT_A_PICTURE);
    if (type !== upload.type)
      throw new DomainError('UNSUPPORTED_MEDIA', NOT_A_PICTURE, { said: upload.type, is: type });
    const thumb = type.startsWith('image/') ? (await examinePhoto(await kept.contentOf(pieces))).thumb : undefined;
    await kept.turnIntoFile(upload, type, thumb, context.now);
  } catch (error) {
    if (error instanceof DomainError) await kept.dropUpload(upload);
    throw error;
  }
  const file = await kept.fileByHash(upload.sha256);
  if (file) await enter(file, upload.announced, upload.heardAt, context);
}

/** Enter a kept file in the journal: a light copy begins a piece of evidence or is one more use of it, an original completes it. */
async function enter(file: kept.EvidenceFile, announced: AnnounceUpload, heardAt: Date, context: Sent): Promise<void> {
  const { taken } = announced;
  const isLight = file._id === taken.sha256;
  const standing = await read(evidences, taken.sha256);
  if (isLight && !standing) return begin(file, announced, heardAt, context);
  if (isLight && standing)
    await nameEvidence(taken.sha256, { record: announced.record, by: context.actor.id, site: null }, context);
  if (!isLight && standing?.status === 'received' && standing.taken.original.sha256 === file._id) {
    await perform(evidenceDomain, 'complete', standing._id, {}, { door: 'page', ...context });
  }
}

/** The original may have come first. */
async function begin(file: kept.EvidenceFile, announced: AnnounceUpload, heardAt: Date, context: Sent): Promise<void> {
  const looked = await lookAt(file);
  const [twins, site] = await Promise.all([
    twinsOf(file._id, looked.likeness, [announced.record]),
    siteOf(announced.record),
  ]);
  await create(evidences, receiveEvidence(announced, { ...looked, twins, site, heardAt }, context), {
    door: 'page',
    ...context,
  });
  const original = await kept.fileByHash(announced.taken.original.sha256);
  if (original && original._id !== file._id) await enter(original, announced, heardAt, context);
}
