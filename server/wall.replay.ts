/** Who knew what when: the wall as it stood at any past moment, from the events of the records and the marks on their messages. */
import { permits, type Actor } from '../models/core/access';
import { type Stored } from '../models/core/journal';
import { type Stateful } from '../models/core/workflow';
import { purposeLabel } from '../models/assignment/assignment.purposes';
import { type Assignment, MEANS, STATES } from '../models/assignment/assignment.schema';
import { shifts } from '../models/duty/duty.store';
import { shiftOfFacts } from '../models/duty/traced';
import { dutyOnWall } from '../models/wall/duty.panel';
import { factsAt, rewind } from '../models/wall/rewind';
import { aShelf } from '../models/wall/shelf';
import { messagesAt, shownName, stagesOf } from '../models/wall/told';
import {
  type DutyOnWall,
  type ReplayAnswer,
  type ToldOf,
  type WallItem,
  type WeatherOnWall,
} from '../models/wall/wall.schema';
import { weatherWarnings } from '../models/weather/weather.store';
import { weatherOnWall } from './wall.panels';
import { projectionOf, type Source, SOURCES } from './wall.sources';
import { MOST } from './wall.view';

/** Records of one store that are looked at for one moment: beyond it the answer says that it is not complete. */
const CANDIDATES = 20_000;
const PATIENCE_MS = 10_000;
const JOURNAL = { updatedAt: 1, 'events.at': 1, 'events.after': 1 } as const;
/** No shift lasts longer, relieved late or not. */
const LONGEST_SHIFT_MS = 7 * 86_400_000;
/** People check in before their shift begins. */
const EARLY_MS = 4 * 3_600_000;

/** What could have been open at the moment: it still is, or it has been changed since. Both are found by an index. */
async function candidates(source: Source, at: Date): Promise<Stored<Stateful>[]> {
  const { collection } = source.store;
  const options = { projection: { ...projectionOf(source), ...JOURNAL }, limit: CANDIDATES, maxTimeMS: PATIENCE_MS };
  const born = { [source.born]: { $lte: at } };
  const [open, changed] = await Promise.all([
    collection.find({ ...source.open, ...born } as never, options).toArray(),
    collection.find({ updatedAt: { $gt: at }, ...born } as never, { ...options, sort: { updatedAt: 1 } }).toArray(),
  ]);
  return [...new Map([...open, ...changed].map((record) => [record._id, record])).values()];
}

async function itemsAt(source: Source, at: Date): Promise<{ items: WallItem[]; complete: boolean }> {
  const found = await candidates(source, at);
  const past = found.flatMap((record) => rewind(record, at) ?? []);
  const items = past.flatMap(({ record }) => source.toItem(source.takeBack?.(record, at) ?? record) ?? []);
  return { items, complete: found.length < CANDIDATES && past.every(({ exact }) => exact) };
}

async function dutyAt(at: Date): Promise<DutyOnWall> {
  const near = {
    startsAt: { $gt: new Date(at.getTime() - LONGEST_SHIFT_MS), $lte: new Date(at.getTime() + EARLY_MS) },
  };
  const found = await shifts.collection
    .find(near as never, { projection: { kind: 1, startsAt: 1, endsAt: 1, ...JOURNAL }, limit: 200 })
    .toArray();
  const past = found.flatMap((shift) => {
    const then = factsAt(shift, at);
    return then ? [shiftOfFacts(shift, then.facts)] : [];
  });
  return dutyOnWall(past, at);
}

async function weatherAt(at: Date): Promise<WeatherOnWall[]> {
  const inTime = { startsAt: { $lte: at }, endsAt: { $gt: at } };
  const found = await weatherWarnings.collection
    .find(inTime as never, { sort: { startsAt: -1 }, limit: 50, maxTimeMS: PATIENCE_MS })
    .toArray();
  return found.filter((warning) => rewind(warning, at)?.record.status === 'inForce').map(weatherOnWall);
}

/**
 * The wall of the whole city as it stood at `at`.
 */
export async function replayAt(at: Date): Promise<ReplayAnswer> {
  const [duty, weather, ...found] = await Promise.all([
    dutyAt(at),
    weatherAt(at),
    ...SOURCES.map((source) => itemsAt(source, at)),
  ]);
  const { ordered, tally } = aShelf(found.flatMap(({ items }) => items));
  return {
    at: at.getTime(),
    items: ordered.slice(0, MOST),
    tally,
    panels: { duty, weather },
    complete: found.every(({ complete }) => complete),
  };
}

function toldOf(assignment: Stored<Assignment>, at: Date): ToldOf[] {
  const then = rewind(assignment, at)?.record;
  if (!then) return [];
  const answeredAt = [then.acknowledgedAt, then.closedAt].find((moment) => moment && moment <= at) ?? null;
  return [
    {
      purpose: purposeLabel(then.purpose),
      person: shownName(then.person, then.personName),
      status: STATES[then.status],
      openedAt: then.openedAt.getTime(),
      answeredAt: answeredAt && answeredAt.getTime(),
      messages: messagesAt(then.messages, at).map((message) => ({
        name: shownName(message.to, message.toName),
        means: MEANS[message.means],
        at: message.at.getTime(),
        stages: stagesOf(message),
      })),
    },
  ];
}

/** What of these assignments had been told by `at`, as far as the reader may know of it. */
export const toldOfAll = (about: readonly Assignment[], at: Date, reader: Actor): ToldOf[] =>
  about
    .filter((assignment) => permits('seeWall', reader, assignment) || permits('replayWall', reader, assignment))
    .flatMap((assignment) => toldOf(assignment as Stored<Assignment>, at));
