/** The daily roots for everybody: without sign-in, without personal data. Who holds a file or a record can have its place proved. */
import type Router from '@koa/router';
import { z } from 'zod';
import { DomainError } from '../models/core/errors';
import { checked } from '../models/core/workflow';
import { EvidenceHash } from '../models/evidence/evidence.schema';
import { proofOfFile } from '../models/evidence/merkleDay';
import { type PublicDay, publishedDays } from '../models/evidence/merkleDay.store';

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期应写作 2026-03-01');
export const MerkleQuery = z.strictObject({
  before: Day.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(31),
});

const presentDay = ({ _id: day, count, root, previous, link, publishedAt }: PublicDay) => ({
  ...{ day, count, root, previous, link, publishedAt },
});

const row = ({ _id, count, root, link }: PublicDay) =>
  `<tr><td>${_id}</td><td>${count}</td><td><code>${root}</code></td><td><code>${link}</code></td></tr>`;

const PAGE = (days: readonly PublicDay[], older: string) => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>每日存证</title><style>
body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem;color:#1f2329}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #e5e6eb;vertical-align:top}
code{font-size:.8rem;word-break:break-all}p{color:#4e5969}
@media(max-width:40rem){thead{display:none}tr{display:block;padding:.6rem 0;border-bottom:1px solid #e5e6eb}td{display:block;border:0;padding:.1rem 0}
td:nth-child(2)::before{content:"数量 "}td:nth-child(3)::before{content:"根 "}td:nth-child(4)::before{content:"链 "}}
</style></head><body><h1>每日存证</h1>
<p>每天零点后，系统把前一天收到的全部现场照片、视频和笔录的校验值汇成一个“根”公布在这里。任何一份材料事后被改动，都与当天的根对不上；
每天的“链”又包含前一天的，所以也不能补换某一天。这里不含任何个人信息和案件内容。</p>
<table><thead><tr><th>日期</th><th>数量</th><th>根（SHA-256，RFC 6962）</th><th>链</th></tr></thead><tbody>
${days.map(row).join('\n')}
</tbody></table>${days.length === 0 ? '<p>还没有公布过。第一天的根在次日零点后公布。</p>' : ''}${older}
</body></html>`;

/** `/merkle` as a page, `/api/merkle` for programs, `/api/merkle/proof/:sha256` for one file. */
export function merkleRoutes(router: Router): void {
  router.get('/merkle', async (ctx) => {
    const { before, limit } = checked(MerkleQuery, { ...ctx.query });
    const days = await publishedDays(before, limit);
    const last = days.length === limit ? days.at(-1)?._id : undefined;
    ctx.type = 'text/html; charset=utf-8';
    ctx.body = PAGE(days, last ? `<p><a href="?before=${last}">更早</a></p>` : '');
  });

  router.get('/api/merkle', async (ctx) => {
    const { before, limit } = checked(MerkleQuery, { ...ctx.query });
    ctx.body = { items: (await publishedDays(before, limit)).map(presentDay) };
  });

  router.get('/api/merkle/proof/:sha256', async (ctx) => {
    const sha256 = checked(EvidenceHash, ctx.params['sha256']);
    const proof = await proofOfFile(sha256);
    if (!proof) {
      throw new DomainError('NOT_FOUND', '没有这份文件的存证，可能当天的根还没有公布，请次日再查。', { sha256 });
    }
    ctx.body = proof;
  });
}
