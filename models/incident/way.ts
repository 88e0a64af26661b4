/** How a squad gets to the scene, in words a person can act on. Pure. */
import { shanghaiDay } from '../core/calendar';
import { type County } from '../core/place';
import { policy } from '../core/policy';
import { LEVELS, WARNING_KINDS, type WeatherWarning } from '../weather/weather.schema';
import { crossingById, islandAt, islandNamed, type Passage, passageTo } from './crossings';
import { type Incident } from './incident.schema';

type Way = NonNullable<Incident['way']>;
type Warnings = Parameters<typeof passageTo>[2];

const MINUTE = 60_000;
const HH_MM = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});
/** 13:30, or 11月24日 06:40 when it is another day than `now`. */
export function clockWords(at: Date, now: Date): string {
  const [, month, day] = shanghaiDay(at).split('-');
  return shanghaiDay(at) === shanghaiDay(now)
    ? HH_MM.format(at)
    : `${Number(month)}月${Number(day)}日 ${HH_MM.format(at)}`;
}

export const warningWords = ({ kind, level }: Pick<WeatherWarning, 'kind' | 'level'>): string =>
  `${WARNING_KINDS[kind]}${LEVELS[level]}预警`;

function passageWords({ crossing, ferry, boat, stoppedBy }: Passage, now: Date): string {
  const when = (at: Date) => clockWords(at, now);
  const line = `${crossing.port}—${crossing.island}（示例时刻）`;
  const byBoat = boat ? `执法艇 ${when(boat.leaves)} 可出发，约 ${when(boat.lands)} 靠岸` : '执法艇也不能出航';
  if (ferry) {
    const ferryWords = `${line}：${when(ferry.leaves)} 开船，约 ${when(ferry.lands)} 靠岸`;
    return ferry.tomorrow || (boat && boat.lands < ferry.lands) ? `${ferryWords}；${byBoat}` : ferryWords;
  }
  const until = stoppedBy ? `${warningWords(stoppedBy)}，预计 ${when(stoppedBy.endsAt)} 前停航` : '停航';
  return `${line}${until}；${byBoat}${boat ? '' : '，请先请就近人员看护'}`;
}

/** When to leave for the quay: of the ferry, or of the boat when that lands first. */
function departure({ ferry, boat }: Passage, quayMinutes: number): Date | null {
  const first = boat && (!ferry || boat.lands < ferry.lands) ? boat : ferry;
  return first ? new Date(first.leaves.getTime() - quayMinutes * MINUTE) : null;
}

type Where = Pick<Incident, 'location' | 'place'>;

/** The passage to where the incident is, or null by road. `chosen` overrides what the place suggests. */
export function passageFor({ location, place }: Where, now: Date, warnings: Warnings, chosen: string | null = null) {
  const crossing = crossingById(chosen) ?? (location ? islandAt(location) : islandNamed(place ?? ''));
  return crossing ? passageTo(crossing, now, warnings, policy().incident.quayMinutes) : null;
}

/**
 * The way from the county's own office.
 *
 * @param county whose squad is sent; an island of another county is reached from that county's port all the same
 */
export function wayTo(where: Where, county: County, now: Date, warnings: Warnings, chosen: string | null): Way {
  const passage = passageFor(where, now, warnings, chosen);
  if (!passage) return { crossing: null, words: '陆路可达，请立即出发', departAt: now };
  const other = passage.crossing.county === county ? '' : '（跨县区出动，先到该码头）';
  const departAt = departure(passage, policy().incident.quayMinutes);
  return {
    crossing: passage.crossing.id,
    words: passageWords(passage, now) + other,
    departAt: departAt && departAt < now ? now : departAt,
  };
}
