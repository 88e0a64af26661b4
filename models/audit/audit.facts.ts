/** What has to be looked up before the steps of an audit: at every one of them who has to stay away. */
import { DomainError } from '../core/errors';
import { referenceOf } from '../core/identityVault';
import { read } from '../core/journal';
import { type Context } from '../core/workflow';
import { contentHash } from '../core/contentHash';
import { type Person, type Unit } from '../people/people.schema';
import { namesOf, people, peopleOfUnit, peopleWithRole, unitById, unitsOfKind } from '../people/people.store';
import { type Audit, AppointAuditors, type OrderedAudit, RescopeAudit } from './audit.schema';
import { audits, keepFrame } from './audit.store';
import { guestsOf } from './independence';
import {
  type AwayFacts,
  type DrawFacts,
  type OrderFacts,
  type PeopleFacts,
  type PlanFacts,
  type UnitFacts,
} from './planning';
import { type LeaderFacts } from './answering';
import { type ReviewFacts } from './reviewing';
import { commitmentOf } from './sampling';
import { frameFor, typesOf } from './sources';

/**
 * The seed of an audit's draws, 32 bytes in hex. A keyed digest of its id under the vault's pepper: it exists before the frame, stands nowhere
 * until the draw, and nobody who plans can choose it or try until they like the result.
 *
 * @throws DomainError UNAVAILABLE while the vault is closed
 */
export const seedOf = (audit: string): string => contentHash(referenceOf(`audit-seed:${audit}`));

const unitFacts = async (unit: Unit): Promise<UnitFacts> => ({
  ...{ id: unit._id, name: unit.name, county: unit.county, head: unit.head },
  types: await typesOf(unit),
});

async function auditedUnit(id: string): Promise<Unit> {
  const unit = await unitById(id);
  const types = unit ? await typesOf(unit) : [];
  if (!unit || types.length === 0)
    throw new DomainError('INVALID_INPUT', '这个单位没有可以稽查的记录，请选择分局、执法队或指挥中心。', { unit: id });
  return unit;
}

/** What a plan needs: the unit, its guests, and what is published of the seed. */
export async function planFacts(audit: string, unitId: string, planner: string, now: Date): Promise<PlanFacts> {
  const unit = await auditedUnit(unitId);
  const [facts, guests, names] = await Promise.all([unitFacts(unit), guestsOf(unit, now), namesOf([planner])]);
  return { unit: facts, guests, plannedByName: names.get(planner) ?? planner, commitment: commitmentOf(seedOf(audit)) };
}

/** What an audit ordered by another record needs; a unit that cannot be audited is left for a leader to say. */
export async function orderFacts({ audit, unit: id, orderedBy }: OrderedAudit, now: Date): Promise<OrderFacts> {
  const found = id ? await unitById(id) : null;
  const facts = found ? await unitFacts(found) : null;
  const unit = facts && facts.types.length > 0 ? facts : null;
  const [guests, names, leaders] = await Promise.all([
    found && unit ? guestsOf(found, now) : [],
    namesOf(orderedBy ? [orderedBy] : []),
    peopleWithRole('bureauLeader'),
  ]);
  const orderedByName = (orderedBy && names.get(orderedBy)) ?? '系统';
  const commitment = commitmentOf(seedOf(audit));
  return { unit, guests, orderedByName, commitment, leaders: leaders.slice(0, 1).map(({ _id }) => _id) };
}

async function found(id: string): Promise<Audit> {
  const audit = await read(audits, id);
  if (!audit) throw new DomainError('NOT_FOUND', '没有找到这件稽查，请返回列表刷新。', { id });
  return audit;
}

/** Who has to stay away as of now. A unit that was dissolved keeps the guests last looked up. */
export async function awayNow({ unit, guests }: Pick<Audit, 'unit' | 'guests'>, now: Date): Promise<AwayFacts> {
  const current = unit ? await unitById(unit) : null;
  return { guests: current ? await guestsOf(current, now) : guests };
}

type Lookup = (input: unknown, id: string, context: Context) => Promise<unknown>;

const away: Lookup = async (_input, id, { now }) => awayNow(await found(id), now);

const rescoping: Lookup = async (input, id, { now }): Promise<PlanFacts | AwayFacts> => {
  const asked = RescopeAudit.safeParse(input);
  const audit = await found(id);
  // What cannot be read is refused by the command's own schema, in words.
  return asked.success ? planFacts(id, asked.data.unit, audit.plannedBy, now) : awayNow(audit, now);
};

const appointing: Lookup = async (input, id, { now }): Promise<PeopleFacts> => {
  const named = AppointAuditors.safeParse(input).data?.auditors ?? [];
  const [facts, persons] = await Promise.all([
    found(id).then((audit) => awayNow(audit, now)),
    people.find({ _id: { $in: named }, active: true }).toArray(),
  ]);
  return { ...facts, people: persons, seed: seedOf(id) };
};

/** Auditors of the bureau, and the officers of the enforcement force. */
export async function auditorPool(): Promise<Person[]> {
  const [auditors, officers, force] = await Promise.all([
    peopleWithRole('auditor'),
    peopleWithRole('officer'),
    forceUnits(),
  ]);
  const lent = officers.filter(({ unit }) => unit !== null && force.has(unit));
  return [...new Map([...auditors, ...lent].map((person) => [person._id, person])).values()];
}

const forceUnits = async (): Promise<Set<string>> => new Set((await unitsOfKind('FORCE')).map(({ _id }) => _id));

const drawingAuditors: Lookup = async (_input, id, { now }): Promise<PeopleFacts> => {
  const [facts, pool] = await Promise.all([found(id).then((audit) => awayNow(audit, now)), auditorPool()]);
  return { ...facts, people: pool, seed: seedOf(id) };
};

/** The frames as they are now, kept under their hashes before the sample that names them is written. */
const drawing: Lookup = async (_input, id, { now }): Promise<DrawFacts> => {
  const audit = await found(id);
  const facts = await awayNow(audit, now);
  const unit = audit.unit ? await unitById(audit.unit) : null;
  const { scope } = audit;
  if (audit.status !== 'planned' || !unit || !scope) return { ...facts, seed: '', frames: [] };
  const frames = await Promise.all(
    scope.types.map(async (type) => ({ type, records: await frameFor(type, unit, scope) })),
  );
  for (const { records } of frames) await keepFrame(records);
  return { ...facts, seed: seedOf(id), frames };
};

const reviewing: Lookup = async (_input, id, { now }): Promise<ReviewFacts> => {
  const audit = await found(id);
  const [facts, staff] = await Promise.all([awayNow(audit, now), audit.unit ? peopleOfUnit(audit.unit) : []]);
  return { ...facts, unitPeople: new Map(staff.map(({ _id, name }) => [_id, name])) };
};

const waking: Lookup = async (input, id, context): Promise<LeaderFacts> => {
  const [facts, leaders] = await Promise.all([away(input, id, context), peopleWithRole('bureauLeader')]);
  return { ...(facts as AwayFacts), leaders: leaders.map(({ _id }) => _id) };
};

const OWN: Partial<Record<string, Lookup>> = {
  rescope: rescoping,
  appoint: appointing,
  drawAuditors: drawingAuditors,
  draw: drawing,
  review: reviewing,
  wake: waking,
};

/** Every step looks up who has to stay away; some need more. */
export const factsFor = (steps: readonly string[]): Record<string, Lookup> =>
  Object.fromEntries(steps.map((step) => [step, OWN[step] ?? away]));
