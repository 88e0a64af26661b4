/**
 * The bytes of evidence, in pieces. A file becomes visible (`evidence_files`) only when all of it has come and its hash is right; until then
 * its pieces belong to one person's upload, so that nobody can spoil what somebody else is sending. The pieces stay where they are when
 * the upload becomes a file: nothing is copied, and a process that dies in between leaves either an upload to go on with or a file.
 */
import { createHash, type Hash } from 'node:crypto';
import mongoose from 'mongoose';
import { DomainError } from '../core/errors';
import { isDuplicateKey } from '../core/journal';
import { type AnnounceUpload } from './evidence.schema';

/** One file on its way, of one person. `_id` is `<sha256>:<person>`. */
export interface Upload {
  _id: string;
  sha256: string;
  by: string;
  /** What the phone said; judged by content at the end. */
  type: string;
  bytes: number;
  chunkBytes: number;
  /** What the phone said of the piece of evidence: it must survive until the file is whole. */
  announced: AnnounceUpload;
  /** Server time of that. */
  heardAt: Date;
  /** When a piece last came. */
  touchedAt: Date;
}

/** One whole file, never changed. */
export interface EvidenceFile {
  /** SHA-256 of the content. */
  _id: string;
  /** Whose pieces it is made of. */
  upload: string;
  by: string;
  type: string;
  bytes: number;
  chunkBytes: number;
  keptAt: Date;
  /** JPEG, for photos. */
  thumb?: Buffer;
}
interface Chunk {
  _id: string;
  upload: string;
  n: number;
  bytes: Buffer;
}

const options = { strict: false, versionKey: false, autoIndex: false } as const;
function collectionOf<T extends { _id: string }>(name: string, indexes: Record<string, 1>[]) {
  const schema = new mongoose.Schema({ _id: String }, { ...options, collection: name });
  for (const index of indexes) schema.index(index);
  return mongoose.model(name, schema).collection as unknown as mongoose.Collection<T>;
}
const uploads = collectionOf<Upload>('evidence_uploads', [{ touchedAt: 1 }, { by: 1 }]);
const files = collectionOf<EvidenceFile>('evidence_files', [{ keptAt: 1 }, { by: 1, keptAt: 1 }]);
const chunks = collectionOf<Chunk>('evidence_chunks', [{ upload: 1, n: 1 }]);

const uploadId = (sha256: string, by: string) => `${sha256}:${by}`;

/** How many pieces a file has. */
export const piecesOf = ({ bytes, chunkBytes }: Pick<Upload, 'bytes' | 'chunkBytes'>): number =>
  Math.ceil(bytes / chunkBytes);

/** Bytes of one piece: all but the last have the same size. */
export const pieceBytes = ({ bytes, chunkBytes }: Pick<Upload, 'bytes' | 'chunkBytes'>, n: number): number =>
  Math.min(chunkBytes, bytes - n * chunkBytes);

export const fileByHash = (sha256: string): Promise<EvidenceFile | null> =>
  files.findOne({ _id: sha256 }, { projection: { thumb: 0 } });

/** The upload of this file by this person, begun now if there is none. */
export async function beginUpload(upload: Omit<Upload, '_id'>): Promise<Upload> {
  const _id = uploadId(upload.sha256, upload.by);
  const { touchedAt, ...fixed } = upload;
  await uploads.updateOne({ _id }, { $setOnInsert: fixed, $set: { touchedAt } }, { upsert: true });
  return (await uploads.findOne({ _id })) as Upload;
}

export const uploadOf = (sha256: string, by: string): Promise<Upload | null> =>
  uploads.findOne({ _id: uploadId(sha256, by) });

/** Numbers of the pieces that have not come, in order. */
export async function missingOf(upload: Upload): Promise<number[]> {
  const here = await chunks.find({ upload: upload._id }, { projection: { _id: 0, n: 1 } }).toArray();
  const known = new Set(here.map(({ n }) => n));
  return Array.from({ length: piecesOf(upload) }, (_, n) => n).filter((n) => !known.has(n));
}

/** Keep one piece; the same piece again changes nothing. */
export async function keepChunk(upload: Upload, n: number, bytes: Buffer, now: Date): Promise<void> {
  try {
    await chunks.insertOne({ _id: `${upload._id}:${n}`, upload: upload._id, n, bytes });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  await uploads.updateOne({ _id: upload._id }, { $set: { touchedAt: now } });
}

/** Beginnings of pieces whose sending broke off stand apart, so that no whole is ever made of them. */
const begunIn = (upload: Pick<Upload, '_id'>) => `${upload._id}#begun`;

/** What is here of pieces that broke off. */
export async function begunOf(upload: Upload): Promise<{ n: number; bytes: Buffer }[]> {
  const found = await chunks
    .find({ upload: begunIn(upload) }, { sort: { n: 1 }, projection: { _id: 0, n: 1, bytes: 1 }, promoteBuffers: true })
    .toArray();
  return found.map(({ n, bytes }) => ({ n, bytes }));
}

/** Keep the beginning of a piece; a longer one replaces a shorter one. */
export async function keepBegun(upload: Upload, n: number, bytes: Buffer, now: Date): Promise<void> {
  const _id = `${begunIn(upload)}:${n}`;
  await chunks.replaceOne({ _id }, { upload: begunIn(upload), n, bytes }, { upsert: true });
  await uploads.updateOne({ _id: upload._id }, { $set: { touchedAt: now } });
}

/** The piece is whole, or its beginning does not fit. */
export const dropBegun = (upload: Upload, n: number) => chunks.deleteOne({ _id: `${begunIn(upload)}:${n}` });

async function* piecesFrom(upload: string, from: number, to: number): AsyncGenerator<Buffer> {
  const found = chunks.find(
    { upload, n: { $gte: from, $lte: to } },
    { sort: { n: 1 }, batchSize: 8, projection: { bytes: 1 }, promoteBuffers: true },
  );
  for await (const { bytes } of found) yield bytes;
}

/** Where the pieces of a content stand. */
type Pieces = Pick<EvidenceFile, 'upload' | 'bytes' | 'chunkBytes'>;

/** SHA-256 over all pieces in order. */
export async function hashOfPieces({ upload, ...size }: Pieces): Promise<string> {
  const hash: Hash = createHash('sha256');
  for await (const piece of piecesFrom(upload, 0, piecesOf(size))) hash.update(piece);
  return hash.digest('hex');
}

/** The whole content at once. */
export async function contentOf({ upload, ...size }: Pieces): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of piecesFrom(upload, 0, piecesOf(size))) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** The first piece, by which a type is known. */
export async function beginningOf({ upload }: Pieces): Promise<Buffer> {
  for await (const piece of piecesFrom(upload, 0, 0)) return piece;
  return Buffer.alloc(0);
}

/** Content of a file from byte `from` to byte `to` (included), as it is read from the database. */
export async function* bytesOfFile(file: EvidenceFile, from = 0, to = file.bytes - 1): AsyncGenerator<Buffer> {
  const first = Math.floor(from / file.chunkBytes);
  let at = first * file.chunkBytes;
  for await (const piece of piecesFrom(file.upload, first, Math.floor(to / file.chunkBytes))) {
    yield piece.subarray(Math.max(0, from - at), Math.min(piece.length, to - at + 1));
    at += piece.length;
  }
}

/** @throws DomainError NOT_FOUND when the file is no photo or not here */
export async function thumbOf(sha256: string): Promise<Buffer> {
  const found = await files.findOne({ _id: sha256 }, { projection: { thumb: 1 }, promoteBuffers: true });
  if (!found?.thumb) throw new DomainError('NOT_FOUND', '没有找到这份证据的缩略图，请返回刷新后再看。', { sha256 });
  return found.thumb;
}

/** Make a complete upload a file. Somebody else may have sent the same content before; then theirs stays and these pieces go. */
export async function turnIntoFile(upload: Upload, type: string, thumb: Buffer | undefined, now: Date): Promise<void> {
  const { _id, sha256, by, bytes, chunkBytes } = upload;
  const file = { _id: sha256, upload: _id, by, type, bytes, chunkBytes, keptAt: now, ...(thumb ? { thumb } : {}) };
  try {
    await files.insertOne(file);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    if ((await fileByHash(sha256))?.upload !== _id) await chunks.deleteMany({ upload: _id });
  }
  await chunks.deleteMany({ upload: begunIn(upload) });
  await uploads.deleteOne({ _id });
}

/** Keep a content that came at once. Kept already, by whomever, it stays as it is. */
export async function keepWhole(
  { sha256, by, type, chunkBytes }: Pick<Upload, 'sha256' | 'by' | 'type' | 'chunkBytes'>,
  content: Buffer,
  thumb: Buffer | undefined,
  now: Date,
): Promise<void> {
  if (await fileByHash(sha256)) return;
  const upload = { _id: uploadId(sha256, by), sha256, by, type, bytes: content.length, chunkBytes } as Upload;
  for (let n = 0; n < piecesOf(upload); n += 1)
    await keepChunk(upload, n, content.subarray(n * chunkBytes, (n + 1) * chunkBytes), now);
  await turnIntoFile(upload, type, thumb, now);
}

const isFileOf = async ({ _id, sha256 }: Pick<Upload, '_id' | 'sha256'>) => (await fileByHash(sha256))?.upload === _id;

/** Throw an upload away with its pieces. Those of a kept file stay: the same upload may have been announced again, otherwise, meanwhile. */
export async function dropUpload(upload: Pick<Upload, '_id' | 'sha256'>): Promise<void> {
  const isFile = await isFileOf(upload);
  await chunks.deleteMany({ upload: { $in: [begunIn(upload), ...(isFile ? [] : [upload._id])] } });
  await uploads.deleteOne({ _id: upload._id });
}

/** Bytes of one person's files received since then, and of the uploads still open. */
export async function bytesOfPerson(by: string, since: Date): Promise<number> {
  const total = [{ $group: { _id: null, bytes: { $sum: '$bytes' } } }];
  const [done, open] = await Promise.all([
    files.aggregate<{ bytes: number }>([{ $match: { by, keptAt: { $gt: since } } }, ...total]).toArray(),
    uploads.aggregate<{ bytes: number }>([{ $match: { by } }, ...total]).toArray(),
  ]);
  return (done[0]?.bytes ?? 0) + (open[0]?.bytes ?? 0);
}

/** Hashes of the files received from `from` up to `to` (excluded). */
export async function filesReceived(from: Date, to: Date): Promise<string[]> {
  const found = await files.find({ keptAt: { $gte: from, $lt: to } }, { projection: { _id: 1 } }).toArray();
  return found.map(({ _id }) => _id);
}

/** When the first file came; null before there is any. */
export async function firstFileAt(): Promise<Date | null> {
  return (await files.findOne({}, { sort: { keptAt: 1 }, projection: { keptAt: 1 } }))?.keptAt ?? null;
}

const BATCH = 200;

/**
 * Clean away uploads nobody went on with. An upload whose file is kept (a process died between the two) only loses its entry.
 *
 * @returns how many were dropped
 */
export async function dropAbandoned(before: Date): Promise<number> {
  const old = await uploads.find({ touchedAt: { $lt: before } }, { limit: BATCH }).toArray();
  for (const upload of old) {
    const isFile = await isFileOf(upload);
    // Asked again with the condition: whoever went on meanwhile keeps everything.
    const { deletedCount } = await uploads.deleteOne({ _id: upload._id, touchedAt: { $lt: before } });
    if (deletedCount !== 1) continue;
    await chunks.deleteMany({ upload: { $in: [begunIn(upload), ...(isFile ? [] : [upload._id])] } });
  }
  return old.length;
}
