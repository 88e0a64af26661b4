/** 处罚信息公开, open to everybody: the list for the page and as open data. Only what `publicOf` names leaves. */
import type Router from '@koa/router';
import { z } from 'zod';
import { checked } from '../models/core/workflow';
import { publicPenalties } from '../models/disclosure/disclosure.store';

/** Raised when a field of the open data is renamed or taken away; new fields leave it as it is. */
const SCHEMA = 'liandong.penalties/1';
const SECONDS = 60;
const LIST = 20;
const MOST = 100;
export const PublicQuery = z
  .strictObject({
    q: z.string().trim().max(60, '搜索的文字最多60字'),
    after: z.string().regex(/^[0-9a-f]{20}$/, '请从第一页重新查看'),
    limit: z.coerce
      .number('每页条数应为数字')
      .int()
      .min(1)
      .max(MOST, `每页最多${String(MOST)}条`),
  })
  .partial();

/** `/public/penalties.json?q=&after=&limit=` */
export function publicRoutes(router: Router, { clock }: { clock: () => Date }): void {
  router.get('/public/penalties.json', async (ctx) => {
    const { q, after, limit = LIST } = checked(PublicQuery, { ...ctx.query });
    const items = await publicPenalties({ q: q || undefined, after, limit }, clock());
    ctx.set({ 'cache-control': `public, max-age=${String(SECONDS)}`, 'access-control-allow-origin': '*' });
    ctx.body = { schema: SCHEMA, items, next: items.length === limit ? (items.at(-1)?.id ?? null) : null };
  });
}
