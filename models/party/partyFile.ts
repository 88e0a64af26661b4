/**
 * What the party sends along: photos, PDF, Word. Judged by content alone, bounded before it is read, and kept piece by piece like evidence.
 * Nothing of it is ever shown inside a page of ours: it leaves as a download.
 */
import { createHash } from 'node:crypto';
import mongoose from 'mongoose';
import { unzipSync } from 'fflate';
import { DomainError } from '../core/errors';
import { examinePhoto, PHOTO_TYPES, type Signature, startsWith, typeOf } from '../core/files';
import { policy } from '../core/policy';
import { type EvidenceFile, fileByHash, keepWhole } from '../evidence/evidenceFiles.store';
import { type PartyFile } from './party.schema';

const MB = 1024 * 1024;
const PDF = 'application/pdf';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const OLD_WORD = 'application/msword';
const TYPES: readonly Signature[] = [
  ...PHOTO_TYPES,
  [PDF, startsWith('%PDF-')],
  [DOCX, startsWith('PK\x03\x04')],
  [OLD_WORD, startsWith('\xd0\xcf\x11\xe0')],
];
const WRONG_TYPE = '只能上传照片（JPG、PNG、WebP）、PDF 和 Word 文件（.docx），请换一个文件。';
/** What the name of a file of this type ends with. */
const ENDINGS: Readonly<Record<string, string>> = {
  ...{ 'image/jpeg': '.jpg', 'image/png': '.png', 'image/webp': '.webp' },
  ...{ [PDF]: '.pdf', [DOCX]: '.docx' },
};

const refuse = (code: 'UNSUPPORTED_MEDIA' | 'TOO_LARGE', message: string): never => {
  throw new DomainError(code, message);
};

/** Programs and files inside a PDF; whoever opens it at the bureau must not run them. Compressed objects are not looked into. */
const ACTIVE_PDF = /\/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia)\b/;

function judgePdf(bytes: Buffer): void {
  const whole = bytes.toString('latin1');
  if (!whole.slice(-2_048).includes('%%EOF'))
    refuse('UNSUPPORTED_MEDIA', 'PDF 文件不完整或已损坏，请重新导出后再上传。');
  if (ACTIVE_PDF.test(whole))
    refuse('UNSUPPORTED_MEDIA', '这份 PDF 里带有脚本或附件，请打印为普通 PDF 或拍照后再上传。');
}

/** A document of some hundred pages with pictures stays below; a zip bomb does not. */
const UNPACKED = { bytes: 200 * MB, parts: 2_000, contentTypes: MB };

/** The names and sizes in its directory say enough: nothing is unpacked but the list of its content types. */
function judgeWord(bytes: Buffer): void {
  const names: string[] = [];
  let size = 0;
  const parts = (() => {
    try {
      return unzipSync(bytes, {
        filter: ({ name, originalSize }) => {
          names.push(name);
          size += originalSize;
          if (size > UNPACKED.bytes || names.length > UNPACKED.parts)
            refuse('TOO_LARGE', '文件展开后太大，请精简图片或另存为 PDF 后再上传。');
          return name === '[Content_Types].xml' && originalSize <= UNPACKED.contentTypes;
        },
      });
    } catch (cause) {
      if (cause instanceof DomainError) throw cause;
      return refuse('UNSUPPORTED_MEDIA', 'Word 文件打不开，可能已损坏，请重新保存或拍照后再上传。');
    }
  })();
  const types = Buffer.from(parts['[Content_Types].xml'] ?? []).toString('utf8');
  if (!names.includes('word/document.xml') || !types.includes('wordprocessingml.document'))
    refuse('UNSUPPORTED_MEDIA', WRONG_TYPE);
  if (/macroEnabled/i.test(types) || names.some((name) => /vbaProject|activeX|\/embeddings\//i.test(name)))
    refuse('UNSUPPORTED_MEDIA', 'Word 文件里带有宏或嵌入的文件，请另存为不带宏的 .docx 或 PDF 后再上传。');
}

/** The type of a file and, for photos, its thumbnail. @throws DomainError UNSUPPORTED_MEDIA | TOO_LARGE */
export async function judgeFile(bytes: Buffer): Promise<{ type: string; thumb?: Buffer }> {
  const type = typeOf(bytes, TYPES, WRONG_TYPE);
  if (type === OLD_WORD) refuse('UNSUPPORTED_MEDIA', '这是旧版 .doc 文件，请另存为 .docx 或 PDF，或拍照后再上传。');
  if (type === PDF) judgePdf(bytes);
  if (type === DOCX) judgeWord(bytes);
  return type.startsWith('image/') ? { type, thumb: (await examinePhoto(bytes)).thumb } : { type };
}

/** A name as it may stand in a list and in a header: no paths, no characters that nobody sees, and the ending of what it is. */
export function safeName(said: string, type: string): string {
  const ending = ENDINGS[type] ?? '';
  const bare = said
    .normalize('NFC')
    .replace(/\p{C}/gu, '')
    .replace(/^.*[\\/]/, '')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .trim()
    .slice(0, 100);
  return `${bare || '文件'}${ending}`;
}

/** Bytes of one file, as the door bounds them before and while reading. */
export const mostBytes = (): number => policy().party.fileMb * MB;
export const fileTooLarge = (): DomainError =>
  new DomainError('TOO_LARGE', `文件太大，请控制在${String(policy().party.fileMb)}MB以内，或分成几个文件上传。`);

interface KeptPartyFile {
  /** `<party key>:<hash>`. */
  _id: string;
  partyKey: string;
  hash: string;
  name: string;
  type: string;
  bytes: number;
  at: Date;
}
const schema = new mongoose.Schema(
  { _id: String },
  { strict: false, versionKey: false, autoIndex: false, collection: 'party_files' },
);
schema.index({ partyKey: 1 });
const kept = mongoose.model('party_files', schema).collection as unknown as mongoose.mongo.Collection<KeptPartyFile>;

async function requireRoom(partyKey: string, bytes: number): Promise<void> {
  const [sum] = await kept
    .aggregate<{ bytes: number }>([{ $match: { partyKey } }, { $group: { _id: null, bytes: { $sum: '$bytes' } } }])
    .toArray();
  if ((sum?.bytes ?? 0) + bytes <= policy().party.caseMb * MB) return;
  throw new DomainError('TOO_LARGE', '本案上传的文件已到上限，请联系办案人员当面提交其余材料。');
}

/**
 * Keep a file of the party. The same content again is the same file.
 *
 * @throws DomainError UNSUPPORTED_MEDIA | TOO_LARGE
 */
export async function keepPartyFile(partyKey: string, said: string, content: Buffer, now: Date): Promise<PartyFile> {
  if (content.length > mostBytes()) throw fileTooLarge();
  const hash = createHash('sha256').update(content).digest('hex');
  const _id = `${partyKey}:${hash}`;
  const standing = await kept.findOne({ _id });
  if (standing) return { hash, name: standing.name, type: standing.type, bytes: standing.bytes };
  const { type, thumb } = await judgeFile(content);
  await requireRoom(partyKey, content.length);
  const chunkBytes = policy().evidence.chunkKb * 1024;
  await keepWhole({ sha256: hash, by: partyKey, type, chunkBytes }, content, thumb, now);
  const file = { hash, name: safeName(said, type), type, bytes: content.length };
  await kept.updateOne({ _id }, { $setOnInsert: { partyKey, ...file, at: now } }, { upsert: true });
  return file;
}

/** Files this party has sent up, in the order asked for. @throws DomainError INVALID_INPUT when one is not here */
export async function partyFiles(partyKey: string, hashes: readonly string[]): Promise<PartyFile[]> {
  const found = await kept.find({ _id: { $in: hashes.map((hash) => `${partyKey}:${hash}`) } }).toArray();
  return [...new Set(hashes)].map((hash) => {
    const file = found.find((one) => one.hash === hash);
    if (!file) throw new DomainError('INVALID_INPUT', '有文件没有上传成功，请删除后重新选择。', { hash });
    const { name, type, bytes } = file;
    return { hash, name, type, bytes };
  });
}

/** The content of one of them, with the name it leaves under. @throws DomainError NOT_FOUND */
export async function partyFileContent(partyKey: string, hash: string): Promise<PartyFile & { file: EvidenceFile }> {
  const [about, file] = await Promise.all([kept.findOne({ _id: `${partyKey}:${hash}` }), fileByHash(hash)]);
  if (!about || !file) throw new DomainError('NOT_FOUND', '没有找到这个文件，请返回刷新后再看。', { hash });
  const { name, type, bytes } = about;
  return { hash, name, type, bytes, file };
}
