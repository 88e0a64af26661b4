/** 文书核验: what anybody who holds the paper may ask. Open, without names: the number, the kind, the day, the authority, the hash. */
import type Router from '@koa/router';
import { z } from 'zod';
import { DomainError } from '../models/core/errors';
import { read } from '../models/core/journal';
import { checked } from '../models/core/workflow';
import { documentOf, isOurCopy, verified, type DocumentKey } from '../models/document/document';
import { DocumentName } from '../models/template/template.schema';
import { faceWithDocuments } from './document.routes';

const UNKNOWN = '没有查到这份文书：请核对二维码是否完整，或拨打文书上的机关电话核实。';
const Code = z
  .string()
  .max(200)
  .regex(/^[a-z-]+\.[0-9A-Za-z-]{1,80}\.[A-Za-z]+$/, UNKNOWN);
const Digits = z.string(UNKNOWN).regex(/^\d{0,20}$/, UNKNOWN);
export const VerifyQuery = z.strictObject({ n: Digits });
const CopyHash = z.string().regex(/^[0-9a-f]{64}$/, '文件指纹不对，请重新选择文件');

/** The same sentence whatever it is that does not fit: nobody learns which ids exist. */
async function found(code: unknown, digits: string, publicUrl: string) {
  const unknown = () => new DomainError('NOT_FOUND', UNKNOWN);
  const [path = '', id = '', said] = (Code.safeParse(code).data ?? '').split('.');
  const kind = DocumentName.safeParse(said).data;
  if (!kind) throw unknown();
  const key: DocumentKey = { path, id, kind };
  try {
    const record = await read(faceWithDocuments(path).domain.store, id);
    const answer = record && verified(await documentOf(key, record, publicUrl), digits);
    if (answer) return { key, answer };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'NOT_FOUND') throw error;
  }
  throw unknown();
}

/** `/api/verify/:code?n=` and `/api/verify/:code/copies/:hash?n=`. */
export function verifyRoutes(router: Router, { publicUrl }: { publicUrl: string }): void {
  router.get('/api/verify/:code', async (ctx) => {
    const { n } = checked(VerifyQuery, { ...ctx.query });
    ctx.body = (await found(ctx.params['code'], n, publicUrl)).answer;
    ctx.set('cache-control', 'no-store');
  });
  router.get('/api/verify/:code/copies/:hash', async (ctx) => {
    const { n } = checked(VerifyQuery, { ...ctx.query });
    const { key } = await found(ctx.params['code'], n, publicUrl);
    ctx.body = { ours: await isOurCopy(key, checked(CopyHash, ctx.params['hash'])) };
    ctx.set('cache-control', 'no-store');
  });
}
