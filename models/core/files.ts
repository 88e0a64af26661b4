/**
 * Photos and voice messages, kept on our side by the hash of their content: what a case file names by hash cannot be exchanged.
 * The original stays as it came, as evidence; what is shown is a smaller copy without EXIF, so a picture sent on
 * does not tell where its sender lives. Type is judged by content, never by name or by what the sender claims.
 */
import { createHash } from 'node:crypto';
import exifr from 'exifr';
import mongoose from 'mongoose';
import { DomainError } from './errors';

/** What is known of a kept file. `gps` is WGS-84 (as cameras write it), in degrees. */
interface KeptFile {
  hash: string;
  kind: 'image' | 'audio';
  type: string;
  /** Bytes. */
  size: number;
  width?: number;
  height?: number;
  takenAt?: Date;
  gps?: { longitude: number; latitude: number };
  /** Reasons to look twice at a photo offered as evidence. */
  mockFlags?: MockFlag[];
}
interface StoredFile extends Omit<KeptFile, 'hash'> {
  _id: string;
  bytes: Buffer;
  shown?: Buffer;
  thumb?: Buffer;
  /** What the sender said it was. */
  claimedType?: string;
  createdAt: Date;
}

const schema = new mongoose.Schema(
  { _id: String },
  { strict: false, versionKey: false, autoIndex: false, collection: 'files' },
);
schema.index({ createdAt: 1 });
const files = mongoose.model('files', schema).collection as unknown as mongoose.Collection<StoredFile>;

const MB = 1024 * 1024;
export const PHOTO_BYTES = 10 * MB;
export const VOICE_BYTES = 2 * MB;
/** A 50-megapixel telephone photo passes; a small file that unpacks to gigabytes does not. */
const PIXELS = 64_000_000;
const EDGE = { shown: 2048, thumb: 320 } as const;
const DUPLICATE_KEY = 11000;

/** A test of how a file begins, byte for byte. */
export const startsWith =
  (text: string, at = 0) =>
  (bytes: Buffer) =>
    bytes.toString('latin1', at, at + text.length) === text;
/** Containers of the MP4 family say what they are at byte 8. */
export const brand = (brands: string[]) => (bytes: Buffer) =>
  startsWith('ftyp', 4)(bytes) && brands.includes(bytes.toString('latin1', 8, 12));
const riff = (form: string) => (bytes: Buffer) => startsWith('RIFF')(bytes) && startsWith(form, 8)(bytes);
/** A bare MPEG frame: eleven sync bits and layer III. */
const mpegFrame = ([first = 0, second = 0]: Buffer) => first === 0xff && (second & 0xe6) === 0xe2;

export type Signature = readonly [type: string, matches: (bytes: Buffer) => boolean];
export const PHOTO_TYPES: readonly Signature[] = [
  ['image/jpeg', startsWith('\xff\xd8\xff')],
  ['image/png', startsWith('\x89PNG\r\n\x1a\n')],
  ['image/webp', riff('WEBP')],
];
const VOICE_TYPES: readonly Signature[] = [
  ['audio/amr', startsWith('#!AMR')],
  ['audio/mpeg', (bytes) => startsWith('ID3')(bytes) || mpegFrame(bytes)],
  ['audio/wav', riff('WAVE')],
  ['audio/ogg', startsWith('OggS')],
];

/** What people send by mistake, and what they should do instead. */
const ADVICE: readonly (readonly [matches: (bytes: Buffer) => boolean, advice: string])[] = [
  [(bytes) => bytes.length === 0, '收到的文件是空的，请重新拍摄或录制后再发。'],
  [
    brand(['heic', 'heix', 'hevc', 'mif1', 'msf1', 'heim', 'heis']),
    '这是 HEIC 格式的照片，系统打不开。请在手机“设置－相机－格式”里选“兼容性最佳”后重拍，或改发截图。',
  ],
  [startsWith('%PDF'), '这是 PDF 文件，不是照片。请直接拍照或截图后再发。'],
];

/** The type a file has by its content. @throws DomainError UNSUPPORTED_MEDIA with `otherwise` or better advice */
export function typeOf(bytes: Buffer, types: readonly Signature[], otherwise: string): string {
  const type = types.find(([, matches]) => matches(bytes))?.[0];
  if (type) return type;
  const advice = ADVICE.find(([matches]) => matches(bytes))?.[1] ?? otherwise;
  throw new DomainError('UNSUPPORTED_MEDIA', advice, { size: bytes.length });
}

function limitSize(bytes: Buffer, limit: number, noun: string): void {
  if (bytes.length <= limit) return;
  throw new DomainError('TOO_LARGE', `${noun}太大，请控制在${Math.floor(limit / MB)}MB以内再发。`, {
    size: bytes.length,
    limit,
  });
}

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

interface Exif {
  takenAt?: Date;
  gps?: { longitude: number; latitude: number };
  software?: string;
}

/** Cameras write local time; without an offset it is taken as Shanghai's. */
function instantOf(text: unknown, offset: unknown): Date | undefined {
  const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(String(text));
  if (!parts) return undefined;
  const zone = /^[+-]\d\d:\d\d$/.test(String(offset)) ? String(offset) : '+08:00';
  const instant = new Date(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}${zone}`);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}

function placeOf({ longitude, latitude }: Record<string, unknown>): Exif['gps'] {
  if (typeof longitude !== 'number' || typeof latitude !== 'number') return undefined;
  const onEarth = Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 && (longitude !== 0 || latitude !== 0);
  return onEarth ? { longitude, latitude } : undefined;
}

/** Damaged EXIF says nothing, but does not make the photo worthless. */
async function readExif(raw: Buffer | undefined): Promise<Exif> {
  if (!raw) return {};
  const options = {
    ifd0: { pick: ['Software'] },
    exif: { pick: ['DateTimeOriginal', 'OffsetTimeOriginal'] },
    gps: true,
    reviveValues: false,
  };
  const tags = (await exifr.parse(raw.subarray('Exif\0\0'.length), options as never).catch(() => undefined)) as
    Record<string, unknown> | undefined;
  if (!tags) return {};
  const takenAt = instantOf(tags['DateTimeOriginal'], tags['OffsetTimeOriginal']);
  const gps = placeOf(tags);
  return {
    ...(takenAt ? { takenAt } : {}),
    ...(gps ? { gps } : {}),
    software: typeof tags['Software'] === 'string' ? tags['Software'] : '',
  };
}

const HOUR = 3_600_000;
const EDITORS = /photoshop|lightroom|snapseed|picsart|gimp|meitu|美图|醒图|水印相机/i;
/** Taken after it was sent, more than a week before, or gone through picture software. */
type MockFlag = 'future' | 'old' | 'edited';
const FLAGGED: Record<MockFlag, (exif: Exif, now: Date) => boolean> = {
  // A telephone's clock may be a little ahead.
  future: ({ takenAt }, now) => !!takenAt && takenAt.getTime() > now.getTime() + HOUR,
  old: ({ takenAt }, now) => !!takenAt && takenAt.getTime() < now.getTime() - 7 * 24 * HOUR,
  edited: ({ software = '' }) => EDITORS.test(software),
};

function flagsOf(exif: Exif, now: Date): MockFlag[] {
  return (Object.keys(FLAGGED) as MockFlag[]).filter((flag) => FLAGGED[flag](exif, now));
}

/** Only when the first photo comes: it takes an eighth of the memory at rest and of the time to start. */
export const imaging = async () => (await import('sharp')).default;

/** Upright, on white, at most `edge` pixels long, in sRGB and without any metadata. */
async function shrunk(bytes: Buffer, edge: number): Promise<Buffer> {
  const sharp = await imaging();
  const picture = sharp(bytes, { limitInputPixels: PIXELS, failOn: 'error', sequentialRead: true });
  const fitted = picture.autoOrient().resize(edge, edge, { fit: 'inside', withoutEnlargement: true });
  return fitted.flatten({ background: '#fff' }).jpeg({ quality: 82 }).toBuffer();
}

function limitPixels(size: { width: number; height: number }): void {
  if (size.width * size.height <= PIXELS) return;
  throw new DomainError('TOO_LARGE', '照片的像素太高，请把相机分辨率调到5000万像素以下后重拍。', size);
}

async function developed(
  bytes: Buffer,
  now: Date,
): Promise<Pick<StoredFile, 'shown' | 'thumb' | 'width' | 'height' | 'takenAt' | 'gps' | 'mockFlags'>> {
  const sharp = await imaging();
  // The header alone, so that too many pixels are named as the fault; `shrunk` guards the decoding again.
  const { autoOrient, exif: raw } = await sharp(bytes, { limitInputPixels: false }).metadata();
  limitPixels(autoOrient);
  const shown = await shrunk(bytes, EDGE.shown);
  const thumb = await shrunk(shown, EDGE.thumb);
  const exif = await readExif(raw);
  const { software: _, ...told } = exif;
  return { shown, thumb, ...autoOrient, ...told, mockFlags: flagsOf(exif, now) };
}

/** @throws DomainError UNSUPPORTED_MEDIA for what cannot be decoded | TOO_LARGE */
async function decoded<T>(bytes: Buffer, develop: () => Promise<T>): Promise<T> {
  try {
    return await develop();
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    throw new DomainError(
      'UNSUPPORTED_MEDIA',
      '照片不完整或已损坏，请重新拍摄，或换个有信号的地方重新发送。',
      { size: bytes.length },
      { cause },
    );
  }
}

/**
 * A photo kept elsewhere: what it says of itself, and its thumbnail (JPEG, 320 pixels, no metadata). `gps` is WGS-84.
 *
 * @throws DomainError UNSUPPORTED_MEDIA (damaged) | TOO_LARGE (pixels)
 */
export function examinePhoto(bytes: Buffer) {
  return decoded(bytes, async () => {
    const { autoOrient, exif: raw } = await (await imaging())(bytes, { limitInputPixels: false }).metadata();
    limitPixels(autoOrient);
    const { takenAt = null, gps = null, software = '' } = await readExif(raw);
    return { ...autoOrient, takenAt, gps, edited: EDITORS.test(software), thumb: await shrunk(bytes, EDGE.thumb) };
  });
}

const WITHOUT_CONTENT = { bytes: 0, shown: 0, thumb: 0 };

function told({ _id, kind, type, size, width, height, takenAt, gps, mockFlags }: StoredFile): KeptFile {
  const optional = Object.entries({ width, height, takenAt, gps, mockFlags }).filter(
    ([, value]) => value !== undefined,
  );
  return { hash: _id, kind, type, size, ...Object.fromEntries(optional) };
}

async function kept(hash: string): Promise<KeptFile | null> {
  const stored = await files.findOne({ _id: hash }, { projection: WITHOUT_CONTENT });
  return stored && told(stored);
}

async function keep(file: StoredFile): Promise<KeptFile> {
  try {
    await files.insertOne(file);
  } catch (error) {
    // Somebody kept the same content meanwhile, so nothing is missing.
    if ((error as { code?: number }).code !== DUPLICATE_KEY) throw error;
  }
  return told(file);
}

/**
 * Keep a photo: JPEG, PNG or WebP of at most 10 MB. The same photo again is the same file.
 *
 * @throws DomainError UNSUPPORTED_MEDIA (not a photo, damaged, HEIC) | TOO_LARGE (bytes or pixels)
 */
export async function keepPhoto(bytes: Buffer, now: Date): Promise<KeptFile> {
  limitSize(bytes, PHOTO_BYTES, '照片');
  const type = typeOf(bytes, PHOTO_TYPES, '只能收 JPG、PNG、WebP 照片，请直接用手机拍照后再发。');
  const hash = hashOf(bytes);
  const known = await kept(hash);
  return (
    known ??
    keep({
      _id: hash,
      kind: 'image',
      type,
      size: bytes.length,
      bytes,
      ...(await decoded(bytes, () => developed(bytes, now))),
      createdAt: now,
    })
  );
}

/**
 * Keep a voice message: AMR, MP3, WAV or Ogg.
 *
 * @param claimedType what the sender's side said it is; noted, not believed
 * @param limit in bytes, default 2 MB (two minutes of telephone speech are about 200 kB)
 * @throws DomainError UNSUPPORTED_MEDIA | TOO_LARGE
 */
export async function keepVoice(bytes: Buffer, claimedType: string, now: Date, limit = VOICE_BYTES): Promise<KeptFile> {
  limitSize(bytes, limit, '语音');
  const type = typeOf(bytes, VOICE_TYPES, '这段录音的格式系统听不了，请在钉钉里按住说话重新发送。');
  const hash = hashOf(bytes);
  const known = await kept(hash);
  return (
    known ??
    keep({
      _id: hash,
      kind: 'audio',
      type,
      size: bytes.length,
      bytes,
      claimedType: claimedType.slice(0, 100),
      createdAt: now,
    })
  );
}

async function bytesOf(hash: string, field: 'bytes' | 'shown' | 'thumb'): Promise<{ type: string; bytes: Buffer }> {
  const stored = await files.findOne({ _id: hash }, { projection: { type: 1, [field]: 1 }, promoteBuffers: true });
  const bytes = stored?.[field];
  if (!bytes) throw new DomainError('NOT_FOUND', '没有找到这个文件，请返回刷新后再看。', { hash });
  return { type: field === 'bytes' ? stored.type : 'image/jpeg', bytes };
}

/**
 * A photo as it may be shown: JPEG without EXIF, longest edge 2048 (`shown`) or 320 (`thumb`) pixels.
 *
 * @throws DomainError NOT_FOUND
 */
export function photo(hash: string, size: keyof typeof EDGE): Promise<{ type: string; bytes: Buffer }> {
  return bytesOf(hash, size);
}

/** The file exactly as it came, EXIF included: evidence, and voice to listen to. @throws DomainError NOT_FOUND */
export function original(hash: string): Promise<{ type: string; bytes: Buffer }> {
  return bytesOf(hash, 'bytes');
}

/** Which of these files are kept here. */
export async function keptAmong(hashes: readonly string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set();
  const found = await files.find({ _id: { $in: [...hashes] } }, { projection: { _id: 1 } }).toArray();
  return new Set(found.map(({ _id }) => _id));
}

/** What is known of a file, without its content. @throws DomainError NOT_FOUND */
export async function aboutFile(hash: string): Promise<KeptFile> {
  const known = await kept(hash);
  if (!known) throw new DomainError('NOT_FOUND', '没有找到这个文件，请返回刷新后再看。', { hash });
  return known;
}
