/** 卷宗 by HTTP: the register of a case page by page, the veto list, and earlier editions of a document. */
import type Router from '@koa/router';
import { z } from 'zod';
import { permits } from '../models/core/access';
import { type Stored } from '../models/core/journal';
import { checked } from '../models/core/workflow';
import { face } from '../models/domains';
import { caseFileOf, maskedFile } from '../models/penalty/file';
import { keptOf } from '../models/penalty/documents/keeping';
import { caseNo } from '../models/penalty/documents/words';
import { readsInFull } from '../models/penalty/reading';
import { vetoFor } from '../models/penalty/linked';
import { penaltyFace } from '../models/penalty/penalty.face';
import { type PenaltyCase } from '../models/penalty/penalty.schema';
import { DocumentName } from '../models/template/template.schema';
import { visibleRecord } from './record.routes';
import { type SignedIn } from './signIn';

const PAGE = 50;
export const CaseFileQuery = z
  .strictObject({
    group: z.enum(['document', 'evidence', 'record'], { error: '请选择文书、证据或者关联记录' }),
    /** How many entries to pass over. */
    from: z.coerce.number().int().min(0).max(10_000),
    limit: z.coerce.number().int().min(1).max(100),
  })
  .partial();

/** The case, if this reader may see it. @throws DomainError NOT_FOUND */
export const visibleCase = async (id: string, state: SignedIn): Promise<Stored<PenaltyCase>> =>
  (await visibleRecord(face(penaltyFace), id, state)) as unknown as Stored<PenaltyCase>;

/** `GET /api/penalties/:id/file`, `/veto` and `/editions/:kind`. Mounted before the routes of single records. */
export function caseFileRoutes(router: Router, { publicUrl }: { publicUrl: string }): void {
  router.get('/api/penalties/:id/file', async (ctx) => {
    const state = ctx.state as SignedIn;
    const { group, from = 0, limit = PAGE } = checked(CaseFileQuery, { ...ctx.query });
    const record = await visibleCase(String(ctx.params['id']), state);
    const whole = await caseFileOf(record, publicUrl);
    const inFull = readsInFull(record, state.actor);
    const { entries } = inFull ? whole : maskedFile(whole);
    const count = (of: string) => entries.filter((entry) => entry.group === of).length;
    const asked = group ? entries.filter((entry) => entry.group === group) : entries;
    ctx.body = {
      ...{ id: record._id, no: caseNo(record), status: record.status, masked: !inFull },
      counts: { document: count('document'), evidence: count('evidence'), record: count('record') },
      items: asked.slice(from, from + limit),
      next: from + limit < asked.length ? from + limit : null,
      lists: { evidenceList: whole.evidence.length > 0, fileIndex: record.filing !== null },
      mayExport: permits('exportRecord', state.actor, record),
    };
  });
  router.get('/api/penalties/:id/veto', async (ctx) => {
    const state = ctx.state as SignedIn;
    const record = await visibleCase(String(ctx.params['id']), state);
    ctx.body = { items: await vetoFor(record, state.now) };
  });
  router.get('/api/penalties/:id/editions/:kind', async (ctx) => {
    const record = await visibleCase(String(ctx.params['id']), ctx.state);
    const kind = checked(DocumentName, ctx.params['kind']);
    const found = await keptOf(record._id, kind);
    ctx.body = { items: found.map(({ no, at, keptAt }) => ({ no, at, keptAt })) };
  });
}
