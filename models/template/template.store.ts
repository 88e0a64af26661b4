/** Where templates are kept: an edition with its outline, and beside it the Word file by its hash. */
import { createHash } from 'node:crypto';
import mongoose from 'mongoose';
import { CLOCK } from '../core/access';
import { DomainError } from '../core/errors';
import { create, defineStore, isDuplicateKey, read, type Stored } from '../core/journal';
import { policy } from '../core/policy';
import { BUILT_IN } from './builtIn';
import { wordTemplate } from './wordFile';
import {
  type Kind,
  KINDS,
  type Letterhead,
  ON_SITE_KINDS,
  type PackedTemplate,
  type PaperLimits,
  type Template,
} from './template.schema';

export const templates = defineStore<Template>('templates', {
  live: true,
  indexes: [[{ kind: 1, status: 1, inForceAt: -1 }], [{ proposedAt: -1 }]],
});

interface StoredFile {
  _id: string;
  bytes: Buffer;
}
const schema = new mongoose.Schema(
  { _id: String },
  { strict: false, versionKey: false, autoIndex: false, collection: 'template_files' },
);
const files = (mongoose.models['template_files'] ?? mongoose.model('template_files', schema))
  .collection as unknown as mongoose.mongo.Collection<StoredFile>;

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Keep a Word file. @returns its hash; the same file again is the same entry */
export async function keepFile(bytes: Uint8Array): Promise<string> {
  const _id = sha256(bytes);
  try {
    await files.insertOne({ _id, bytes: Buffer.from(bytes) });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  return _id;
}

/** A kept Word file. @throws DomainError NOT_FOUND */
export async function fileOf(hash: string): Promise<Buffer> {
  const found = await files.findOne({ _id: hash }, { promoteBuffers: true });
  if (!found) throw new DomainError('NOT_FOUND', '没有找到这份模板文件，请返回列表刷新。', { hash });
  return found.bytes;
}

const LISTED = { projection: { events: 0, outbox: 0, outline: 0 } } as const;

/** The latest editions first; of one kind when given. */
export const listTemplates = (kind?: Kind, limit = 100): Promise<Stored<Template>[]> =>
  templates.collection.find((kind ? { kind } : {}) as never, { ...LISTED, sort: { proposedAt: -1 }, limit }).toArray();

/** Editions never change, so what was read once stays true. */
const known = new Map<string, Template>();
const MOST_KNOWN = 60;

/** One edition with its outline. @throws DomainError NOT_FOUND */
export async function editionOf(id: string): Promise<Template> {
  const kept = known.get(id);
  if (kept) return kept;
  const found = await read(templates, id);
  if (!found) throw new DomainError('NOT_FOUND', '没有找到这一版文书模板，请刷新后重试。', { id });
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(id, found);
  return found;
}

interface Made extends Pick<Template, '_id' | 'kind' | 'origin' | 'file' | 'size' | 'outline' | 'note'> {
  author: string;
  now: Date;
}
/** An edition as it begins. */
export const edition = ({ now, ...made }: Made): Template => ({
  ...{ ...made, version: 0, status: made.origin === 'BUILT_IN' ? 'approved' : 'proposed', proposedAt: now },
  ...{ decidedBy: null, decision: null, inForceAt: made.origin === 'BUILT_IN' ? now : null },
});

/**
 * Keep the built-in templates as editions. Asked at every start: the same definition is the same edition, a changed one follows it.
 */
export async function keepBuiltIn(now: Date): Promise<void> {
  for (const kind of Object.keys(KINDS) as Kind[]) {
    const { parts, footer } = BUILT_IN[kind];
    const bytes = wordTemplate({ parts }, footer);
    const _id = `${kind}-${sha256(bytes).slice(0, 16)}`;
    if (await read(templates, _id)) continue;
    const file = await keepFile(bytes);
    const document = edition({
      ...{ _id, kind, origin: 'BUILT_IN', file, size: bytes.length, outline: { parts }, note: '系统内置' },
      ...{ author: CLOCK.id, now },
    });
    await create(
      templates,
      { document, event: { type: 'template.builtIn', data: { file } } },
      { actor: CLOCK, now, door: 'system' },
    );
  }
}

/**
 * Id of the edition that was in force at the moment: the one of the legal office, otherwise the built-in one. A document older than every
 * edition takes the oldest.
 */
export async function editionAt(kind: Kind, at: Date): Promise<string> {
  const newest = { projection: { _id: 1 }, sort: { inForceAt: -1, _id: 1 } } as const;
  const find = (query: object, options: object = newest) =>
    templates.collection.findOne({ kind, status: 'approved', ...query } as never, options);
  const search = async () =>
    (await find({ origin: 'UPLOADED', inForceAt: { $lte: at } })) ??
    (await find({ origin: 'BUILT_IN', inForceAt: { $lte: at } })) ??
    (await find({ origin: 'BUILT_IN' }, { ...newest, sort: { inForceAt: 1 } }));
  const found = (await search()) ?? (await keepBuiltIn(at).then(search));
  if (!found) throw new DomainError('UNAVAILABLE', '文书模板还没有准备好，请稍候再试或联系系统管理员。', { kind });
  return found._id;
}

/** Head of every document, and where it is challenged. */
export const letterhead = (): Letterhead => {
  const { bureau, branches, reconsideration, court } = policy().documents;
  return { bureau, branches, reconsideration, court };
};

function paperLimits(): PaperLimits {
  const { evidenceHold, spotPenalty } = policy();
  const { citizenFen, organisationFen, collectFen } = spotPenalty;
  return { ...evidenceHold, citizenFen, organisationFen, collectFen };
}

/** The templates in force, as a phone packs them: outlines only, a few kilobytes each. */
export async function templatesForPack(now: Date): Promise<PackedTemplate[]> {
  const packed = Object.keys(ON_SITE_KINDS) as Kind[];
  const editions = await Promise.all(packed.map((kind) => editionAt(kind, now)));
  const found = await Promise.all(editions.map(editionOf));
  return found.map(({ _id, kind, outline }) => ({
    kind,
    edition: _id,
    title: KINDS[kind],
    outline,
    letterhead: letterhead(),
    limits: paperLimits(),
  }));
}
