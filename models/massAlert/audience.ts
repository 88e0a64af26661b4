/** Whom an alert is for: who is on the roll, who is left out and why. Pure; what has to be looked up is looked up in audience.facts.ts. */
import { type Person, isProtected } from '../people/people.schema';
import { type County } from '../core/place';
import { type Audience } from './massAlert.schema';

/** Somebody on the roll. `label` is a name; of a protected person village and role only. */
export interface Called {
  id: string;
  label: string;
  unit: string | null;
  unitName: string;
  county: County | null;
  /** Why no message can reach them at all; null for everybody with an account. */
  unreachable: string | null;
}
export interface LeftOut {
  id: string;
  label: string;
  unitName: string;
  reason: string;
}
export interface Roll {
  called: Called[];
  leftOut: LeftOut[];
}

/** What is known of the people who may be meant. */
export interface Known {
  people: readonly Person[];
  /** DingTalk userids of those on duty now. */
  onDuty: ReadonlySet<string>;
  /** Why somebody is away, in words, by userid. */
  away: ReadonlyMap<string, string>;
  /** Actor id of a person: their userid or protected reference. */
  actorId: (person: Person) => string;
}

const NO_UNIT = '未分单位';
const NO_ACCOUNT = '没有可用的钉钉账号';
const isSupervisor = ({ roles }: Person) => roles.includes('ruralSupervisor');

/** 展茅示例一村 农村环境监督员: a protected person is never named. */
export function labelOf(person: Person): string {
  if (!isProtected(person.roles)) return person.name;
  return `${person.village ?? person.grid ?? '所在村'} ${isSupervisor(person) ? '农村环境监督员' : '联系人'}`;
}

/** How a person stands on a roll. `id` is their actor id. */
export function calledAs(id: string, person: Person): Called {
  const { unit, unitName, county, unionId, active } = person;
  const unreachable = active && unionId ? null : NO_ACCOUNT;
  return { id, label: labelOf(person), unit, unitName: unitName ?? NO_UNIT, county, unreachable };
}

/** Somebody who was ordered and of whom nothing is known any more: an alarm, not a gap in the roll. */
export const lostTo = (id: string): Called => ({
  ...{ id, label: '名录中查不到的人', unit: null, unitName: NO_UNIT, county: null, unreachable: NO_ACCOUNT },
});

/** Whether units, counties and roles mean this person. */
function within({ everyone, units, counties, roles }: Audience, { unit, county, roles: own }: Person): boolean {
  if (everyone) return true;
  const anywhere = units.length === 0 && counties.length === 0;
  if (anywhere && roles.length === 0) return false;
  const here = anywhere || (unit !== null && units.includes(unit)) || (county !== null && counties.includes(county));
  return here && (roles.length === 0 || roles.some((role) => own.includes(role)));
}

function meant(audience: Audience, person: Person, { onDuty }: Known): boolean {
  // The account that probes the chain is nobody.
  if (person.roles.includes('machine')) return false;
  if (audience.people.includes(person._id)) return true;
  if (isProtected(person.roles)) {
    const { counties, supervisors } = audience;
    return supervisors && isSupervisor(person) && (counties.length === 0 || counties.includes(person.county as County));
  }
  return within(audience, person) || (audience.onDuty && onDuty.has(person._id));
}

/** Why somebody who is meant is left out all the same. */
function against(audience: Audience, scope: County | null, person: Person, { away }: Known): string | undefined {
  if (!person.active) return '已不在通讯录';
  if (scope && person.county !== scope) return '不属于本县区，请由指挥中心通知';
  if (audience.except.includes(person._id)) return '发令时移除';
  return audience.absent ? undefined : away.get(person._id);
}

/**
 * The roll: everybody once, in the order of units and names.
 *
 * @param scope the county whose branch gives the order; null for the whole city
 */
export function rollOf(audience: Audience, scope: County | null, known: Known): Roll {
  const roll: Roll = { called: [], leftOut: [] };
  const seen = new Set<string>();
  for (const person of [...known.people].sort(byUnitAndName)) {
    const id = known.actorId(person);
    if (seen.has(id) || !meant(audience, person, known)) continue;
    seen.add(id);
    const called = calledAs(id, person);
    const reason = against(audience, scope, person, known);
    if (reason) roll.leftOut.push({ id, label: called.label, unitName: called.unitName, reason });
    else roll.called.push(called);
  }
  return roll;
}

const byUnitAndName = (a: Person, b: Person) =>
  (a.unit ?? '~').localeCompare(b.unit ?? '~', 'en') ||
  a.pinyin.localeCompare(b.pinyin, 'en') ||
  (a._id < b._id ? -1 : 1);

/** The roll by unit, in its order. */
export function byUnit(called: readonly Called[]): { unit: string | null; unitName: string; people: Called[] }[] {
  const units = new Map<string, { unit: string | null; unitName: string; people: Called[] }>();
  for (const person of called) {
    const { unit, unitName } = person;
    const group = units.get(unit ?? '') ?? { unit, unitName, people: [] };
    group.people.push(person);
    units.set(unit ?? '', group);
  }
  return [...units.values()];
}

const NUMBERS: readonly (readonly [RegExp, string])[] = [
  [/\d{17}[\dXx]/, '身份证号'],
  [/(?<!\d)1\d{2}[- ]?\d{4}[- ]?\d{4}(?!\d)/, '手机号码'],
];

/** What in the text looks like personal data: said to the composer before a thousand people read it. */
export function personalDataIn(text: string): string[] {
  return NUMBERS.filter(([pattern]) => pattern.test(text)).map(
    ([, what]) => `内容里好像有${what}。通知会发给很多人，请删去个人信息，改写成单位或值班电话。`,
  );
}
