/**
 * A document as it is shown, printed and verified: the record's facts in the edition it was issued with, the hash of what it says, and the
 * address its code opens. Every copy that leaves is known by its own hash.
 */
import mongoose from 'mongoose';
import { shanghaiDay } from '../core/calendar';
import { contentHash } from '../core/contentHash';
import { isDuplicateKey, type Stored } from '../core/journal';
import { type Stateful } from '../core/workflow';
import { DomainError } from '../core/errors';
import { CODE_SLOT, type Filling, fillOutline } from '../template/outline';
import { contentOf, type Page } from '../template/page';
import { type DocumentName, kindOf, titleOfDocument, type Template } from '../template/template.schema';
import { editionAt, editionOf, fileOf, letterhead, sha256 } from '../template/template.store';
import { wordOf } from '../template/word';
import { type Source, sourceFor } from './sources';

/** Which document: the record's word in addresses, its id, and what it is called. */
export interface DocumentKey {
  path: string;
  id: string;
  kind: DocumentName;
  /** An earlier edition of a case's document, by the moment it was issued; absent: as it stands. */
  at?: Date;
}

export interface MadeDocument {
  key: DocumentKey;
  title: string;
  source: Source;
  template: Template;
  filling: Filling;
  pages: Page[];
  /** SHA-256 of what it says, without signatures and code. */
  hash: string;
}

const digitsOf = (no: string): string => no.replace(/\D/g, '').slice(0, 20);

/** What stands in the code: which document, and the digits of its number, so that guessing an id is not enough. */
export const verifyAddress = (publicUrl: string, { path, id, kind }: DocumentKey, no: string): string =>
  `${publicUrl}/verify?d=${encodeURIComponent(`${path}.${id}.${kind}`)}&n=${digitsOf(no)}`;

/**
 * The document of this kind of this record.
 *
 * @throws DomainError NOT_FOUND when the record gives none | UNAVAILABLE without any template
 */
export async function documentOf(key: DocumentKey, record: Stored<Stateful>, publicUrl: string): Promise<MadeDocument> {
  const source = await sourceFor(key.path, key.kind, record, letterhead(), key.at);
  if (!source)
    throw new DomainError('NOT_FOUND', `这件还没有${titleOfDocument(key.kind)}，请办到相应环节后再看。`, { ...key });
  return filled(key, source, publicUrl);
}

/** A document filled in its edition: the one it was issued with, else the one in force on its day. */
export async function filled(key: DocumentKey, source: Source, publicUrl: string): Promise<MadeDocument> {
  const edition = source.edition ?? (await editionAt(kindOf(key.kind), source.at ?? source.createdAt));
  const template = await editionOf(edition);
  const hash = contentHash(fillOutline(template.outline, source.filling).map(contentOf));
  const filling: Filling = {
    ...source.filling,
    fields: { ...source.filling.fields, 指纹: source.at ? hash.slice(0, 16) : '草稿' },
    pictures: {
      ...source.filling.pictures,
      ...(source.at ? { [CODE_SLOT]: { address: verifyAddress(publicUrl, key, source.no) } } : {}),
    },
  };
  const pages = fillOutline(template.outline, filling);
  return { key, title: titleOfDocument(key.kind), source, template, filling, pages, hash };
}

type Cover = (words: string) => string;
const coveredIn = (value: unknown, cover: Cover): unknown => {
  if (typeof value === 'string') return cover(value);
  if (Array.isArray(value)) return value.map((one) => coveredIn(one, cover));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([tag, words]) => [tag, coveredIn(words, cover)]));
};

/** Its pages for somebody who may not read everything in it: every word that was filled in goes through `cover`, and nobody's hand is shown. */
export function coveredPages({ template, filling }: MadeDocument, cover: Cover): Page[] {
  const fields = coveredIn(filling.fields, cover) as Filling['fields'];
  const code = filling.pictures[CODE_SLOT];
  return fillOutline(template.outline, { fields, pictures: code ? { [CODE_SLOT]: code } : {} });
}

/** Its Word file, exact to the template. */
export const wordFileOf = async ({ template, filling }: MadeDocument): Promise<Uint8Array> =>
  wordOf(await fileOf(template.file), filling);

interface Copy {
  /** SHA-256 of the file. */
  _id: string;
  path: string;
  id: string;
  kind: DocumentName;
  format: 'word' | 'pdf';
  at: Date;
}
const schema = new mongoose.Schema(
  { _id: String },
  { strict: false, versionKey: false, autoIndex: false, collection: 'document_copies' },
);
const copies = (mongoose.models['document_copies'] ?? mongoose.model('document_copies', schema))
  .collection as unknown as mongoose.mongo.Collection<Copy>;

/** Remember a file that is handed out. A draft is not: nobody shall be told that it is ours. */
export async function keepCopy(
  { key: { path, id, kind }, source }: MadeDocument,
  format: Copy['format'],
  bytes: Uint8Array,
  now: Date,
): Promise<void> {
  if (!source.at) return;
  await copies.insertOne({ _id: sha256(bytes), path, id, kind, format, at: now }).catch((error: unknown) => {
    if (!isDuplicateKey(error)) throw error;
  });
}

/** Whether a file with this hash was handed out as this document. */
export const isOurCopy = async ({ path, id, kind }: DocumentKey, hash: string): Promise<boolean> =>
  (await copies.findOne({ _id: hash, path, id, kind }, { projection: { _id: 1 } })) !== null;

/** What anybody with the paper may know: no party, no facts, no officer. */
export interface Verified {
  no: string;
  title: string;
  day: string;
  authority: string;
  hash: string;
}

/** @returns null for a draft, and for a number that is not the document's */
export function verified({ title, source, hash }: MadeDocument, digits: string): Verified | null {
  const { no, at, authority } = source;
  if (!at || digitsOf(no) !== digits) return null;
  return { no, title, day: shanghaiDay(at), authority, hash };
}
