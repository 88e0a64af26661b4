/** What the stores of documents made on site share: by what they are found, and how they are listed. */
import { type Actor, visibleTo } from '../core/access';
import { type defineStore, type Store, type Stored, whenDated } from '../core/journal';
import { type Stateful } from '../core/workflow';

type Indexes = NonNullable<NonNullable<Parameters<typeof defineStore>[1]>['indexes']>;

export const SERVED_INDEXES: Indexes = [
  [{ county: 1, createdAt: -1 }],
  [{ team: 1, createdAt: -1 }],
  [{ enterprise: 1, createdAt: -1 }],
  [{ siteRecord: 1 }],
  /** Who may read a photo: the records that name it. */
  [{ evidence: 1 }],
  [{ createdAt: -1 }],
  whenDated('wakeAt'),
];

/** Strokes weigh more than all the rest; the time of serving is read by the outline. */
const UNLISTED = { events: 0, outbox: 0, 'serving.signature': 0, 'serving.officerSignatures': 0, 'serving.refusal': 0 };

/** The list of one such store: the latest first, as far as the actor may see them; of one site record when given. */
export const listedFrom =
  <D extends Stateful>({ collection }: Store<D>) =>
  async (actor: Actor, siteRecord: string | undefined, limit = 50): Promise<Stored<D>[]> => {
    const visible = visibleTo('seeEnforcement', actor);
    if (!visible) return [];
    const query = { $and: [visible, siteRecord ? { siteRecord } : {}] };
    return (await collection
      .find(query as never, { projection: UNLISTED, sort: { createdAt: -1 }, limit })
      .toArray()) as Stored<D>[];
  };
