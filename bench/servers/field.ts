/**
 * One of the servers that the field bench compares:
 *   bare     Koa, body parsed, one updateOne that pushes the same events
 *   product  the product's own stack: every hash and the signature checked, the record folded, one guarded write
 */
import { bodyParser } from '@koa/bodyparser';
import Koa from 'koa';
import { siteRecords } from '../../models/siteRecord/siteRecord.store';
import { openQuietly, productApp, serve } from './product';

interface Sent {
  records: { record: string; events: object[] }[];
}

function bare() {
  const app = new Koa();
  app.use(bodyParser({ jsonLimit: '8mb' }));
  app.use(async (ctx) => {
    const [one] = (ctx.request.body as Sent).records;
    const update = { $inc: { version: 1 }, $push: { field: { $each: one?.events ?? [] } } };
    await siteRecords.collection.updateOne({ _id: one?.record.split(':')[1] } as never, update as never);
    ctx.body = { ok: true };
  });
  return { app, headers: {} };
}

async function main() {
  const [kind = 'bare', mongodbUri = ''] = process.argv.slice(2);
  await openQuietly(mongodbUri);
  serve(kind === 'product' ? await productApp() : bare());
}

void main();
