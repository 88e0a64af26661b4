/** Who stands on post, as the wall shows it; from shifts as they are or as they were. Pure. */
import { COUNTIES } from '../core/place';
import { KINDS, ON_POST, POSTS, STATES } from '../duty/duty.schema';
import { type SeatFact, type ShiftFacts } from '../duty/traced';
import { type DutyOnWall, type Post, type ShiftOnWall } from './wall.schema';

const POST_ORDER = Object.keys(POSTS);
const COUNTY_ORDER = Object.keys(COUNTIES);
const rank = ({ post, county }: SeatFact) => POST_ORDER.indexOf(post) * 10 + COUNTY_ORDER.indexOf(county ?? '');

const onWall = (seat: SeatFact, now: Date): Post => ({
  id: seat.id,
  post: POSTS[seat.post],
  county: seat.county,
  name: seat.personName,
  state: seat.state,
  missing:
    seat.state === 'absent' ||
    (['planned', 'confirmed'].includes(seat.state) && seat.checkInBy !== null && seat.checkInBy <= now),
});

function shiftOnWall(shift: ShiftFacts, now: Date): ShiftOnWall {
  const { _id, kind, status, startsAt, endsAt, seats, handover } = shift;
  return {
    id: _id,
    label: KINDS[kind],
    status: STATES[status],
    startsAt: startsAt.getTime(),
    endsAt: endsAt.getTime(),
    posts: [...seats].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1)).map((seat) => onWall(seat, now)),
    handover:
      status === 'handingOver' && handover
        ? { dueAt: handover.dueAt.getTime(), overdue: handover.overdueAt !== null, left: handover.left }
        : null,
  };
}

/** Under way by the clock, or not relieved yet. */
const isRunning = ({ status, startsAt, endsAt }: ShiftFacts, now: Date): boolean =>
  ON_POST.includes(status) || (status !== 'closed' && startsAt <= now && now < endsAt);

/** The shifts on post at this moment, the earliest first. */
export function dutyOnWall(shifts: readonly ShiftFacts[], now: Date): DutyOnWall {
  const running = shifts
    .filter((shift) => isRunning(shift, now))
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || (a._id < b._id ? -1 : 1));
  return { rostered: running.length > 0, shifts: running.map((shift) => shiftOnWall(shift, now)) };
}
