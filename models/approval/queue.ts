/** 待审批: what this person, or somebody they stand for, has been asked to approve, by deadline. */
import { type Assignment } from '../assignment/assignment.schema';
import { assignmentsOf } from '../assignment/assignment.store';
import { type Actor } from '../core/access';
import { read, type Stored, storeNamed } from '../core/journal';
import { policy } from '../core/policy';
import { offered, type Stateful, type StandsFor } from '../core/workflow';
import { approvables } from './approvables';
import { lendersTo } from './delegation.store';
import { shownOf } from './signing';
import { type ApprovalView } from './view';

export interface Awaited {
  store: string;
  id: string;
  step: string;
  dueAt: Date | null;
  onBehalf: StandsFor | null;
  view: ApprovalView;
  /** The hash of the view where it may be approved together with others, and has nothing to fill in; else null. */
  seen: string | null;
}

interface Asked {
  assignment: Assignment;
  standsFor: StandsFor | null;
}

/** More than this nobody approves in a day; the rest follows as these are done. */
const MOST = 60;

async function askedOf(actor: Actor, now: Date): Promise<Asked[]> {
  const lenders = await lendersTo(actor.id, now);
  const own = (await assignmentsOf(actor.id, 'open', { limit: MOST })).map((assignment) => ({
    ...{ assignment, standsFor: null },
  }));
  const lent = await Promise.all(
    lenders.map(async (standsFor) =>
      (await assignmentsOf(standsFor.actor.id, 'open', { limit: MOST })).map((assignment) => ({
        ...{ assignment, standsFor },
      })),
    ),
  );
  return [...own, ...lent.flat()].filter(({ assignment }) => approvables[assignment.record.store]);
}

/** The steps of one record that wait for this person now. */
export function awaitedSteps(
  store: string,
  record: Stateful,
  actor: Actor,
  now: Date,
  standsFor: StandsFor | null,
): string[] {
  const approvable = approvables[store];
  if (!approvable) return [];
  const who = standsFor ?? undefined;
  const open = offered(approvable.workflow, record, { actor, now, ...(who ? { standsFor: who } : {}) });
  const barred = standsFor && approvable.barred?.(record, actor.id);
  return open.filter((step) => !barred && approvable.waits[step]?.(record, (standsFor?.actor ?? actor).id));
}

async function awaitedOf({ assignment, standsFor }: Asked, actor: Actor, now: Date): Promise<Awaited[]> {
  const { store, id } = assignment.record;
  const approvable = approvables[store];
  const record: Stored<Stateful> | null = await read(storeNamed(store), id);
  if (!approvable || !record) return [];
  const steps = awaitedSteps(store, record, actor, now, standsFor);
  return Promise.all(
    steps.map(async (step) => {
      const view = approvable.view(record, step, await approvable.look(record, step, now));
      const seen = policy().approval.batch.includes(step) ? shownOf(view).seen : null;
      return { store, id, step, dueAt: assignment.dueAt, onBehalf: standsFor, view, seen };
    }),
  );
}

const first = (a: Date | null, b: Date | null) => (a?.getTime() ?? Infinity) - (b?.getTime() ?? Infinity);

/** What waits for this person, the nearest deadline first; what is theirs anyway is not shown again as lent. */
export async function approvalQueue(actor: Actor, now: Date): Promise<Awaited[]> {
  const asked = await askedOf(actor, now);
  const all = (await Promise.all(asked.map((one) => awaitedOf(one, actor, now)))).flat();
  const once = new Map<string, Awaited>();
  for (const one of all) {
    const key = `${one.store}/${one.id}/${one.step}`;
    if (!once.has(key)) once.set(key, one);
  }
  return [...once.values()].sort((a, b) => first(a.dueAt, b.dueAt)).slice(0, MOST);
}
