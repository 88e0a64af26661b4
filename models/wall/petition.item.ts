import { MEDIUM_WORDS } from '../petition/common';
import { OPEN_STATES, type Petition, STATES } from '../petition/petition.schema';
import { shownAt } from './blur';
import { type Level, type WallItem } from './wall.schema';

/** What the wall reads of a petition: nothing of who reported it, and no words of theirs. */
export const PETITION_FIELDS = [
  ...(['_id', 'status', 'no', 'receivedAt', 'registeredAt', 'medium', 'urgency', 'location', 'county'] as const),
  ...(['unitName', 'officerName', 'leaderCase', 'informDueAt', 'dueAt'] as const),
];
type Shown = Pick<Petition, (typeof PETITION_FIELDS)[number]>;

const WITHOUT_BRANCH: readonly Petition['status'][] = ['registered', 'classified', 'accepted'];
/** Nobody at work on it has said so yet. */
const UNTOUCHED: readonly Petition['status'][] = [...WITHOUT_BRANCH, 'assigned', 'recheck'];
const INFORMING: readonly Petition['status'][] = ['registered', 'classified'];

function clockOf({ status, informDueAt, dueAt }: Shown): WallItem['clock'] {
  if (INFORMING.includes(status)) return informDueAt && { label: '告知', at: informDueAt.getTime() };
  return dueAt && { label: '答复', at: dueAt.getTime() };
}

function levelOf({ status, urgency }: Shown, clock: WallItem['clock']): Level {
  if (urgency === 'URGENT' && UNTOUCHED.includes(status)) return 'urgent';
  return clock ? 'due' : 'calm';
}

function whoseIs({ status, unitName, officerName }: Shown): string {
  if (officerName) return unitName ? `${unitName} ${officerName}` : officerName;
  return unitName && !WITHOUT_BRANCH.includes(status) ? unitName : '指挥中心';
}

/** A petition on the wall; null while nobody at the bureau owes anything. */
export function petitionItem(petition: Shown): WallItem | null {
  const { _id, status, no, medium, location, county, receivedAt, registeredAt, leaderCase } = petition;
  if (!OPEN_STATES.includes(status)) return null;
  const clock = clockOf(petition);
  return {
    id: `petitions:${_id}`,
    kind: 'petitions',
    no,
    title: `${medium ? MEDIUM_WORDS[medium] : '环境问题'}${leaderCase ? '（领导包案）' : ''}`,
    status: STATES[status],
    level: levelOf(petition, clock),
    county,
    whose: whoseIs(petition),
    since: (registeredAt ?? receivedAt).getTime(),
    clock,
    next: null,
    point: shownAt(location, 'home'),
    told: [],
    record: { store: 'petitions', id: _id },
  };
}
