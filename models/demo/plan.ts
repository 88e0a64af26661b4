/** What each petition of the demo is about: who said what, where, about whom, and how far it has got. */
import { shanghaiDay } from '../core/calendar';
import { type County, type Location } from '../core/place';
import { type Enterprise } from '../enterprise/enterprise.schema';
import { numberAfter } from '../core/numbers';
import { type Channel, type Medium, type Petition } from '../petition/petition.schema';
import { type Cast, type Petitioner, type Supervisor } from './cast';
import { demoYearOf } from './period';
import { countyOf, type Place, PLACE_NAMES, somewhereIn } from './places';
import { type Chance } from './random';
import { WORDS } from './words';

/** How far it has got. `end`: answered, and closed when its time has come. */
export type Stage =
  | 'registered'
  | 'classified'
  | 'accepted'
  | 'assigned'
  | 'appointed'
  | 'investigating'
  | 'drafted'
  | 'reopened'
  | 'review'
  | 'end';

export interface Plan {
  id: string;
  no: string;
  at: Date;
  stage: Stage;
  channel: Channel;
  medium: Medium;
  urgency: NonNullable<Petition['urgency']>;
  path: NonNullable<Petition['path']>;
  county: County;
  place: string;
  location: Location;
  content: string;
  enterprise: Enterprise | null;
  groupSize: number;
  repeatOf: Plan | null;
  /** How many earlier petitions on the same matter stand. */
  earlier: number;
  supervisor: Supervisor | null;
  petitioner: Petitioner | null;
}

const CHANNELS = { H12345: 42, SUPERVISOR: 24, WEB: 8, H12369: 8, STAFF: 6, VISIT: 5, LETTER: 4, MEDIA: 3 };
const MEDIA = { AIR_ODOUR: 30, WATER: 20, NOISE: 16, DUST: 12, SEA: 8, SOLID: 7, HAZWASTE: 3, ECO: 1, OTHER: 3 };
const PATHS = {
  DUTY_APPLICATION: 62,
  PETITION_OPINION: 28,
  SUGGESTION: 4,
  ADMIN_PROCEDURE: 3,
  LITIGATION: 2,
  ACCUSATION: 1,
};
/** Enterprises that people complain about, by medium, and how often one is named at all. */
const SUSPECTS: Partial<Record<Medium, [often: number, sectors: readonly Enterprise['sector'][]]>> = {
  AIR_ODOUR: [0.75, ['SEAFOOD', 'SHIP', 'OIL', 'MACHINERY', 'CATERING', 'WWTP']],
  WATER: [0.5, ['SEAFOOD', 'WWTP', 'MACHINERY', 'WASTE']],
  NOISE: [0.7, ['SHIP', 'MACHINERY', 'CATERING', 'PORT']],
  DUST: [0.8, ['PORT', 'QUARRY']],
  SEA: [0.4, ['SHIP', 'SEAFOOD', 'OIL']],
  HAZWASTE: [0.5, ['MACHINERY', 'SHIP', 'WASTE']],
  SOLID: [0.3, ['SEAFOOD', 'OTHER']],
};
const PRESSING: readonly Medium[] = ['WATER', 'SEA', 'HAZWASTE'];
const SPOTS = ['村口', '码头边', '小学旁', '桥头', '菜场后面', '海塘边', '老街'];

/** From the newest back: what stands on the desk today. The rest of the last month is answered. */
const STAGES: readonly Stage[] = [
  ...Array<Stage>(4).fill('registered'),
  ...Array<Stage>(3).fill('classified'),
  ...Array<Stage>(2).fill('accepted'),
  ...Array<Stage>(3).fill('assigned'),
  ...Array<Stage>(3).fill('appointed'),
  ...Array<Stage>(9).fill('investigating'),
  ...Array<Stage>(4).fill('drafted'),
  ...Array<Stage>(2).fill('reopened'),
  'review',
];
/** Places in that order whose fifteen days have run, so that the desk shows what overdue looks like. */
const PRESSED = [20, 27];
/** Places that are urgent, so that the desk shows that too. */
const PRESSING_NOW = [1, 10, 14, 18];
/** A factory that the story of the demo names: one open complaint, one answered. */
const STORY = { enterprise: 'E07', open: 16, answered: 4 };

/** Within a year: how many repeat an earlier petition, and how many came down from the central inspection (April to July). */
const SHARE = { demoYear: { repeats: 31, superior: 46 }, yearBefore: { repeats: 34, superior: 12 } };
const REPEAT_MS = 80 * 86_400_000;
const OPEN_MS = 29 * 86_400_000;

function aboutWhom(medium: Medium, enterprises: readonly Enterprise[], dice: Chance): Enterprise | null {
  const [often, sectors] = SUSPECTS[medium] ?? [0, []];
  if (dice.next() >= often) return null;
  const suspects = enterprises.filter(({ sector }) => sectors.includes(sector));
  const pair = [dice.pick(suspects), dice.pick(suspects)];
  return (
    pair.find(({ category }) => category === 'RED') ?? pair.find(({ category }) => category !== 'GREEN') ?? pair[0]!
  );
}

function fill(template: string, where: string, enterprise: Enterprise | null): string {
  return template.replaceAll('{where}', where).replaceAll('{firm}', enterprise?.shortNames.at(-1) ?? '那边的厂');
}

interface Matter {
  medium: Medium;
  enterprise: Enterprise | null;
}

/** Medium, enterprise and place decide the words; the place decides the county and which supervisor can have seen it. */
function about(plan: Plan, { medium, enterprise }: Matter, cast: Cast, dice: Chance): void {
  const town = (enterprise?.place as Place | undefined) ?? dice.pick(PLACE_NAMES);
  const near = cast.supervisors.filter(({ actor }) => actor.county === countyOf(town));
  plan.supervisor = plan.channel === 'SUPERVISOR' ? dice.pick(near) : null;
  const village = plan.supervisor?.village?.startsWith(town) ? plan.supervisor.village : town;
  const where = `${village}${dice.pick(SPOTS)}`;
  plan.medium = medium;
  plan.enterprise = enterprise;
  plan.county = enterprise?.county ?? countyOf(town);
  plan.place = enterprise ? `${enterprise.shortNames.at(-1)}附近` : where;
  plan.location = enterprise ? aside(enterprise.location, dice) : somewhereIn(town, dice);
  plan.content = fill(dice.pick((WORDS[medium] ?? WORDS.OTHER!).said), where, enterprise);
}

/** Up to some hundred metres away. */
function aside([lng, lat]: Location, dice: Chance): Location {
  const off = () => Math.round(dice.between(-0.0012, 0.0012) * 1e6) / 1e6;
  return [Math.round((lng + off()) * 1e6) / 1e6, Math.round((lat + off()) * 1e6) / 1e6];
}

function sketch(at: Date, no: string, cast: Cast, enterprises: readonly Enterprise[], dice: Chance): Plan {
  const medium = dice.weighted(MEDIA);
  const channel = dice.weighted(CHANNELS);
  const named = !['MEDIA', 'STAFF', 'SUPERVISOR'].includes(channel) && dice.next() < 0.8;
  const plan: Plan = {
    ...{ id: `demo-${no}`, no, at, stage: 'end', channel, medium, county: '330902', place: '', content: '' },
    location: [122, 30],
    urgency: dice.next() < (PRESSING.includes(medium) ? 0.15 : 0.04) ? 'URGENT' : 'NORMAL',
    path: medium === 'OTHER' ? 'SUGGESTION' : dice.weighted(PATHS),
    groupSize: dice.next() < 0.04 ? dice.whole(5, 20) : 1,
    ...{ enterprise: null, repeatOf: null, earlier: 0, supervisor: null },
    petitioner: named ? dice.pick(cast.petitioners) : null,
  };
  about(plan, { medium, enterprise: aboutWhom(medium, enterprises, dice) }, cast, dice);
  return plan;
}

/** Numbers as the journal gives them: gap-free within the year, in the order of registration. */
function numbered(moments: readonly Date[]): string[] {
  const numbers: string[] = [];
  for (const [index, at] of moments.entries()) {
    const before = numbers[index - 1];
    const sameYear = before && shanghaiDay(moments[index - 1]!).slice(0, 4) === shanghaiDay(at).slice(0, 4);
    numbers.push(numberAfter(sameYear ? before : null, 'XF', at));
  }
  return numbers;
}

function sample<T>(from: readonly T[], n: number, dice: Chance): T[] {
  const left = [...from];
  return Array.from(
    { length: Math.min(n, left.length) },
    () => left.splice(Math.floor(dice.next() * left.length), 1)[0]!,
  );
}

function markSuperior(plans: readonly Plan[], n: number, dice: Chance): void {
  const campaign = plans.filter(({ at }) => ['04', '05', '06', '07'].includes(shanghaiDay(at).slice(5, 7)));
  for (const plan of sample(campaign, n, dice)) {
    Object.assign(plan, { channel: 'SUPERIOR', petitioner: null, supervisor: null, path: 'DUTY_APPLICATION' });
  }
}

/** The same matter again: same medium and place, other people, within the repeat window. */
function markRepeats(plans: readonly Plan[], n: number, cast: Cast, dice: Chance): void {
  const open = plans.filter(({ channel, medium }, index) => index > 20 && channel !== 'SUPERIOR' && medium !== 'OTHER');
  for (const plan of sample(open, n, dice).sort((a, b) => a.at.getTime() - b.at.getTime())) {
    const age = (other: Plan) => plan.at.getTime() - other.at.getTime();
    const earlier = plans.filter((other) => !other.repeatOf && age(other) > 2 * 86_400_000 && age(other) < REPEAT_MS);
    const first = dice.pick(earlier.filter(({ medium, enterprise }) => medium !== 'OTHER' && enterprise));
    about(plan, first, cast, dice);
    plan.repeatOf = first;
    plan.earlier = 1 + plans.filter(({ repeatOf, at }) => repeatOf === first && at < plan.at).length;
  }
}

function markStages(
  plans: readonly Plan[],
  now: Date,
  cast: Cast,
  enterprises: readonly Enterprise[],
  dice: Chance,
): void {
  const newestFirst = [...plans].reverse();
  const story = enterprises.find(({ _id }) => _id === STORY.enterprise) ?? null;
  const recent = newestFirst.filter(({ at }) => now.getTime() - at.getTime() < OPEN_MS);
  for (const [index, plan] of recent.slice(0, STAGES.length).entries()) {
    plan.stage = STAGES[index]!;
    if (!['DUTY_APPLICATION', 'PETITION_OPINION'].includes(plan.path)) plan.path = 'PETITION_OPINION';
    if (index >= PRESSED[0]! && index <= PRESSED[1]!) plan.path = 'DUTY_APPLICATION';
    const rated = plan.stage === 'reopened' || plan.stage === 'review';
    if (rated && plan.channel !== 'SUPERVISOR') {
      plan.channel = 'H12345';
      plan.petitioner ??= dice.pick(cast.petitioners);
    }
    if (PRESSING_NOW.includes(index)) plan.urgency = 'URGENT';
    if (index === STORY.open && !plan.repeatOf) about(plan, { medium: 'WATER', enterprise: story }, cast, dice);
  }
  const answered = newestFirst[recent.length + STORY.answered];
  if (answered && !answered.repeatOf) about(answered, { medium: 'AIR_ODOUR', enterprise: story }, cast, dice);
}

/** Every petition of the demo, in the order of registration. */
export function plansFor(
  moments: readonly Date[],
  now: Date,
  cast: Cast,
  enterprises: readonly Enterprise[],
  dice: Chance,
): Plan[] {
  const numbers = numbered(moments);
  const plans = moments.map((at, index) => sketch(at, numbers[index]!, cast, enterprises, dice));
  for (const [year, share] of [
    [demoYearOf(now) - 1, SHARE.yearBefore],
    [demoYearOf(now), SHARE.demoYear],
  ] as const) {
    const tenMonths = plans.filter(
      ({ at }) => shanghaiDay(at) >= `${year}-01-01` && shanghaiDay(at) <= `${year}-10-31`,
    );
    markSuperior(tenMonths, share.superior, dice);
    markRepeats(tenMonths, share.repeats, cast, dice);
  }
  markStages(plans, now, cast, enterprises, dice);
  return plans;
}
