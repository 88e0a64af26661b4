/**
 * Who could go, looked up for a draw. The same queries and the same work whoever declared what: a conflict is one more reason to be out
 * among leave, shifts and other teams, found by looking at every relation of everybody.
 */
import { absentDuring } from '../absence/absence.store';
import { endOfShanghaiDay, minutes, shanghaiDay, startOfShanghaiDay } from '../core/calendar';
import { contentHash } from '../core/contentHash';
import { policy } from '../core/policy';
import { type Declaration } from '../declaration/declaration.schema';
import { declarationsOf } from '../declaration/declaration';
import { conflictsWith, sameOrigin } from '../declaration/relations';
import { shiftsBetween } from '../duty/duty.store';
import { type Person } from '../people/people.schema';
import { peopleWithRole, unitsOfKind } from '../people/people.store';
import { rotationMembers } from '../rotation/rotation.store';
import { type FlyingInspection } from './flying.schema';
import { crewsBetween } from './flying.store';
import { openSealed, keepSealed } from './sealed.store';
import { PURPOSE, seedOf, Target } from './target';
import { type TeamCandidate, type TeamInputs } from './teamDraw';
import { type DrawFacts } from './teaming';

/** What is kept sealed of a draw until the closing report. */
export interface KeptDraw {
  inputs: TeamInputs;
  /** Why each person who was out was so; `ORIGIN` is a mark and kept nobody out. */
  reasons: Record<string, string[]>;
}

interface Away {
  absent: ReadonlySet<string>;
  onDuty: ReadonlySet<string>;
  elsewhere: ReadonlySet<string>;
}

async function awayDuring({ _id, assembleAt, hours }: FlyingInspection): Promise<Away> {
  const until = new Date(assembleAt.getTime() + minutes(hours * 60));
  const [from, to] = [startOfShanghaiDay(shanghaiDay(assembleAt)), endOfShanghaiDay(shanghaiDay(until))];
  const margin = minutes(policy().rotation.shiftHours * 60);
  const near = (at: Date, by: number) => new Date(at.getTime() + by);
  const [absent, shifts, elsewhere] = await Promise.all([
    absentDuring(from, to),
    shiftsBetween(near(assembleAt, -margin), near(until, margin)),
    crewsBetween(near(assembleAt, -margin), near(until, margin), _id),
  ]);
  const onDuty = shifts.flatMap(({ seats }) => seats.filter(({ state }) => state !== 'absent'));
  return { absent: new Set(absent.keys()), onDuty: new Set(onDuty.map(({ person }) => person)), elsewhere };
}

/** What people declared here and, before there was this page, for the rotation. */
async function declaredBy(persons: readonly string[]): Promise<Map<string, Pick<Declaration, 'relations' | 'origin'>>> {
  const [own, older] = await Promise.all([
    declarationsOf(persons),
    rotationMembers.collection
      .find({ _id: { $in: [...persons] } } as never, { projection: { conflicts: 1 } })
      .toArray() as unknown as Promise<{ _id: string; conflicts: string[] }[]>,
  ]);
  const conflicts = new Map(older.map(({ _id, conflicts }) => [_id, conflicts]));
  return new Map(
    persons.map((person) => {
      const { relations = [], origin = null } = own.get(person) ?? {};
      const interests = (conflicts.get(person) ?? []).map((enterprise) => ({
        ...{ enterprise, kind: 'INTEREST' as const, endedOn: null },
      }));
      return [person, { relations: [...relations, ...interests], origin }];
    }),
  );
}

const isCertified = ({ certificateNo, certificateValidTo }: Person, day: string): boolean =>
  certificateNo !== null && certificateValidTo !== null && certificateValidTo >= day;

/**
 * Everything a draw may look at, sealed as it is kept. Reads the target, so it is called only for those who may draw.
 *
 * @throws DomainError UNAVAILABLE when the target cannot be opened
 */
export async function drawFacts(flying: FlyingInspection): Promise<DrawFacts> {
  const [officers, forces, away] = await Promise.all([
    peopleWithRole('officer'),
    unitsOfKind('FORCE'),
    awayDuring(flying),
  ]);
  const [declared, opened] = await Promise.all([
    declaredBy(officers.map(({ _id }) => _id)),
    openSealed(PURPOSE.target, flying.box),
  ]);
  const target = Target.parse(opened);
  const lastDay = shanghaiDay(new Date(flying.assembleAt.getTime() + minutes(flying.hours * 60)));
  const force = new Set(forces.map(({ _id }) => _id));
  const reasons: Record<string, string[]> = {};
  const asCandidate = (person: Person): TeamCandidate => {
    const said = declared.get(person._id) ?? { relations: [], origin: null };
    const out = [
      ...(away.absent.has(person._id) ? ['LEAVE'] : []),
      ...(away.onDuty.has(person._id) ? ['ON_DUTY'] : []),
      ...(away.elsewhere.has(person._id) ? ['OVERLAP'] : []),
      ...(isCertified(person, lastDay) ? [] : ['CERTIFICATE']),
      ...(flying.unlockers.includes(person._id) ? ['PLANNING'] : []),
      ...conflictsWith(said, target, shanghaiDay(flying.assembleAt)),
    ];
    const marks = [...out, ...(sameOrigin(said, target) ? ['ORIGIN'] : [])];
    if (marks.length > 0) reasons[person._id] = marks;
    return {
      ...{ id: person._id, name: person.name, unitName: person.unitName ?? '', county: person.county },
      ...{ force: person.unit !== null && force.has(person.unit), out: out.length > 0 },
    };
  };
  const candidates = officers.map(asCandidate);
  const seed = seedOf(target, flying._id, flying.draws + 1);
  const inputs: TeamInputs = { inspection: flying._id, seed, k: flying.k, candidates };
  const kept: KeptDraw = { inputs, reasons };
  const box = await keepSealed(PURPOSE.draw, flying._id, kept);
  return { inputs, box, hash: contentHash(kept) };
}

/** The inputs of the draw in force; null before there is one. */
export async function drawnInputs({ drawBox }: Pick<FlyingInspection, 'drawBox'>): Promise<TeamInputs | null> {
  return drawBox ? ((await openSealed(PURPOSE.draw, drawBox)) as KeptDraw).inputs : null;
}
