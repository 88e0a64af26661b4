/**
 * One of the servers that the command bench compares, in a process of its own so that its CPU can be told from the load's:
 *   bare     Koa, one updateOne
 *   fair     Koa, body parsed, document read, zod, one guarded updateOne: what any careful command must do
 *   product  the product's own HTTP stack, command table, journal and presenter
 */
import { bodyParser } from '@koa/bodyparser';
import Koa, { type Context } from 'koa';
import { z } from 'zod';
import { RemarkPetition } from '../../models/petition/petition.schema';
import { petitions } from '../../models/petition/petition.store';
import { openQuietly, productApp, serve } from './product';

const clock = () => new Date();
const idOf = (ctx: Context) => ctx.path.split('/')[3] ?? '';

function bare() {
  const app = new Koa();
  app.use(async (ctx) => {
    await petitions.collection.updateOne(
      { _id: idOf(ctx) },
      {
        $inc: { version: 1 },
        $set: { updatedAt: clock() },
      },
    );
    ctx.body = { ok: true };
  });
  return { app, headers: {} };
}

const Read = z.looseObject({ _id: z.string(), version: z.int(), status: z.string() });

function fair() {
  const app = new Koa();
  app.use(bodyParser());
  app.use(async (ctx) => {
    const { text } = RemarkPetition.parse(ctx.request.body);
    const document = Read.parse(await petitions.collection.findOne({ _id: idOf(ctx) } as never));
    const event = { type: 'remarked', at: clock(), data: { text } };
    await petitions.collection.updateOne({ _id: document._id, version: document.version }, {
      $set: { version: document.version + 1, updatedAt: clock() },
      $push: { events: event },
    } as never);
    ctx.body = document;
  });
  return { app, headers: {} };
}

async function main() {
  const [kind = 'bare', mongodbUri = ''] = process.argv.slice(2);
  await openQuietly(mongodbUri);
  serve(kind === 'product' ? await productApp() : kind === 'fair' ? fair() : bare());
}

void main();
