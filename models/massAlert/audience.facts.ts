/** What has to be looked up to know whom an alert is for. */
import { absentDuring, type Away } from '../absence/absence.store';
import { KINDS as AWAY } from '../absence/absence.schema';
import { type Actor, isReference, type Role, ROLES } from '../core/access';
import { shanghaiDay } from '../core/calendar';
import { containing } from '../core/containing';
import { DomainError } from '../core/errors';
import { addressOf, referenceOf } from '../core/identityVault';
import { optionsOf } from '../core/form';
import { COUNTIES } from '../core/place';
import { onDuty } from '../duty/onDuty';
import { isProtected, type Person } from '../people/people.schema';
import { people, units } from '../people/people.store';
import { ownCounty } from './massAlert.commands';
import { type Called, calledAs, lostTo, type Roll, rollOf } from './audience';
import { type ComposeAlert } from './massAlert.schema';

/** More people than any bureau of a prefecture has; beyond it the selection is a mistake. */
const MOST_PEOPLE = 20_000;
/** Who is away at the moment of the order is left out; who leaves a day later is not. */
const AT_ONCE_MS = 60_000;

const awayWords = ({ kind, to }: Away) => `${AWAY[kind]}至${shanghaiDay(to)}`;

const actorId = (person: Person) => (isProtected(person.roles) ? referenceOf(person._id) : person._id);

/** Everybody who may be meant, in one query. */
async function candidates({ audience }: Pick<ComposeAlert, 'audience'>, duty: readonly string[]): Promise<Person[]> {
  const { everyone, units, counties, roles, supervisors } = audience;
  const named = [...new Set([...audience.people, ...duty])];
  const places = [
    ...(units.length > 0 ? [{ unit: { $in: units } }] : []),
    ...(counties.length > 0 ? [{ county: { $in: counties } }] : []),
  ];
  const alternatives = [
    ...(everyone ? [{ active: true }] : []),
    ...(places.length > 0 || roles.length > 0
      ? [
          {
            active: true,
            ...(places.length > 0 ? { $or: places } : {}),
            ...(roles.length > 0 ? { roles: { $in: roles } } : {}),
          },
        ]
      : []),
    ...(supervisors ? [{ active: true, roles: 'ruralSupervisor' }] : []),
    ...(named.length > 0 ? [{ _id: { $in: named } }] : []),
  ];
  if (alternatives.length === 0) return [];
  return await people.find({ $or: alternatives } as never, { limit: MOST_PEOPLE + 1 }).toArray();
}

/** Who would be told if the alert were sent now. */
export async function lookUpRoll(alert: Pick<ComposeAlert, 'audience' | 'county'>, now: Date): Promise<Roll> {
  const duty = alert.audience.onDuty ? await onDuty(now) : null;
  const ids = duty
    ? [duty.leaders, duty.operators, duty.monitoring, ...Object.values(duty.squads)].flatMap((named) =>
        (named ?? []).map(({ id }) => id),
      )
    : [];
  const [found, away] = await Promise.all([
    candidates(alert, ids),
    absentDuring(now, new Date(now.getTime() + AT_ONCE_MS)),
  ]);
  if (found.length > MOST_PEOPLE)
    throw new DomainError('INVALID_INPUT', '范围里的人太多，一次最多通知两万人，请缩小范围后再发。', {});
  return rollOf(alert.audience, alert.county, {
    people: found,
    onDuty: new Set(ids),
    away: new Map([...away].map(([id, one]) => [id, awayWords(one)])),
    actorId,
  });
}

/** The people behind these actor ids as they stand on a roll, in the same order; whoever has left since stands on it as unreachable. */
export async function lookUpPeople(actorIds: readonly string[]): Promise<Called[]> {
  const addresses = await Promise.all(actorIds.map(async (id) => (isReference(id) ? await addressOf(id) : id)));
  const found = (await people.find({ _id: { $in: addresses.filter((id) => id !== null) } }).toArray()) as Person[];
  const known = new Map(found.map((person) => [person._id, person]));
  return actorIds.map((id, index) => {
    const person = known.get(addresses[index] ?? '');
    return person ? calledAs(id, person) : lostTo(id);
  });
}

/** Not in units and not found by name: they are told under their reference, or are nobody. */
const NOT_STAFF: readonly Role[] = ['ruralSupervisor', 'public', 'enterprise', 'machine'];
/** By which people are called. */
const CALLED: readonly Role[] = [
  ...(['officer', 'branchHead', 'dutyLeader', 'dutyOperator', 'bureauLeader', 'reviewer', 'auditor'] as const),
];

/** Which units, counties and roles this composer has to choose from, with how many people each; `county` is the composer's own bound. */
export async function audienceChoices(actor: Actor) {
  const county = ownCounty({ county: null }, { actor });
  const counts = await people
    .aggregate<{ _id: string | null; count: number }>([
      { $match: { active: true, roles: { $nin: [...NOT_STAFF] }, ...(county ? { county } : {}) } },
      { $group: { _id: '$unit', count: { $sum: 1 } } },
    ])
    .toArray();
  const sizes = new Map(counts.map(({ _id, count }) => [_id ?? '', count]));
  const known = await units.find({ active: true, _id: { $in: [...sizes.keys()] } }, { sort: { _id: 1 } }).toArray();
  return {
    county,
    units: known.map(({ _id, name }) => ({ value: _id, text: name, people: sizes.get(_id) ?? 0 })),
    counties: optionsOf(COUNTIES).filter(({ value }) => !county || value === county),
    roles: CALLED.map((value) => ({ value, text: ROLES[value] })),
  };
}

/** Up to 20 colleagues whose name or pinyin contains the words, within the composer's bound; nobody for no words. */
export async function colleaguesNamed(words: string, actor: Actor) {
  if (!words) return [];
  const county = ownCounty({ county: null }, { actor });
  const pattern = { ...containing(words), $options: 'i' };
  const found = await people
    .find(
      {
        active: true,
        ...(county ? { county } : {}),
        roles: { $nin: [...NOT_STAFF] },
        $or: [{ name: pattern }, { pinyin: pattern }],
      } as never,
      { sort: { pinyin: 1 }, limit: 20 },
    )
    .toArray();
  return found.map(({ _id, name, unitName, title }) => ({ id: _id, name, unitName, title }));
}
