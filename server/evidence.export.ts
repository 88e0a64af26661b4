/**
 * A field record as one file for court, archive and anybody who doubts: what was written with its signatures, what was photographed, the
 * proofs of the daily roots, and a page that checks all of it without network and without us. Packed while it is sent.
 */
import type Router from '@koa/router';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { Zip, ZipPassThrough } from 'fflate';
import { permits } from '../models/core/access';
import { appendAudit, recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { checked, type Stateful } from '../models/core/workflow';
import { type Stored } from '../models/core/journal';
import { documentOf, wordFileOf } from '../models/document/document';
import { documentsGivenBy } from '../models/document/sources';
import { bytesOfFile } from '../models/evidence/evidenceFiles.store';
import { exportOf, type FieldDocument } from '../models/evidence/exporting';
import { FieldRecord } from '../models/field/fieldEvent.schema';
import { titleOfDocument } from '../models/template/template.schema';
import { type Traced } from './answer';
import { commandContext } from './commands';
import { fieldRecordOf, visibleFieldRecord } from './evidence.routes';
import { type SignedIn } from './signIn';

export interface ExportDoors {
  publicUrl: string;
  demo?: boolean;
}

interface Part {
  name: string;
  content: AsyncIterable<Uint8Array>;
}

// A part is read like a file, though these bytes need no waiting.
// eslint-disable-next-line @typescript-eslint/require-await
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
const text = (name: string, words: string): Part => ({ name, content: once(Buffer.from(words, 'utf8')) });
const json = (name: string, value: unknown): Part => text(name, `${JSON.stringify(value, null, 1)}\n`);

/** Pack parts one after the other; what has been packed leaves before more is read. The last part lists the others with their hashes. */
async function* packed(parts: readonly Part[], manifest: object): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
  });
  const files: { name: string; sha256: string; bytes: number }[] = [];
  async function* add({ name, content }: Part): AsyncGenerator<Uint8Array> {
    const entry = new ZipPassThrough(name);
    zip.add(entry);
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const piece of content) {
      hash.update(piece);
      bytes += piece.length;
      entry.push(piece);
      yield* ready.splice(0);
    }
    entry.push(new Uint8Array(0), true);
    files.push({ name, sha256: hash.digest('hex'), bytes });
    yield* ready.splice(0);
  }
  for (const part of parts) yield* add(part);
  yield* add(json('manifest.json', { ...manifest, files: [...files] }));
  zip.end();
  yield* ready;
  ready = [];
}

/** The compiled server lies one folder deeper than its source. */
function verifierPage(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return readFileSync(join(folder, 'docs/evidence-verifier/verify.html'), 'utf8');
}
let page: string | undefined;

/** The record's documents as Word files, and by name those that it gives but that could not be made. */
async function documentsOf(path: string, record: Stored<Stateful>, publicUrl: string, { log }: Traced) {
  const parts: Part[] = [];
  const missing: { document: string; reason: string }[] = [];
  for (const kind of documentsGivenBy(path)) {
    try {
      const made = await documentOf({ path, id: record._id, kind }, record, publicUrl);
      parts.push({ name: `documents/${made.title}.docx`, content: once(await wordFileOf(made)) });
    } catch (error) {
      // The record does not give a document of this kind.
      if (error instanceof DomainError && error.code === 'NOT_FOUND') continue;
      // One that cannot be made must not keep the evidence back.
      if (!(error instanceof DomainError)) log.error({ err: error }, 'a document for an export could not be made');
      const reason = error instanceof DomainError ? error.message : '生成时出错，请联系系统管理员。';
      missing.push({ document: titleOfDocument(kind), reason });
    }
  }
  return { parts, missing };
}

const HOW = (demo: boolean) => `${demo ? '【演示数据】以下内容全部为虚构，不得作为证据使用。\n\n' : ''}如何核验：
1. 用任意浏览器打开本压缩包里的 verify.html（不需要联网；先解压出这一个文件即可）。
2. 在页面里选择整个压缩包（.zip）。
3. 页面会逐项核对文件、签名链、设备签名和每日存证，哪个文件被改动过会直接指出来。
4. 页面列出的“每日存证根”可与公示页 /merkle 上的逐字对照。
`;

/** `GET /api/evidence/export/:record` → one zip, for heads, leaders and auditors; every export stands in the audit log. */
export function exportRoutes(router: Router, { publicUrl, demo = false }: ExportDoors): void {
  router.get('/api/evidence/export/:record', async (ctx) => {
    const state = ctx.state as SignedIn;
    const record = checked(FieldRecord, ctx.params['record']);
    const document = await visibleFieldRecord(record, state);
    const context = commandContext(state);
    const about = { objectType: 'fieldRecord', objectId: record, action: 'fieldRecord.export' };
    if (!permits('exportRecord', state.actor, document)) {
      await recordDenied(context, about);
      throw new DomainError('NOT_PERMITTED', '您没有导出这份笔录的权限，请由分局负责人、局领导或稽查员导出。', {
        record,
      });
    }
    const { actor, now, requestId } = state;
    const { files, json: data } = await exportOf(record, document);
    const { parts: documents, missing } = await documentsOf(
      fieldRecordOf(record).face.path,
      document,
      publicUrl,
      ctx.state,
    );
    await appendAudit([{ ...about, at: now, actor: actor.id, result: 'ok', door: 'page', requestId }]);
    const parts = [
      text('verify.html', (page ??= verifierPage())),
      text('请先读我.txt', HOW(demo)),
      ...Object.entries(data).map(([name, value]) => json(name, value)),
      ...documents,
      ...files.map(({ name, file }) => ({ name, content: bytesOfFile(file) })),
    ];
    const { no = null } = document as unknown as FieldDocument;
    const manifest = { record, no, exportedAt: now, exportedBy: actor.id, demo, roots: `${publicUrl}/merkle`, missing };
    const title = `现场证据 ${no ?? record}${demo ? ' 演示数据' : ''}`.replace(/[\\/:*?"<>|\r\n]/g, '_');
    ctx.set(
      'content-disposition',
      `attachment; filename="evidence.zip"; filename*=UTF-8''${encodeURIComponent(title)}.zip`,
    );
    ctx.set('cache-control', 'no-store');
    ctx.type = 'application/zip';
    ctx.body = Readable.from(packed(parts, manifest));
  });
}
