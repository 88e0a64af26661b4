/** Who answers now: the one place that everything asks, from triage to the escalation ladder. */
import { type Role } from '../core/access';
import { COUNTIES, type County } from '../core/place';
import { peopleWithRole } from '../people/people.store';
import { type Post, type Seat, type Shift } from './duty.schema';
import { runningShifts, shifts } from './duty.store';

export interface Named {
  id: string;
  name: string;
}

export interface OnDuty {
  /** Those under way, and those whose people are not relieved yet; the earliest first. */
  shifts: Shift[];
  /** Within each list, whoever is responsible first. */
  leaders: Named[];
  operators: Named[];
  squads: Partial<Record<County, Named[]>>;
  monitoring: Named[];
}

const HOUR = 3_600_000;
const named = ({ person, personName }: Seat): Named => ({ id: person, name: personName });

/** The outgoing answer until they are relieved; once that is overdue, the incoming are asked as well. */
function layersOf(running: readonly Shift[], now: Date): Seat[][] {
  const here = (wanted: readonly Seat['state'][]) => (shift: Shift) =>
    shift.seats.filter(({ state }) => wanted.includes(state));
  const outgoing = running.filter(({ status, endsAt }) => status === 'handingOver' || endsAt <= now);
  const current = running.filter((shift) => !outgoing.includes(shift));
  const overdue = outgoing.some(({ handover }) => handover?.overdueAt);
  const unrelieved = outgoing.flatMap(here(['checkedIn']));
  const present = current.flatMap(here(['checkedIn']));
  // Somebody expected is still the one to ask while nobody has checked in.
  const expected = current.flatMap(here(['planned', 'confirmed']));
  return overdue ? [[...unrelieved, ...present], expected] : [unrelieved, present, expected];
}

/** The people of a post: of the first layer that has any. */
function peopleOn(layers: readonly Seat[][], post: Post, county: County | null): Named[] {
  for (const layer of layers) {
    const people = layer.filter((seat) => seat.post === post && seat.county === county).map(named);
    if (people.length > 0) return [...new Map(people.map((person) => [person.id, person])).values()];
  }
  return [];
}

async function byRole(role: Role, county: County | null = null): Promise<Named[]> {
  return (await peopleWithRole(role, county)).map(({ _id, name }) => ({ id: _id, name }));
}

const COUNTY_CODES = Object.keys(COUNTIES) as County[];

/** Who is on duty now. A post that the roster leaves empty is answered for by the people of the role. */
export async function onDuty(now: Date): Promise<OnDuty> {
  const running = await runningShifts(now);
  const layers = layersOf(running, now);
  const on = async (post: Post, role: Role, county: County | null = null) => {
    const people = peopleOn(layers, post, county);
    return people.length > 0 ? people : byRole(role, county);
  };
  const [leaders, operators, ...squads] = await Promise.all([
    on('LEADER', 'dutyLeader'),
    on('OPERATOR', 'dutyOperator'),
    ...COUNTY_CODES.map((county) => on('SQUAD', 'branchHead', county)),
  ]);
  return {
    shifts: running,
    leaders,
    operators,
    squads: Object.fromEntries(COUNTY_CODES.map((county, index) => [county, squads[index] ?? []])),
    monitoring: peopleOn(layers, 'MONITORING', null),
  };
}

/** Whether the person stands on a shift within so many hours before or after the moment. */
export async function nearShift(person: string, at: Date, hours: number): Promise<boolean> {
  const near = await shifts.collection.findOne(
    {
      people: person,
      seats: { $elemMatch: { person, state: { $ne: 'absent' } } },
      startsAt: { $lt: new Date(at.getTime() + hours * HOUR), $gt: new Date(at.getTime() - (hours + 48) * HOUR) },
      endsAt: { $gt: new Date(at.getTime() - hours * HOUR) },
    } as never,
    { projection: { _id: 1 } },
  );
  return near !== null;
}
