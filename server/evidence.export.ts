/**
 * A field record as one file for court, archive and anybody who doubts: what was written with its signatures, what was photographed, the
 * proofs of the daily roots, and a page that checks all of it without network and without us. Packed while it is sent.
 */
import type Router from '@koa/router';
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
import { file, howToVerify, json, type Part, sendZip, text, verifierPage } from './archive';
import { commandContext } from './commands';
import { fieldRecordOf, visibleFieldRecord } from './evidence.routes';
import { type SignedIn } from './signIn';

export interface ExportDoors {
  publicUrl: string;
  demo?: boolean;
}

/** The record's documents as Word files, and by name those that it gives but that could not be made. */
async function documentsOf(path: string, record: Stored<Stateful>, publicUrl: string, { log }: Traced) {
  const parts: Part[] = [];
  const missing: { document: string; reason: string }[] = [];
  for (const kind of documentsGivenBy(path)) {
    try {
      const made = await documentOf({ path, id: record._id, kind }, record, publicUrl);
      const bytes = await wordFileOf(made);
      parts.push(file(`documents/${made.title}.docx`, () => bytes));
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
      text('verify.html', verifierPage()),
      text('请先读我.txt', howToVerify('verify.html', demo)),
      ...Object.entries(data).map(([name, value]) => json(name, value)),
      ...documents,
      ...files.map(({ name, file: kept }) => ({ name, content: bytesOfFile(kept) })),
    ];
    const { no = null } = document as unknown as FieldDocument;
    const manifest = { record, no, exportedAt: now, exportedBy: actor.id, demo, roots: `${publicUrl}/merkle`, missing };
    sendZip(ctx, `现场证据 ${no ?? record}${demo ? ' 演示数据' : ''}`, parts, manifest);
  });
}
