/**
 * A record as it stood at a moment. Every event keeps which traced facts it changed (core/journal.ts), so the past is not
 * remembered separately: the events up to the moment, laid over one another, are it. Facts that never change come from the record.
 */
import { type JournalEvent } from '../core/journal';

interface WithEvents {
  events: readonly Pick<JournalEvent, 'at' | 'after'>[];
}

export interface Rewound<D> {
  record: D;
  /** False for a record whose beginning is older than the tracing of facts: then it is told as it stands. */
  exact: boolean;
}

/** The facts that stood at `at`; null when the record did not exist yet. */
export function factsAt({ events }: WithEvents, at: Date): { facts: Record<string, unknown>; exact: boolean } | null {
  const past = events.filter((event) => event.at <= at);
  if (past.length === 0) return null;
  return {
    facts: Object.assign({}, ...past.map(({ after }) => after ?? {})) as Record<string, unknown>,
    exact: past[0]?.after !== undefined,
  };
}

/** The record with its traced facts as they stood; null when it did not exist yet. */
export function rewind<D extends WithEvents>(record: D, at: Date): Rewound<D> | null {
  const found = factsAt(record, at);
  return found && { record: { ...record, ...found.facts }, exact: found.exact };
}
