/** 班次: what the doors show of a shift beyond its rules. */
import { type Actor, permits } from '../core/access';
import { type Face, type Reader, type RunningClock } from '../core/face';
import { type FormOptions, type Option } from '../core/form';
import { dutyDomain } from './duty';
import { dutyForms } from './duty.form';
import { outlineOf } from './duty.outline';
import { dutySentences } from './duty.sentences';
import { AHEAD, LINE_KINDS, type Seat, SEAT_STATES, type Shift } from './duty.schema';
import { shiftsOf } from './duty.store';
import { nameOf, postOf } from './duty.words';
import { canArrive, isAhead, isEmpty } from './duty.workflow';
import { dutyLog } from './log';
import { poolOf, surroundingsOf } from './pool';
import { available } from './substitute';
import { momentWords } from '../core/calendar';

function clocksOf({ status, seats, handover }: Shift): RunningClock[] {
  const clock = (label: string, dueAt: Date | null): RunningClock[] => (dueAt ? [{ label, dueAt, explain: [] }] : []);
  if (status === 'handingOver') return clock('交接期限', handover?.dueAt ?? null);
  const earliest = (dates: (Date | null)[]) =>
    dates.filter((at) => at !== null).sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
  const waiting = seats.filter(({ state }) => state === 'planned' || state === 'confirmed');
  return [
    ...clock(
      '确认期限',
      earliest(waiting.filter(({ state }) => state === 'planned').map(({ confirmBy }) => confirmBy)),
    ),
    ...clock('签到期限', earliest(waiting.map(({ checkInBy }) => checkInBy))),
  ];
}

/** Colleagues of the post who could come, each also with their next shifts that could be given in return. */
async function swapOptions(shift: Shift, own: Seat, now: Date): Promise<Option[]> {
  const pool = available(await poolOf(shift, own)).slice(0, 12);
  const rows = await Promise.all(
    pool.map(async ({ id, name, load }): Promise<Option[]> => {
      const next = (await shiftsOf(id, now, 4)).filter(
        ({ _id, status }) => _id !== shift._id && AHEAD.includes(status),
      );
      const given = next.slice(0, 2).flatMap((other) => {
        const seat = other.seats.find((one) => one.person === id && isAhead(one) && !one.swap);
        return seat ? [{ value: `${id}|${other._id}|${seat.id}`, text: `${name}，换其${nameOf(other)}` }] : [];
      });
      return [{ value: id, text: `${name}代班（前后30天${load}班）` }, ...given];
    }),
  );
  return rows.flat().slice(0, 30);
}

/** For every seat the colleagues whom the rule would call first. */
async function arrangeOptions(shift: Shift): Promise<Option[]> {
  const seats = shift.seats.filter((seat) => seat.state !== 'relieved' || isEmpty(seat));
  const known = await surroundingsOf(shift);
  const rows = await Promise.all(
    seats.map(async (seat) =>
      available(await poolOf(shift, seat, [], known))
        .slice(0, 5)
        .map(({ id, name, load }) => ({
          value: `${seat.id}|${id}`,
          text: `${postOf(seat)} ${seat.personName} → ${name}（${load}班）`,
        })),
    ),
  );
  return rows.flat().slice(0, 60);
}

async function options(shift: Shift, { actor, now }: Reader): Promise<FormOptions> {
  const own = shift.seats.find((seat) => seat.person === actor.id && isAhead(seat));
  const [person, officer] = await Promise.all([
    own ? swapOptions(shift, own, now) : [],
    permits('arrangeDuty', actor, shift) ? arrangeOptions(shift) : [],
  ]);
  return { person, officer };
}

/** Where somebody checked in from is for the leaders; everybody sees that they did. */
function seatFor(seat: Seat, actor: Actor, shift: Shift) {
  const { id, post, county, person, personName, state, reason, swap, confirmBy, checkInBy, checkedInAt, unfilled } =
    seat;
  return {
    ...{ id, post, county, personName, state, reason, confirmBy, checkInBy, checkedInAt, unfilled },
    ...{ postName: postOf(seat), stateLabel: SEAT_STATES[state], mine: person === actor.id },
    canCheckIn: person === actor.id && canArrive(shift, seat),
    swap: swap && {
      from: swap.fromName,
      with: swap.withName,
      inReturn: swap.inReturn?.label ?? null,
      state: swap.state,
    },
    from: permits('commandDuty', actor) ? seat.checkedInFrom : null,
  };
}

/** What is handed over names open matters: it is read by those who hand over, those who take over, and whoever commands. */
const mayReadHandover = ({ people, incoming, handover }: Shift, actor: Actor): boolean =>
  permits('commandDuty', actor) ||
  [...people, ...incoming, ...(handover?.lines ?? []).map(({ confirmedBy }) => confirmedBy)].includes(actor.id);

async function extra(shift: Shift, { actor, now }: Reader) {
  const { handover } = shift;
  return {
    name: nameOf(shift),
    seats: shift.seats.map((seat) => seatFor(seat, actor, shift)),
    handover: handover && {
      ...{ openedAt: handover.openedAt, dueAt: handover.dueAt, overdue: handover.overdueAt !== null },
      lines: mayReadHandover(shift, actor)
        ? handover.lines.map((line) => ({ ...line, kindLabel: LINE_KINDS[line.kind] }))
        : [],
      mayConfirm: shift.status === 'handingOver' && shift.incoming.includes(actor.id),
    },
    log: shift.openedAt || shift.status === 'closed' ? await dutyLog(shift, { actor, now }) : [],
    opensAt: momentWords(shift.startsAt),
  };
}

export const dutyFace: Face<Shift> = {
  domain: dutyDomain,
  path: 'shifts',
  maySee: (shift, actor) => permits('seeDuty', actor, shift),
  ownMessages: (shift, actor) => !permits('seeDesk', actor),
  seenBy: ['people'],
  outline: outlineOf,
  forms: dutyForms,
  sentences: dutySentences,
  clocks: clocksOf,
  options,
  extra,
  // A check-in says where it was made, and lines are read before they are confirmed: both have their place on the page.
  readFirst: ['checkIn', 'confirmLine', 'trade', 'close'],
};
