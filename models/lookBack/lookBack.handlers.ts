/** The rounds of a month are drawn once, and each drawn item becomes a review once. */
import { CLOCK } from '../core/access';
import { shanghaiDay } from '../core/calendar';
import { contentHash } from '../core/contentHash';
import { create, read } from '../core/journal';
import { each, type Handler, type OwedEntry } from '../core/outbox';
import { policy } from '../core/policy';
import { monthBefore, openRound, roundId } from './drawing';
import { orderReview } from './lookBack';
import { reviewFacts, seedOf, signedOffIn } from './lookBack.facts';
import { DrawnReview } from './lookBack.schema';
import { lookBackRounds, lookBacks } from './lookBack.store';

async function drawOne(month: string, after: number, now: Date): Promise<number> {
  const id = roundId(month, after);
  if (await read(lookBackRounds, id)) return 0;
  const { permille, least } = policy().lookBack;
  const context = { actor: CLOCK, now, door: 'clock' as const, key: id };
  const items = await signedOffIn(monthBefore(month, after));
  await create(
    lookBackRounds,
    openRound({ month, after }, items, context, { seed: seedOf(id), permille, least }),
    context,
  );
  return 1;
}

/** Draw what is due in this month, and what was missed in the one before. @returns how many rounds were drawn */
export async function drawDueRounds(now: Date): Promise<number> {
  const month = shanghaiDay(now).slice(0, 7);
  let drawn = 0;
  for (const one of [monthBefore(month, 1), month])
    for (const after of policy().lookBack.months) drawn += await drawOne(one, after, now);
  return drawn;
}

async function review({ id: key, data }: OwedEntry, now: Date): Promise<void> {
  const { round, kind, item } = DrawnReview.parse(data);
  const id = `${round}~${contentHash(item).slice(0, 20)}`;
  if (await read(lookBacks, id)) return;
  const context = { actor: CLOCK, now, door: 'system' as const, key };
  await create(lookBacks, orderReview(id, round, context, await reviewFacts(kind, item)), context);
}

/** Handlers of the local outbox. */
export const lookBackHandlers: Record<string, Handler> = { 'lookBack.review': each(review) };
