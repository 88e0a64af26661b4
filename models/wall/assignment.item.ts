import { type Assignment } from '../assignment/assignment.schema';
import { purposeLabel } from '../assignment/assignment.purposes';
import { rungsOf } from '../assignment/ladder';
import { STANDS } from '../assignment/rungs';
import { type County } from '../core/place';
import { nothingArrived, shownName, toldBy } from './told';
import { type Level, type WallItem } from './wall.schema';

export const ASSIGNMENT_FIELDS = [
  ...(['_id', 'status', 'record', 'person', 'personName', 'purpose', 'title', 'urgency', 'ladder', 'rung'] as const),
  ...(['nextRungAt', 'openedAt', 'dueAt', 'county', 'unreachable', 'messages'] as const),
];
type Shown = Pick<Assignment, (typeof ASSIGNMENT_FIELDS)[number]>;

function nextOf(assignment: Shown): WallItem['next'] {
  const { rung, nextRungAt, person, personName } = assignment;
  const to = rungsOf(assignment)[rung]?.to;
  if (!nextRungAt || !to) return null;
  return { to: to === 'same' ? `再次提醒${shownName(person, personName)}` : STANDS[to], at: nextRungAt.getTime() };
}

const isLost = ({ unreachable, messages }: Shown): boolean => unreachable || nothingArrived(messages);

function levelOf(assignment: Shown): Level {
  if (isLost(assignment)) return 'alarm';
  return assignment.urgency === 'URGENT' ? 'urgent' : 'due';
}

function statusOf(assignment: Shown): string {
  if (isLost(assignment)) return '无法送达，请人工联系';
  return assignment.rung > 0 ? `已提醒${assignment.rung}次，未签收` : '等待签收';
}

/** A title begins with the number of its record; the wall shows that beside it. */
const NUMBERED = /^([A-Z]{2,4}-\d{4}-\d+)(?: · )?(.*)$/;

/** Somebody told who has not answered; null once they have, and for what asks for no answer. */
export function assignmentItem(assignment: Shown): WallItem | null {
  const { _id, status, ladder, purpose, title, person, personName, openedAt, dueAt, county, record } = assignment;
  if (status !== 'open' || !ladder) return null;
  const [, number = null, subject = title] = NUMBERED.exec(title) ?? [];
  return {
    id: `assignments:${_id}`,
    kind: 'assignments',
    no: number,
    title: subject ? `${purposeLabel(purpose)}：${subject}` : purposeLabel(purpose),
    status: statusOf(assignment),
    level: levelOf(assignment),
    county: county as County | null,
    whose: shownName(person, personName),
    since: openedAt.getTime(),
    clock: dueAt && { label: '期限', at: dueAt.getTime() },
    next: nextOf(assignment),
    point: null,
    told: toldBy(assignment.messages),
    record: { store: record.store, id: record.id },
  };
}
