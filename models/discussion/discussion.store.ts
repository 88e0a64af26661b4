import { type Actor, visibleTo } from '../core/access';
import { defineStore, type Stored, whenDated } from '../core/journal';
import { type Discussion } from './discussion.schema';

export const discussions = defineStore<Discussion>('discussions', {
  live: true,
  numbered: true,
  indexes: [
    [{ readers: 1, at: -1 }],
    [{ at: -1 }],
    [{ case: 1, callAt: -1 }],
    whenDated('wakeAt'),
    /** Two discussions of one case at a time would be two results. */
    [{ openOf: 1 }, { unique: true, partialFilterExpression: { openOf: { $gt: '' } } }],
  ],
  clash: { field: 'openOf', message: '这件案件已有一次集体讨论正在进行，请在那一次里办理，或先取消它。' },
});

/** Discussions this person may read, the latest first; of one case when given. */
export function listDiscussions(
  actor: Actor,
  { record, limit = 100 }: { record?: string | undefined; limit?: number } = {},
): Promise<Stored<Discussion>[]> {
  const scope = visibleTo('seeDiscussion', actor);
  if (!scope) return Promise.resolve([]);
  return discussions.collection
    .find({ $and: [scope, record ? { case: record } : {}] } as never, {
      projection: { events: 0, outbox: 0, minutes: 0 },
      sort: { at: -1 },
      limit,
    })
    .toArray();
}

/** Cases on which this person votes or confirms now. */
export async function casesDiscussedBy(person: string): Promise<string[]> {
  const open = { readers: person, members: person, status: { $in: ['called', 'voting', 'counted', 'minuted'] } };
  return (await discussions.collection.find(open as never, { projection: { case: 1 }, limit: 200 }).toArray()).map(
    (discussion) => discussion.case,
  );
}
