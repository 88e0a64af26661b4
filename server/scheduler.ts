/**
 * Regular work. node-schedule only rings the bell, in every process; a lease in the database decides who answers. A job does not
 * look at the clock: it is told the moment it was planned for, so a bell that rings late, twice or in a burst does the same
 * work once. Bells missed while nobody was running are rung at the start.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { gracefulShutdown, scheduleJob } from 'node-schedule';
import { finishSlot, lastFinishedSlot, releaseSlot, takeSlot } from '../models/core/lease';
import { type Log } from './engineProcess';

/** `everyMinutes` divides a day; the first slot of a day is `at` minutes after midnight in Asia/Shanghai. */
export interface Rule {
  everyMinutes: number;
  at?: number;
}

export interface Job {
  name: string;
  rule: Rule;
  /** What happens to slots nobody answered: none, the last one, or each in its order. */
  missed: 'skip' | 'once' | 'each';
  /** How long a process may take before another takes the slot over. */
  holdMs: number;
  /** `now` is for what has to be told at once: a slot made up for lies in the past, and so would everything owed from it. */
  run: (slot: Date, now: Date) => Promise<void>;
}

export interface Scheduler {
  /** Answer every bell that is due now; resolves when all that this process has taken is done. */
  ring(): Promise<void>;
  jobs: readonly string[];
  /** No further bells; slots under way are finished. */
  stop(): Promise<void>;
}

const MINUTE = 60_000;
const DAY_MINUTES = 1_440;
const SHANGHAI_MS = 8 * 3_600_000;
/** No more than this many missed slots of one job are rung, the latest ones. */
const MOST_MISSED = 100;
/** How long a stop waits for a job before its slot is given back; what it does once more must do no harm. */
const GRACE_MS = 5_000;
/** A timer may go off a moment before the clock says so. */
const EARLY_MS = 50;
const EVERY_MINUTE = '* * * * *';

/** The rule in the bell's own language. */
export function cronOf({ everyMinutes, at = 0 }: Rule): string {
  if (everyMinutes < 60) return `${at % everyMinutes}/${everyMinutes} * * * *`;
  const [minute, hour] = [at % 60, Math.floor(at / 60)];
  if (everyMinutes >= DAY_MINUTES) return `${minute} ${hour} * * *`;
  const hours = everyMinutes / 60;
  return `${minute} ${hour % hours}/${hours} * * *`;
}

/** The latest planned moment not after `now`. */
export function slotBefore({ everyMinutes, at = 0 }: Rule, now: Date): Date {
  const period = everyMinutes * MINUTE;
  const phase = at * MINUTE - SHANGHAI_MS;
  return new Date(Math.floor((now.getTime() - phase) / period) * period + phase);
}

/** The planned moments after `from` up to `now`, in order; the latest ones when there are too many. */
export function slotsSince(rule: Rule, from: Date, now: Date): Date[] {
  const period = rule.everyMinutes * MINUTE;
  const slots: Date[] = [];
  for (let at = slotBefore(rule, now).getTime(); at > from.getTime() && slots.length < MOST_MISSED; at -= period) {
    slots.unshift(new Date(at));
  }
  return slots;
}

/** Which slots are to be answered now: what the job's policy makes of those since the last finished one. */
export function slotsToRing(
  { rule, missed }: Pick<Job, 'rule' | 'missed'>,
  lastFinished: string | null,
  now: Date,
): Date[] {
  const latest = slotBefore(rule, now);
  const inTime = now.getTime() - latest.getTime() < MINUTE;
  if (!lastFinished) return missed === 'skip' && !inTime ? [] : [latest];
  const open = slotsSince(rule, new Date(lastFinished), now);
  if (missed === 'each') return open;
  return missed === 'once' || inTime ? open.slice(-1) : [];
}

/**
 * Start ringing; missed bells are answered from now on, without keeping anybody waiting.
 *
 * @param clock of the product; a demo's may be ahead of the bell's own, so the slot is always taken from it
 */
export function startScheduler(jobs: readonly Job[], clock: () => Date, log: Log): Scheduler {
  const owner = randomUUID();
  const under = new Set<Promise<void>>();
  const held = new Map<string, { job: Job; name: string }>();
  let stopping = false;

  /** @returns false when the slot was not answered here, now and successfully */
  async function answerSlot(job: Job, slot: Date): Promise<boolean> {
    const name = slot.toISOString();
    if (stopping || !(await takeSlot(job.name, name, owner, clock(), job.holdMs))) return false;
    try {
      held.set(`${job.name} ${name}`, { job, name });
      await job.run(slot, clock());
      return await finishSlot(job.name, name, owner, clock());
    } catch (error) {
      log.error({ err: error, job: job.name, slot: name }, 'a scheduled job failed and is tried again within a minute');
      await releaseSlot(job.name, name, owner, clock());
      return false;
    } finally {
      held.delete(`${job.name} ${name}`);
    }
  }

  /** In order, and never past a slot that somebody still holds: whoever died with it must find it unfinished. */
  async function ringOne(job: Job) {
    const now = new Date(clock().getTime() + EARLY_MS);
    for (const slot of slotsToRing(job, await lastFinishedSlot(job.name), now)) {
      if (!(await answerSlot(job, slot))) return;
    }
  }

  const ring = async (asked: readonly Job[] = jobs): Promise<void> => {
    const work = Promise.all(asked.map(ringOne)).then(
      () => undefined,
      (error: unknown) => log.error({ err: error }, 'the scheduler could not ask for its slots'),
    );
    under.add(work);
    await Promise.all(under);
    under.delete(work);
  };

  void ring();
  const bells = [
    ...jobs.map((job) => scheduleJob({ rule: cronOf(job.rule), tz: 'Asia/Shanghai' }, () => void ring([job]))),
    // What failed at its bell must not wait for the next one, which may be a day away.
    scheduleJob(EVERY_MINUTE, () => void ring()),
  ];
  return {
    ring: () => ring(),
    jobs: jobs.map(({ name }) => name),
    async stop() {
      stopping = true;
      bells.forEach((bell) => bell?.cancel());
      await Promise.race([Promise.all(under), sleep(GRACE_MS, undefined, { ref: false })]);
      await Promise.all([...held.values()].map(({ job, name }) => releaseSlot(job.name, name, owner, clock())));
      await gracefulShutdown();
    },
  };
}
