/** Documents by HTTP: as pages, as Word, as PDF where the machine can; for whoever may see the record. */
import type Router from '@koa/router';
import { type Context } from 'koa';
import { z } from 'zod';
import { permits } from '../models/core/access';
import { DomainError } from '../models/core/errors';
import { checked } from '../models/core/workflow';
import { coveredPages, documentOf, keepCopy, type MadeDocument, wordFileOf } from '../models/document/document';
import { DOCUMENT_PATHS } from '../models/document/sources';
import { faces } from '../models/domains';
import { coverOf } from '../models/penalty/file';
import { type PenaltyCase } from '../models/penalty/penalty.schema';
import { readsInFull } from '../models/penalty/reading';
import { DocumentName } from '../models/template/template.schema';
import { findOffice, type Office } from './office';
import { oneAtATime } from './oneAtATime';
import { visibleRecord } from './record.routes';
import { type SignedIn } from './signIn';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const MOST_WAITING = 30;
/** An earlier edition, by the moment it was issued. */
export const DocumentQuery = z.strictObject({ at: z.coerce.date('请返回版本列表重新选择').optional() });

export interface DocumentDoors {
  publicUrl: string;
  /** Absent: looked for when the first PDF is asked for. */
  office?: Office;
}

/** The face of a path that gives documents. @throws DomainError NOT_FOUND */
export function faceWithDocuments(path: string) {
  const face = DOCUMENT_PATHS.includes(path) ? faces.find((one) => one.path === path) : undefined;
  if (!face) throw new DomainError('NOT_FOUND', '这类记录没有文书，请返回上一页。', { path });
  return face;
}

interface Asked {
  made: MadeDocument;
  /** How words are covered for a reader who may not read all of it; null for one who may. */
  cover: ((words: string) => string) | null;
}

async function asked(ctx: Context, publicUrl: string): Promise<Asked> {
  const { path = '', id = '', kind } = ctx['params'] as Record<string, string>;
  const checkedKind = checked(DocumentName, kind);
  const { at } = checked(DocumentQuery, { ...ctx.query });
  const record = await visibleRecord(faceWithDocuments(path), id, ctx.state);
  const made = await documentOf({ path, id, kind: checkedKind, ...(at ? { at } : {}) }, record, publicUrl);
  const { actor } = ctx.state as SignedIn;
  const { readers } = made.source;
  if (readers && !readers.includes(actor.id) && !permits('approveEnforcement', actor, record))
    throw new DomainError('NOT_PERMITTED', '笔录全文只供记录的执法人员和负责人下载，请联系他们。', { id });
  const penalty = path === 'penalties' ? (record as unknown as PenaltyCase) : null;
  return { made, cover: penalty && !readsInFull(penalty, actor) ? coverOf(penalty) : null };
}

/** To take away: for those who may read all of it. @throws DomainError NOT_PERMITTED */
async function whole(ctx: Context, publicUrl: string): Promise<MadeDocument> {
  const { made, cover } = await asked(ctx, publicUrl);
  if (!cover) return made;
  throw new DomainError(
    'NOT_PERMITTED',
    '案件文书只供办案、审查人员和负责人下载，请联系他们；页面上可以看遮盖后的内容。',
    {
      ...made.key,
    },
  );
}

/** A name people can file, whatever stands in the number. */
function attach(ctx: Context, { title, source }: MadeDocument, ending: string): void {
  const name = `${title} ${source.no}`.replace(/[\\/:*?"<>|\r\n]/g, '_').slice(0, 80);
  ctx.set(
    'content-disposition',
    `attachment; filename="document.${ending}"; filename*=UTF-8''${encodeURIComponent(name)}.${ending}`,
  );
  ctx.set('x-content-type-options', 'nosniff');
}

/** `/api/documents/:path/:id/:kind`, and beneath it `/word` and `/pdf`. */
export function documentRoutes(router: Router, { publicUrl, office }: DocumentDoors): void {
  const write = oneAtATime(MOST_WAITING, '正在生成的文书较多，请稍候再试。');
  const wordFor = (made: MadeDocument) => write(() => wordFileOf(made));
  let looked: Promise<Office> | undefined;
  const theOffice = () => (office ? Promise.resolve(office) : (looked ??= findOffice()));

  router.get('/api/documents/:path/:id/:kind', async (ctx) => {
    const { made, cover } = await asked(ctx, publicUrl);
    const { title, source, template, hash } = made;
    const pages = cover ? coveredPages(made, cover) : made.pages;
    const { version } = await theOffice();
    const { no, at, authority } = source;
    ctx.body = {
      ...{ title, no, at, authority, pages, hash, edition: template._id, draft: at === null },
      formats: { word: cover === null, pdf: cover === null && version !== null },
      pdfHint: version === null ? '服务器没有安装 LibreOffice，PDF 不可用；可以下载 Word 或直接看页面。' : null,
    };
  });
  router.get('/api/documents/:path/:id/:kind/word', async (ctx) => {
    const { now } = ctx.state as SignedIn;
    const made = await whole(ctx, publicUrl);
    const bytes = Buffer.from(await wordFor(made));
    await keepCopy(made, 'word', bytes, now);
    attach(ctx, made, 'docx');
    ctx.type = WORD;
    ctx.body = bytes;
  });
  router.get('/api/documents/:path/:id/:kind/pdf', async (ctx) => {
    const { now } = ctx.state as SignedIn;
    const made = await whole(ctx, publicUrl);
    const { pdf } = await theOffice();
    const bytes = await pdf(await wordFor(made));
    await keepCopy(made, 'pdf', bytes, now);
    attach(ctx, made, 'pdf');
    ctx.type = 'application/pdf';
    ctx.body = bytes;
  });
}
