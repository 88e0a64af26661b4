import { type Incident, OPEN_STATES, REPORTS, STATES, TYPES } from '../incident/incident.schema';
import { shownAt } from './blur';
import { type Level, type WallItem } from './wall.schema';

export const INCIDENT_FIELDS = [
  ...(['_id', 'status', 'no', 'type', 'source', 'location', 'county', 'receivedAt', 'triageDueAt'] as const),
  ...(['nextReport', 'reportDueAt', 'eta', 'crew'] as const),
];
type Shown = Pick<Incident, Exclude<(typeof INCIDENT_FIELDS)[number], 'crew'>> & {
  crew: readonly Pick<Incident['crew'][number], 'name' | 'arrivedAt'>[];
};

/** Help is not there yet: this rings. */
const LEVELS: Partial<Record<Incident['status'], Level>> = {
  emergency: 'alarm',
  dispatched: 'alarm',
  received: 'urgent',
  alert: 'urgent',
  onScene: 'urgent',
};
/** Where somebody’s home could be meant by the place. */
const FROM_CITIZENS: readonly Incident['source'][] = ['H12345', 'H12369', 'SUPERVISOR', 'PUBLIC'];

function clockOf({ status, triageDueAt, nextReport, reportDueAt, eta }: Shown): WallItem['clock'] {
  const clocks = [
    ...(status === 'received' && triageDueAt ? [{ label: '研判', at: triageDueAt.getTime() }] : []),
    ...(reportDueAt && nextReport ? [{ label: REPORTS[nextReport], at: reportDueAt.getTime() }] : []),
    ...(eta ? [{ label: '到场', at: eta.getTime() }] : []),
  ];
  return clocks.sort((a, b) => a.at - b.at)[0] ?? null;
}

/** An incident on the wall; null once nobody has anything to do about it. */
export function incidentItem(incident: Shown): WallItem | null {
  const { _id, status, no, type, source, location, county, receivedAt, crew } = incident;
  if (!OPEN_STATES.includes(status)) return null;
  const clock = clockOf(incident);
  return {
    id: `incidents:${_id}`,
    kind: 'incidents',
    no,
    title: TYPES[type],
    status: STATES[status],
    level: LEVELS[status] ?? (clock ? 'due' : 'calm'),
    county,
    whose: crew.length > 0 ? crew.map(({ name }) => name).join('、') : '指挥中心',
    since: receivedAt.getTime(),
    clock,
    next: null,
    point: shownAt(location, FROM_CITIZENS.includes(source) ? 'home' : 'works'),
    told: [],
    record: { store: 'incidents', id: _id },
  };
}
