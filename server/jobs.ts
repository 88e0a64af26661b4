import { sealEvents } from '../models/core/auditLog';
import { stores } from '../models/core/journal';
import { outboxWithoutSettled } from '../models/core/outbox';
import { reap } from '../models/core/reaper';
import { policy } from '../models/core/policy';
import { vacateDeparted } from '../models/duty/duty.handlers';
import { foreseeGaps } from '../models/duty/foresee';
import { tellWeeks } from '../models/dutyWeek/dutyWeek';
import { dropAbandoned } from '../models/evidence/evidenceFiles.store';
import { publishDays } from '../models/evidence/merkleDay';
import { drawDueRounds } from '../models/lookBack/lookBack.handlers';
import { type Log } from './engineProcess';
import { remindOfSubmitting } from '../models/siteRecord/siteRecord';
import { type Job } from './scheduler';

interface JobDoors {
  log: Log;
  /** Read the whole organisation again. */
  syncOrganisation: () => Promise<void>;
  /** Ask DingTalk which messages have been read. */
  readReceipts: (now: Date) => Promise<void>;
}

const RECORDS_PER_PASS = 500;

async function seal(now: Date): Promise<number> {
  let sealed = 0;
  for (const { collection } of stores) {
    for (let taken = 1; taken > 0; sealed += taken) {
      taken = await sealEvents(collection, RECORDS_PER_PASS, now, outboxWithoutSettled(now));
    }
  }
  return sealed;
}

const minuteOfDay = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Everything that is done regularly, by every installation. */
export const jobsOf = ({ log, syncOrganisation, readReceipts }: JobDoors): Job[] => [
  {
    name: 'reap',
    rule: { everyMinutes: 1 },
    missed: 'once',
    holdMs: 60_000,
    run: async (slot) => void (await reap(slot)),
  },
  {
    name: 'sealAudit',
    rule: { everyMinutes: 1 },
    missed: 'once',
    holdMs: 120_000,
    run: async (slot) => {
      const sealed = await seal(slot);
      if (sealed > 0) log.info({ sealed }, 'events sealed into the audit log');
    },
  },
  {
    name: 'siteRecordsLate',
    rule: { everyMinutes: 1 },
    missed: 'once',
    holdMs: 60_000,
    run: async (_, now) => void (await remindOfSubmitting(now)),
  },
  // Changes come by DingTalk's events; this finds those whose event was missed.
  {
    name: 'organisationSync',
    rule: { everyMinutes: 1_440, at: 127 },
    missed: 'once',
    holdMs: 600_000,
    run: syncOrganisation,
  },
  // Before the leaders meet at half past eight.
  {
    name: 'rosterGaps',
    rule: { everyMinutes: 1_440, at: 480 },
    missed: 'once',
    holdMs: 60_000,
    run: (_, now) => foreseeGaps(now),
  },
  // Somebody who has left the organisation stands on no post, least of all on today's.
  {
    name: 'dutyDeparted',
    rule: { everyMinutes: 1 },
    missed: 'once',
    holdMs: 60_000,
    run: async (_, now) => {
      const emptied = await vacateDeparted(now);
      if (emptied > 0) log.info({ emptied }, 'seats of people who have left were emptied');
    },
  },
  {
    name: 'dutyWeek',
    rule: { everyMinutes: 1_440, at: minuteOfDay(policy().duty.weekCardAt) },
    missed: 'once',
    holdMs: 120_000,
    run: async (_, now) => void (await tellWeeks(now)),
  },
  {
    name: 'lookBackRounds',
    rule: { everyMinutes: 1_440, at: 480 },
    missed: 'once',
    holdMs: 120_000,
    run: async (_, now) => void (await drawDueRounds(now)),
  },
  // Some minutes after midnight: what was being written at midnight stands by then.
  {
    name: 'merkleDay',
    rule: { everyMinutes: 1_440, at: 5 },
    missed: 'once',
    holdMs: 600_000,
    run: async (_, now) => {
      const days = await publishDays(now);
      if (days.length > 0) log.info({ days }, 'roots of days published');
    },
  },
  {
    name: 'abandonedUploads',
    rule: { everyMinutes: 60 },
    missed: 'once',
    holdMs: 300_000,
    run: async (slot) => {
      const dropped = await dropAbandoned(new Date(slot.getTime() - policy().evidence.abandonedDays * 86_400_000));
      if (dropped > 0) log.info({ dropped }, 'uploads nobody went on with were cleaned away');
    },
  },
  { name: 'readReceipts', rule: { everyMinutes: 1 }, missed: 'skip', holdMs: 60_000, run: readReceipts },
];
