/**
 * What stands in the unique index over all rounds: the place in the chain of draws, and each day of each person. Two draws that read the
 * same ledger want the same place, so one of them is told to draw again; somebody stepping into one round while another is drawn
 * is claimed once. Within one round the draw itself sees to it.
 */
import { addCalendarDays } from '../core/calendar';
import { policy } from '../core/policy';
import { type Round, STANDING } from './rotation.schema';

function daysFrom(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = addCalendarDays(day, 1)) days.push(day);
  return days;
}

/** The keys of a round. An officer added outside the draw may still be resting from an earlier one, so claims the service alone. */
export function claimsOf({ pool, sequence, status, day, lastDay, seats }: Round): string[] {
  if (sequence === null) return [];
  const chain = `#${pool}:${sequence}`;
  if (status === 'calledOff') return [chain];
  const service = daysFrom(day, lastDay);
  const rest = daysFrom(day, addCalendarDays(lastDay, policy().rotation.restDays));
  const held = seats.filter(({ state }) => STANDING.includes(state));
  return [
    chain,
    ...held.flatMap(({ person }) => service.map((on) => `${person}@${on}`)),
    ...held.flatMap(({ person, kind }) => (kind === 'reinforcement' ? [] : rest.map((on) => `${person}|${on}`))),
  ];
}
