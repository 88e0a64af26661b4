import { type Actor, visibleTo } from '../core/access';
import { defineStore, type Stored, whenDated } from '../core/journal';
import { type PastRound } from './ledger';
import { type RotationMember, type RotationUnit, type Round } from './rotation.schema';

/** What a lost claim says: somebody else has just drawn, or just called in the same person. */
const CLAIMED = '刚刚有另一轮抽签或替补动用了同一本账，请再点一次，系统会按最新账本重新计算。';

export const rounds = defineStore<Round>('rotation_rounds', {
  live: true,
  numbered: true,
  clash: { field: 'claims', message: CLAIMED },
  indexes: [
    /** One ledger for all who draw at the same time, and nobody in two rounds (claims.ts). */
    [{ claims: 1 }, { name: 'claims_1', unique: true, partialFilterExpression: { claims: { $gt: '' } } }],
    [{ assembleAt: -1 }],
    [{ pool: 1, day: 1 }],
    [{ 'seats.person': 1, assembleAt: -1 }],
    whenDated('wakeAt'),
    /** Who may see a proof: the record that holds it. */
    [{ 'seats.decline.photos': 1 }],
  ],
});

export const rotationUnits = defineStore<RotationUnit>('rotation_units');
export const rotationMembers = defineStore<RotationMember>('rotation_members', {
  indexes: [[{ unit: 1, orderNo: 1 }]],
});

/** Candidates, history and texts are most of a round's weight; the ledger needs none of them. */
const FOLDED = {
  ...{ no: 1, pool: 1, status: 1, sequence: 1, day: 1, lastDay: 1, k: 1, drawnAt: 1, closedAt: 1 },
  ...{ 'seats.slot': 1, 'seats.kind': 1, 'seats.person': 1, 'seats.unit': 1, 'seats.state': 1 },
  ...{ 'draw.inputs.units': 1 },
};

/** Every drawn round, the oldest first, as far as the ledger reads it. */
export async function pastRounds(): Promise<PastRound[]> {
  const found = (await rounds.collection
    .find({ sequence: { $gt: 0 } } as never, { projection: FOLDED, sort: { assembleAt: 1 } })
    .toArray()) as unknown as (Omit<PastRound, 'units'> & { draw: { inputs: { units: PastRound['units'] } } | null })[];
  return found.map(({ draw, ...round }) => ({ ...round, units: draw?.inputs.units ?? null }));
}

/** What a list shows. */
const LISTED = { events: 0, outbox: 0, draw: 0, reasons: 0, claims: 0, target: 0 } as const;
export type ListedRound = Omit<Stored<Round>, keyof typeof LISTED>;

/** Rounds, the latest assembly first; drafts only where `drafts` matches. */
export function listRounds(drafts: Readonly<Record<string, unknown>> | null, limit: number): Promise<ListedRound[]> {
  const seen = { status: { $nin: ['drafted', 'discarded'] } };
  const filter = drafts ? { $or: [seen, { ...drafts, status: 'drafted' }] } : seen;
  return rounds.collection.find(filter as never, { projection: LISTED, sort: { assembleAt: -1 }, limit }).toArray();
}

/** How many rounds of the pool have their assembly between these days, drafts included. */
export const roundsBetween = (pool: string, from: string, to: string): Promise<number> =>
  rounds.collection.countDocuments({
    ...{ pool, day: { $gte: from, $lte: to } },
    status: { $nin: ['discarded', 'calledOff'] },
  } as never);

export const allUnits = (): Promise<Stored<RotationUnit>[]> =>
  rotationUnits.collection.find({}, { sort: { code: 1 }, projection: { events: 0, outbox: 0 } }).toArray();

export const membersOnRoll = (): Promise<Stored<RotationMember>[]> =>
  rotationMembers.collection
    .find({ status: 'onRoll' } as never, { sort: { unit: 1, orderNo: 1 }, projection: { events: 0, outbox: 0 } })
    .toArray();

/** Whether this photo proves a difficulty that the actor has explained, decides about, or answers for as the leader of the draw. */
export async function mayReadProof(actor: Actor, hash: string): Promise<boolean> {
  const leads = visibleTo('runDraw', actor);
  const concerned = { $elemMatch: { 'decline.photos': hash, $or: [{ person: actor.id }, { head: actor.id }] } };
  const filter = { $or: [{ seats: concerned }, ...(leads ? [{ ...leads, 'seats.decline.photos': hash }] : [])] };
  return (await rounds.collection.findOne(filter as never, { projection: { _id: 1 } })) !== null;
}
