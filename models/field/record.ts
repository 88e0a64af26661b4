/**
 * What every record made in the field decides when phones send their part: which events it takes, what they add up to now, and whom that
 * concerns. Site records and interviews share it; each says what it keeps besides and what follows. Pure.
 */
import { assign, settle } from '../assignment/assignment.effects';
import { shanghaiDay } from '../core/calendar';
import { policy } from '../core/policy';
import { type Context, type Effect, type Outcome } from '../core/workflow';
import { type Page } from '../template/page';
import { contentHash } from '../core/contentHash';
import { contentOf } from '../template/page';
import { type FieldEvent } from './fieldEvent.schema';
import { type FieldSeed, type FieldState, type FlagCode, FLAGS } from './fieldState';
import { type Examined, freshAside, takenFrom, FAULTS } from './merging';
import { eventsWithin } from './order';
import { type fieldDocument } from '../siteRecord/siteRecord.schema';
import { type z } from 'zod';

/** The fields that every such record has. */
export type FieldDocument = { [K in keyof typeof fieldDocument]: z.infer<(typeof fieldDocument)[K]> } & {
  seed: FieldSeed;
};

/** What a kind of field record adds. */
export interface Deriving<D extends FieldDocument, S extends FieldState> {
  /** The word before the dot of its events and purposes. */
  word: 'siteRecord' | 'interview';
  fold: (seed: D['seed'], events: readonly FieldEvent[]) => S;
  /** Pages as they are read over, by which a reading is checked. */
  pages: (state: S) => Page[];
  evidence: (state: S) => readonly string[];
  /** What it keeps of its state beside the common fields. */
  summary: (document: D, state: S) => Partial<D>;
  /** What follows when it changed from one state to another. */
  follows: (before: D, after: D, state: S) => Effect[];
  /** Number and site, for cards and tasks: no name of the party, nothing found. */
  title: (document: D) => string;
}

const dateOf = (at: string | null): Date | null => (at ? new Date(at) : null);
const hours = (n: number) => n * 3_600_000;

/** Readings whose pages are not those that follow from what was read: somebody signed something else than what was sent. */
function pagesDiffer<D extends FieldDocument, S extends FieldState>(
  deriving: Deriving<D, S>,
  document: D,
  state: S,
): boolean {
  return state.readings.some(({ basis, pages }) => {
    const seen = eventsWithin(document.field, basis);
    if (!seen) return true;
    const own = deriving.pages(deriving.fold(document.seed, seen)).map((page) => contentHash(contentOf(page)));
    return own.length !== pages.length || own.some((hash, at) => hash !== pages[at]);
  });
}

/** Flags that depend on when the server heard, and on what the record holds besides its events. */
function ownFlags<D extends FieldDocument, S extends FieldState>(
  deriving: Deriving<D, S>,
  document: D,
  state: S,
  now: Date,
  isRead: boolean,
): FlagCode[] {
  const { lateHours } = document.seed.limits;
  const arrived = state.arrivedAt ? Date.parse(state.arrivedAt) : now.getTime();
  const first = document.receipts[0]?.at.getTime() ?? now.getTime();
  return [
    ...(first - arrived > hours(lateHours) ? (['LATE_CREATED'] as const) : []),
    ...(isRead && pagesDiffer(deriving, document, state) ? (['PAGES_DIFFER'] as const) : []),
    ...(document.lockedAlone ? (['LOCKED_ALONE'] as const) : []),
    ...(document.aside.length > 0 ? (['SET_ASIDE'] as const) : []),
  ];
}

/**
 * The record with everything that follows from its events.
 *
 * @param isRead whether its readings have to be held against their pages again
 */
export function derived<D extends FieldDocument, S extends FieldState>(
  deriving: Deriving<D, S>,
  document: D,
  now: Date,
  isRead = true,
): { document: D; state: S } {
  const state = deriving.fold(document.seed, document.field);
  const status = document.lockedAlone ? 'locked' : state.status;
  const endedAt = dateOf(state.endedAt);
  const flags = [
    ...new Set([...state.flags.map(({ code }) => code), ...ownFlags(deriving, document, state, now, isRead)]),
  ];
  const isReminded = document.told.includes('late');
  const due =
    status !== 'locked' && endedAt && !isReminded
      ? new Date(endedAt.getTime() + hours(document.seed.limits.submitHours))
      : null;
  return {
    state,
    document: {
      ...{ ...document, status, endedAt, flags: flags.filter((code) => code in FLAGS), submitDueAt: due },
      ...{ arrivedAt: dateOf(state.arrivedAt), lockedAt: document.lockedAt ?? dateOf(state.lockedAt) },
      ...deriving.summary(document, state),
    },
  };
}

/** Evidence that is named for the first time: its flags are looked at again, now with the site. */
function namedEvidence(
  record: string,
  by: string,
  site: readonly [number, number] | null,
  hashes: readonly string[],
): Effect[] {
  const parts: string[][] = [];
  for (let from = 0; from < hashes.length; from += 200) parts.push([...hashes.slice(from, from + 200)]);
  return parts.map((some) => ({ kind: 'evidence.named', data: { record, by, site, hashes: some } }));
}

/** Officers who still have to hand in are told once the others have; nobody is told once it is locked. */
function tellOfficers<D extends FieldDocument, S extends FieldState>(
  { word, title }: Deriving<D, S>,
  before: D,
  after: D,
  state: S,
): { told: string[]; effects: Effect[] } {
  if (after.status === 'locked') return { told: before.told, effects: before.status === 'locked' ? [] : [settle({})] };
  const handedIn = state.officers.filter(({ submittedAt }) => submittedAt);
  const waitedFor = handedIn.length > 0 ? state.officers.filter(({ submittedAt }) => !submittedAt) : [];
  const fresh = waitedFor.filter(({ id }) => !before.told.includes(`submit:${id}`));
  const purpose = `${word}.submit`;
  return {
    told: [...before.told, ...fresh.map(({ id }) => `submit:${id}`)],
    effects: [
      ...fresh.map(({ id }) =>
        assign({
          person: id,
          purpose,
          title: title(after),
          county: after.county,
          dueAt: after.submitDueAt,
          ladder: false,
        }),
      ),
      ...handedIn.map(({ id }) => settle({ person: id, purposes: [purpose] })),
    ],
  };
}

const MOST_RECEIPTS = 200;
/**
 * Receipts with one more. When they grow too many, one goes that a later one of the same phone and day makes up for: the first says when the
 * record came to be known, and the last of each day what that day's root covers.
 */
export function receiptsWith(receipts: FieldDocument['receipts'], last: FieldDocument['receipts'][number]) {
  const all = [...receipts, last];
  if (all.length <= MOST_RECEIPTS) return all;
  const days = all.map(({ device, at }) => `${shanghaiDay(at)}/${device}`);
  const spare = days.findIndex((day, at) => at > 0 && days.lastIndexOf(day) > at);
  return all.filter((_, at) => at !== Math.max(1, spare));
}

export interface Merging {
  device: string;
  found: Examined[];
}

/** Take what a phone sent. An outcome without anything new changes nothing but says what was refused. */
export function mergeEvents<D extends FieldDocument, S extends FieldState>(
  deriving: Deriving<D, S>,
  current: D,
  { device, found }: Merging,
  { now }: Context,
): Outcome<D> {
  const { accepted, aside, refused } = takenFrom(current, found);
  const fresh = freshAside(current, aside);
  const last = accepted.at(-1);
  const heads = last
    ? [
        ...current.heads.filter((head) => head.device !== device),
        { device, author: last.author, seq: last.seq, hash: last.hash, at: now },
      ]
    : current.heads;
  const taken: D = {
    ...current,
    field: [...current.field, ...accepted],
    heads,
    receipts: last ? receiptsWith(current.receipts, { device, upTo: last.seq, at: now }) : current.receipts,
    aside: [
      ...current.aside,
      ...fresh.map(({ event, code }) => ({
        ...{ event, code, sentence: FAULTS[code] },
        receivedAt: now,
        supplement: null,
      })),
    ],
  };
  // A reading is held against its pages once, when it comes; again only while what it was made of has not all come.
  const isRead = current.flags.includes('PAGES_DIFFER') || accepted.some(({ type }) => type === 'finish');
  const { document, state } = derived(deriving, taken, now, isRead);
  // Folding what stood before costs as much as the merge itself, and only a new photo can name evidence.
  const isNamed = accepted.some(({ type }) => type === 'photo');
  const before = new Set(isNamed ? deriving.evidence(deriving.fold(current.seed, current.field)) : []);
  const { told, effects } = tellOfficers(deriving, current, document, state);
  const named = isNamed ? deriving.evidence(state).filter((hash) => !before.has(hash)) : [];
  const record = `${deriving.word}:${current._id}`;
  return {
    document: { ...document, told },
    event: {
      type: `${deriving.word}.merged`,
      data: {
        device,
        by: found[0]?.event.author ?? '',
        accepted: accepted.length,
        refused: refused.length,
        aside: fresh.length,
      },
    },
    effects: [
      ...effects,
      ...namedEvidence(record, last?.author ?? '', current.seed.location, named),
      ...deriving.follows(current, document, state),
    ],
  };
}

/** The limits that a phone judges by, as the policy stands when the record is prepared. */
export function limitsNow() {
  const { nearMetres, farMetres, apartMetres, startMinutes, submitHours, lateHours, turnedMinutes } = policy().field;
  return { nearMetres, farMetres, apartMetres, startMinutes, submitHours, lateHours, turnedMinutes };
}
