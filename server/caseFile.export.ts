/** One case as one zip: its documents as Word, its evidence with the proofs, what was decided and when, and a page that checks all of it. */
import type Router from '@koa/router';
import { permits } from '../models/core/access';
import { appendAudit, recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { original } from '../models/core/files';
import { type Stored } from '../models/core/journal';
import { shanghaiDay } from '../models/core/calendar';
import { type MadeDocument, wordFileOf } from '../models/document/document';
import { exportOf, type ExportedFile, type FieldDocument } from '../models/evidence/exporting';
import { bytesOfFile } from '../models/evidence/evidenceFiles.store';
import { type FieldRecord } from '../models/field/fieldEvent.schema';
import { caseNo, matter } from '../models/penalty/documents/words';
import { type CaseFile, caseFileOf, type FileEntry, madeFor } from '../models/penalty/file';
import { vetoItems } from '../models/penalty/veto';
import { vetoLinked } from '../models/penalty/linked';
import { type PenaltyCase } from '../models/penalty/penalty.schema';
import { type Traced } from './answer';
import { file, howToVerify, json, type Part, sendZip, text, verifierPage } from './archive';
import { visibleCase } from './caseFile.routes';
import { commandContext } from './commands';
import { type ExportDoors } from './evidence.export';
import { type SignedIn } from './signIn';

const safe = (name: string) => name.replace(/[\\/:*?"<>|\r\n]/g, '_').slice(0, 100);

interface Filed {
  parts: Part[];
  /** Path within the archive, by the id of the entry. */
  paths: Map<string, string>;
  missing: { document: string; reason: string }[];
}

/** Every document as Word, numbered in the order of the file. One that cannot be made must not keep the rest back. */
async function papers(documents: readonly MadeDocument[], { log }: Traced): Promise<Filed> {
  const filed: Filed = { parts: [], paths: new Map(), missing: [] };
  for (const [at, made] of documents.entries()) {
    const { key, title, source } = made;
    try {
      const bytes = await wordFileOf(made);
      const path = `documents/${String(at + 1).padStart(3, '0')} ${safe(`${title} ${source.no}`.trim())}.docx`;
      filed.parts.push(file(path, () => bytes));
      filed.paths.set(`${key.path}:${key.id}:${key.kind}`, path);
    } catch (error) {
      if (!(error instanceof DomainError)) log.error({ err: error }, 'a document for an export could not be made');
      const reason = error instanceof DomainError ? error.message : '生成时出错，请联系系统管理员。';
      filed.missing.push({ document: title, reason });
    }
  }
  return filed;
}

/** What the phones wrote, record by record, with signatures and proofs; and the files of the camera, each once. */
async function fieldParts({ links }: CaseFile): Promise<{ parts: Part[]; files: Map<string, ExportedFile> }> {
  const records: [FieldRecord, FieldDocument][] = [
    ...links.sites.map((one) => [`siteRecord:${one._id}`, one] as [FieldRecord, FieldDocument]),
    ...links.interviews.map((one) => [`interview:${one._id}`, one] as [FieldRecord, FieldDocument]),
  ];
  const parts: Part[] = [];
  const files = new Map<string, ExportedFile>();
  for (const [record, document] of records) {
    const { files: found, json: said } = await exportOf(record, document);
    for (const [name, value] of Object.entries(said)) parts.push(json(`records/${safe(record)}/${name}`, value));
    for (const one of found) files.set(one.name, one);
  }
  return { parts, files };
}

const ENDINGS: Readonly<Record<string, string>> = {
  ...{ 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' },
};

/** Evidence that came another way than by the camera: kept by its hash as it came. */
async function otherFiles({ links }: CaseFile, taken: ReadonlyMap<string, ExportedFile>): Promise<Part[]> {
  const named = [...taken.keys()].join(' ');
  const parts: Part[] = [];
  for (const hash of links.hashes) {
    if (named.includes(hash)) continue;
    const found = await original(hash).catch(() => null);
    if (found) parts.push(file(`evidence/${hash}.${ENDINGS[found.type] ?? 'bin'}`, () => found.bytes));
  }
  return parts;
}

/** The record itself: structured as it was decided, without what the system owes. */
const plainCase = ({ events, outbox: _outbox, sealed: _sealed, ...record }: Stored<PenaltyCase>) => ({
  ...record,
  history: events.map(({ type, at, by, door }) => ({ type, at, by, door })),
});

const GROUPS = { document: '文书', evidence: '证据', record: '关联' } as const;
function contents(record: PenaltyCase, entries: readonly (FileEntry & { file: string | null })[], demo: boolean) {
  return {
    title: `案卷 ${caseNo(record)}`,
    about: [`案由：${matter(record)}`, `当事人：${record.party.name}`, ...(demo ? ['演示数据，内容全部为虚构。'] : [])],
    head: ['序号', '名称', '类别', '文号', '日期', '页数', '校验值（SHA-256）'],
    rows: entries.map(({ title, group, no, at, pages, hash, file: path }, index) => ({
      cells: [String(index + 1), title, GROUPS[group], no, at ? shanghaiDay(at) : '', String(pages || ''), hash ?? ''],
      file: path,
    })),
  };
}

/** `GET /api/penalties/:id/export` → one zip, for whoever may export records; every export stands in the audit log. */
export function caseExportRoutes(router: Router, { publicUrl, demo = false }: ExportDoors): void {
  router.get('/api/penalties/:id/export', async (ctx) => {
    const state = ctx.state as SignedIn & Traced;
    const { actor, now, requestId } = state;
    const record = await visibleCase(String(ctx.params['id']), state);
    const about = { objectType: 'penalty_cases', objectId: record._id, action: 'penalty.export' };
    if (!permits('exportRecord', actor, record)) {
      await recordDenied(commandContext(state), about);
      throw new DomainError('NOT_PERMITTED', '您没有导出案卷的权限，请由分局负责人、局领导或稽查员导出。', {
        id: record._id,
      });
    }
    const whole = await caseFileOf(record, publicUrl);
    const filed = await papers(await madeFor(whole, publicUrl), state);
    const field = await fieldParts(whole);
    const others = await otherFiles(whole, field.files);
    await appendAudit([{ ...about, at: now, actor: actor.id, result: 'ok', door: 'page', requestId }]);
    const names = [...field.files.keys(), ...others.map(({ name }) => name)];
    const entries = whole.entries.map((entry) => ({
      ...entry,
      file:
        filed.paths.get(entry.id) ??
        names.find((name) => entry.group === 'evidence' && name.includes(entry.hash ?? '–')) ??
        null,
    }));
    const parts = [
      text('index.html', verifierPage(contents(record, entries, demo))),
      text('请先读我.txt', howToVerify('index.html', demo)),
      json('file.json', { case: record._id, no: caseNo(record), entries }),
      json('case.json', plainCase(record)),
      json('veto.json', vetoItems(record, await vetoLinked(record), now)),
      ...[...filed.parts, ...field.parts, ...others],
      ...[...field.files.values()].map(({ name, file: kept }) => ({ name, content: bytesOfFile(kept) })),
    ];
    const manifest = {
      ...{ case: record._id, no: caseNo(record), exportedAt: now, exportedBy: actor.id, demo },
      ...{ roots: `${publicUrl}/merkle`, missing: filed.missing },
    };
    sendZip(ctx, `案卷 ${caseNo(record)}${demo ? ' 演示数据' : ''}`, parts, manifest);
  });
}
