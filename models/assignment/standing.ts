/**
 * Who stands on a rung of the ladder now. The roster says who is on duty; where it says nothing, the role does. Somebody who has not been
 * told yet goes before somebody who has, and somebody at work before somebody away.
 */
import { type Role, isReference } from '../core/access';
import { absentDuring } from '../absence/absence.store';
import { onDuty } from '../duty/onDuty';
import { type Person } from '../people/people.schema';
import { people, peopleWithRole, unitById, units } from '../people/people.store';
import { type Found, type Named, toldOf } from './assignment.commands';
import { type Assignment } from './assignment.schema';
import { rungsOf } from './ladder';
import { type Stand } from './rungs';

/** Lookups of one moment, each made once however many rungs are taken. */
export interface Lookups {
  onDuty: () => ReturnType<typeof onDuty>;
  absent: () => ReturnType<typeof absentDuring>;
  role: (role: Role, county?: string | null) => Promise<Named[]>;
  /** Also of somebody who has left: their unit still has deputies. */
  person: (id: string) => Promise<Person | null>;
}

const named = ({ _id, name }: Pick<Person, '_id' | 'name'>): Named => ({ id: _id, name });

export function lookupsAt(now: Date): Lookups {
  const kept = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, look: () => Promise<T>) => {
    if (!kept.has(key)) kept.set(key, look());
    return kept.get(key) as Promise<T>;
  };
  return {
    onDuty: () => once('duty', () => onDuty(now)),
    absent: () => once('absent', () => absentDuring(now, new Date(now.getTime() + 1))),
    role: (role, county) =>
      once(`${role}@${county ?? ''}`, async () => (await peopleWithRole(role, county)).map(named)),
    person: (id) => once(`person ${id}`, () => people.findOne({ _id: id })),
  };
}

/** The candidates of a rung, the first choice first; `skip` where the matter has no such post. */
type Candidates = (assignment: Assignment, lookups: Lookups) => Promise<Named[] | 'skip'>;

async function activeOf(ids: readonly string[]): Promise<Named[]> {
  const found = await people.find({ _id: { $in: [...ids] }, active: true }).toArray();
  return ids.flatMap((id) => found.filter(({ _id }) => _id === id).map(named));
}

async function unitOf(assignment: Assignment, { person }: Lookups) {
  const silent = await person(assignment.person);
  return silent?.unit ? unitById(silent.unit) : null;
}

async function branchHeads({ county }: Assignment, { role }: Lookups) {
  if (!county) return 'skip';
  const branch = await units.findOne({ active: true, kind: 'BRANCH', county: county as never });
  const heads = await role('branchHead', county);
  return [...heads.filter(({ id }) => id === branch?.head), ...heads.filter(({ id }) => id !== branch?.head)];
}

const CANDIDATES: Record<Stand, Candidates> = {
  async same({ person, personName }, lookups) {
    const isHere = isReference(person) || (await lookups.person(person))?.active === true;
    return isHere ? [{ id: person, name: personName }] : [];
  },
  async deputy(assignment, lookups) {
    const silent = await lookups.person(assignment.person);
    const unit = await unitOf(assignment, lookups);
    const ids = [silent?.standIn ?? '', ...(unit?.deputies ?? [])].filter((id) => id && id !== assignment.person);
    const deputies = await activeOf(ids);
    return deputies.length > 0 ? deputies : 'skip';
  },
  watch: async (_, lookups) => (await lookups.onDuty()).operators,
  dutyLeader: async (_, lookups) => (await lookups.onDuty()).leaders,
  async unitHead(assignment, lookups) {
    const unit = await unitOf(assignment, lookups);
    return unit?.head ? activeOf([unit.head]) : 'skip';
  },
  branchHead: branchHeads,
  bureauLeader: (_, { role }) => role('bureauLeader'),
};

/** Who is told on the assignment's next rung: somebody other than the silent person where there is one. */
export async function standing(assignment: Assignment, lookups: Lookups): Promise<Found> {
  const to = rungsOf(assignment)[assignment.rung]?.to ?? 'same';
  const candidates = await CANDIDATES[to](assignment, lookups);
  if (candidates === 'skip') return 'skip';
  if (to === 'same' || candidates.length < 2) return candidates[0] ?? null;
  const absent = await lookups.absent();
  const told = new Set(toldOf(assignment).map(({ person }) => person));
  const rank = ({ id }: Named) =>
    (id === assignment.person ? 4 : 0) + (absent.has(id) ? 2 : 0) + (told.has(id) ? 1 : 0);
  return [...candidates].sort((a, b) => rank(a) - rank(b))[0] ?? null;
}
