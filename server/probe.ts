import mongoose from 'mongoose';
import { notePlan } from '../models/probe/findings';
import { runProbe } from '../models/probe/probe';
import { type Job } from './scheduler';

interface ProbeDoors {
  /** Userid of the account that is probed. */
  person: string;
  everyMinutes: number;
  clock: () => Date;
}

/** The regular probe of the whole chain. What was missed is not made up for: late probes would measure nothing. */
export const probeJob = ({ person, everyMinutes, clock }: ProbeDoors): Job => ({
  name: 'probe',
  rule: { everyMinutes },
  missed: 'skip',
  holdMs: 30_000,
  run: async (slot) => {
    const now = clock();
    const on = await runProbe(person, slot, now);
    if (mongoose.connection.db) await notePlan(mongoose.connection.db, { on, everyMinutes, at: now });
  },
});
