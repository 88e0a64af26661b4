/**
 * Who takes part: rotation units and members follow the organisation. Taken over before every draw, so that a headcount is the one
 * of its day. What belongs to a person moves along when the unit changes; what belongs to the unit stays.
 */
import { shanghaiDay } from '../core/calendar';
import { change, create } from '../core/journal';
import { policy } from '../core/policy';
import { asClock } from '../core/workflow';
import { isProtected, type Person, type Unit } from '../people/people.schema';
import { people, units } from '../people/people.store';
import { type RotationMember, type RotationUnit } from './rotation.schema';
import { allUnits, rotationMembers, rotationUnits } from './rotation.store';

/** A unit as it should be, before it has a code. */
type WantedUnit = Pick<RotationUnit, '_id' | 'name' | 'kind' | 'county' | 'departments'>;

/** Departments of some kinds together make one unit (机关处室); every other one stands for itself. */
export function wantedUnits(departments: readonly Unit[]): WantedUnit[] {
  const found = new Map<string, WantedUnit>();
  const { together } = policy().rotation;
  for (const { _id, name, kind, county } of departments) {
    if (kind === 'VILLAGE' || kind === 'OFFICE') continue;
    const shared = together[kind];
    const id = shared ? `u-${shared}` : `u-${_id}`;
    const unit = found.get(id) ?? {
      _id: id,
      name: shared ?? name,
      kind,
      county: shared ? null : county,
      departments: [],
    };
    unit.departments.push(_id);
    found.set(id, unit);
  }
  return [...found.values()];
}

type WantedMember = Pick<RotationMember, '_id' | 'name' | 'unit' | 'county' | 'certifiedUntil' | 'head'>;

/** Everybody on roll who works for one of these units; volunteers and enterprises are not. */
export function wantedMembers(
  staff: readonly Person[],
  departments: readonly Unit[],
  wanted: readonly Pick<WantedUnit, '_id' | 'departments'>[],
): WantedMember[] {
  const unitOf = new Map(wanted.flatMap(({ _id, departments: parts }) => parts.map((part) => [part, _id] as const)));
  const departmentOf = new Map(departments.map((department) => [department._id, department]));
  return staff.flatMap((person): WantedMember[] => {
    const unit = person.unit ? unitOf.get(person.unit) : undefined;
    if (!unit || isProtected(person.roles)) return [];
    const department = departmentOf.get(person.unit ?? '');
    const heads = [department?.head, ...(department?.deputies ?? [])];
    const head = heads.find((id) => id && id !== person._id) ?? null;
    const certifiedUntil = person.certificateNo ? person.certificateValidTo : null;
    return [{ _id: person._id, name: person.name, unit, county: person.county, certifiedUntil, head }];
  });
}

/** Letters in the order of appearance: A … Z, then AA. Never given twice. */
const codeAfter = (count: number): string =>
  count < 26 ? String.fromCharCode(65 + count) : `${codeAfter(Math.floor(count / 26) - 1)}${codeAfter(count % 26)}`;

async function keepUnits(wanted: readonly WantedUnit[], now: Date): Promise<void> {
  const known = new Map((await allUnits()).map((unit) => [unit._id, unit]));
  let count = known.size;
  for (const unit of wanted) {
    const before = known.get(unit._id);
    if (!before) {
      const document: RotationUnit = { ...unit, version: 0, status: 'active', code: codeAfter(count++) };
      await create(rotationUnits, { document, event: { type: 'rotationUnit.formed' } }, asClock(now));
    } else if (before.status !== 'active' || differs(before, unit)) {
      const event = { type: 'rotationUnit.changed', data: { name: unit.name } };
      await change(rotationUnits, unit._id, asClock(now), (document) => ({
        document: { ...document, ...unit, status: 'active' as const },
        event,
      }));
    }
  }
  const wantedIds = new Set(wanted.map(({ _id }) => _id));
  for (const { _id, status } of known.values())
    if (status === 'active' && !wantedIds.has(_id))
      await change(rotationUnits, _id, asClock(now), (document) => ({
        document: { ...document, status: 'closed' as const },
        event: { type: 'rotationUnit.dissolved' },
      }));
}

const differs = (before: object, wanted: object): boolean =>
  Object.entries(wanted).some(
    ([field, value]) => JSON.stringify((before as Record<string, unknown>)[field]) !== JSON.stringify(value),
  );

/** New members written at once; the first synchronisation has some hundred. */
const TOGETHER = 50;

/** Joining later counts as a service on that day, with the last number of the unit; so does nobody who began with the rotation. */
async function keepMembers(wanted: readonly WantedMember[], now: Date): Promise<void> {
  const known = new Map(
    ((await rotationMembers.collection.find({}).toArray()) as unknown as RotationMember[]).map((one) => [one._id, one]),
  );
  const joinedOn = known.size === 0 ? null : shanghaiDay(now);
  const last = new Map<string, number>();
  for (const { unit, orderNo } of known.values()) last.set(unit, Math.max(last.get(unit) ?? 0, orderNo));
  const numberIn = (unit: string) => {
    last.set(unit, (last.get(unit) ?? 0) + 1);
    return last.get(unit)!;
  };
  const fresh: RotationMember[] = [];
  for (const member of wanted) {
    const before = known.get(member._id);
    if (!before) {
      const own = { orderNo: numberIn(member.unit), joinedOn, retiresOn: null, conflicts: [] };
      fresh.push({ ...member, ...own, version: 0, status: 'onRoll' });
    } else if (before.status === 'left' || differs(before, member)) await moveMember(before, member, numberIn, now);
  }
  const event = { type: 'rotationMember.joined' };
  for (let from = 0; from < fresh.length; from += TOGETHER)
    await Promise.all(
      fresh.slice(from, from + TOGETHER).map((document) => create(rotationMembers, { document, event }, asClock(now))),
    );
  const wantedIds = new Set(wanted.map(({ _id }) => _id));
  for (const { _id, status } of known.values())
    if (status === 'onRoll' && !wantedIds.has(_id))
      await change(rotationMembers, _id, asClock(now), (document) => ({
        document: { ...document, status: 'left' as const },
        event: { type: 'rotationMember.left' },
      }));
}

/** Services go along, the number is the last of the new unit; both ledgers stay as they are. */
async function moveMember(
  before: RotationMember,
  member: WantedMember,
  numberIn: (unit: string) => number,
  now: Date,
): Promise<void> {
  const transferred = before.unit !== member.unit;
  const orderNo = transferred ? numberIn(member.unit) : before.orderNo;
  await change(rotationMembers, member._id, asClock(now), (document) => ({
    document: { ...document, ...member, orderNo, status: 'onRoll' as const },
    event: {
      type: transferred ? 'rotationMember.transferred' : 'rotationMember.changed',
      data: transferred ? { from: before.unit, to: member.unit } : {},
    },
  }));
}

/** Make units and members the same as the organisation's. Writes only what differs; a synchronisation that told of nobody changes nothing. */
export async function followOrganisation(now: Date): Promise<void> {
  const [departments, staff] = await Promise.all([
    units.find({ active: true }, { sort: { _id: 1 } }).toArray(),
    people.find({ active: true }, { sort: { unit: 1, pinyin: 1, _id: 1 } }).toArray(),
  ]);
  const wanted = wantedUnits(departments);
  const members = wantedMembers(staff, departments, wanted);
  if (members.length === 0) return;
  const staffed = new Set(members.map(({ unit }) => unit));
  await keepUnits(
    wanted.filter(({ _id }) => staffed.has(_id)),
    now,
  );
  await keepMembers(members, now);
}
