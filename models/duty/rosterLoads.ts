/** What everybody carries in a stretch of days, counted from the shifts as they stand. Pure. */
import { dayStatus } from '../core/calendar';
import { type Kind } from './duty.schema';
import { legalHoliday } from './legalHolidays';
import { type Need, postKey } from './pattern';

export interface Carried extends Pick<Need, 'post' | 'county'> {
  person: string;
  name: string;
  turns: number;
  nights: number;
  /** Statutory holidays. */
  holidays: number;
  offDays: number;
  hours: number;
}
interface Counted {
  kind: Kind;
  day: string;
  startsAt: Date;
  endsAt: Date;
  seats: readonly (Pick<Need, 'post' | 'county'> & { person: string; personName: string; state: string })[];
}

const HOUR = 3_600_000;

/** One row per person and post, those of a post together, whoever carries most first. */
export function carriedBy(shifts: readonly Counted[]): Carried[] {
  const rows = new Map<string, Carried>();
  for (const { kind, day, startsAt, endsAt, seats } of shifts) {
    const holiday = legalHoliday(day);
    const isOff = !holiday && !dayStatus(day).works;
    for (const { post, county, person, personName, state } of seats) {
      if (!person || state === 'absent') continue;
      const key = `${postKey({ post, county })} ${person}`;
      const row = rows.get(key) ?? {
        ...{ post, county, person, name: personName },
        ...{ turns: 0, nights: 0, holidays: 0, offDays: 0, hours: 0 },
      };
      row.turns += 1;
      row.nights += kind === 'NIGHT' || kind === 'FULL' ? 1 : 0;
      row.holidays += holiday ? 1 : 0;
      row.offDays += isOff ? 1 : 0;
      row.hours += (endsAt.getTime() - startsAt.getTime()) / HOUR;
      rows.set(key, row);
    }
  }
  return [...rows.values()].sort(
    (a, b) => postKey(a).localeCompare(postKey(b)) || b.hours - a.hours || a.person.localeCompare(b.person),
  );
}
