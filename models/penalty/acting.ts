/** What every step of a case shares: whom it tells, and what the clock does next. Pure. */
import { assign } from '../assignment/assignment.effects';
import { UNNUMBERED } from '../assignment/assignment.schema';
import { DomainError } from '../core/errors';
import { advance, type Context, type Effect, type Outcome } from '../core/workflow';
import { caseAlarms, type CaseAlarm, caseDueAt, decisionClock, isOpenCase } from './clocks';
import { clueAlarms } from './clue.alarms';
import { executionAlarms, executionDueAt } from './execution.alarms';
import { hasInvestigated, isOwnClue, isRecused } from './penalty.guards';
import { type PenaltyCase, SOURCES } from './penalty.schema';
import { penaltyWorkflow, type PenaltyStep } from './penalty.workflow';

export interface Named {
  id: string;
  name: string;
}

/** Looked up for every step: who acts, and who could act next in this county. */
export interface CaseFacts {
  byName: string;
  heads: readonly Named[];
  leaders: readonly Named[];
  reviewers: readonly Named[];
}

/** Number and source, for lists and cards: neither the party nor what was found. */
export const titleOf = ({ no, source, filing }: Pick<PenaltyCase, 'no' | 'source' | 'filing'>): string =>
  filing ? `${filing.no} · 行政处罚案件` : `${no ?? UNNUMBERED} · ${SOURCES[source.kind]}线索`;

/** All alarms of a case that were not told yet, the first to come first. */
export const alarmsOf = (record: PenaltyCase): CaseAlarm[] =>
  [...clueAlarms(record), ...caseAlarms(record), ...executionAlarms(record)]
    .filter(({ id }) => !record.alarms.includes(id))
    .sort((a, b) => a.at.getTime() - b.at.getTime());

/** The outcome of a step: what becomes, with its next alarm and next deadline. */
export function outcome(
  changed: PenaltyCase,
  type: string,
  data: Record<string, unknown> = {},
  effects: readonly Effect[] = [],
): Outcome<PenaltyCase> {
  const decisionDue = isOpenCase(changed) ? decisionClock(changed)?.dueAt : undefined;
  const document =
    changed.filing && decisionDue ? { ...changed, filing: { ...changed.filing, dueAt: decisionDue } } : changed;
  const wakeAt = alarmsOf(document)[0]?.at ?? null;
  const dueAt = executionDueAt(document) ?? caseDueAt(document);
  return { document: { ...document, wakeAt, dueAt }, event: { type: `penalty.${type}`, data }, effects: [...effects] };
}

/** The state this step leads to. @throws DomainError as `advance` does */
export const take = (step: PenaltyStep, record: PenaltyCase, context: Context): PenaltyCase['status'] =>
  advance<PenaltyCase, typeof penaltyWorkflow>(penaltyWorkflow, step, record, context);

/** One card for each of these people: title, number and deadline alone. `quiet` tells without asking for anything. */
export function tell(
  record: PenaltyCase,
  people: readonly (Named | string)[],
  purpose: `penalty.${string}`,
  more: { dueAt?: Date | null; because?: string; quiet?: true; urgent?: true } = {},
): Effect[] {
  const ids = people.map((one) => (typeof one === 'string' ? one : one.id));
  return [...new Set(ids)].map((person) =>
    assign({
      ...{ person, purpose, title: titleOf(record), county: record.county, ladder: !more.quiet },
      ...{ dueAt: more.dueAt === undefined ? caseDueAt(record) : more.dueAt },
      ...(more.urgent ? { urgency: 'URGENT' as const } : {}),
      ...(more.because ? { because: more.because } : {}),
    }),
  );
}

const free = (record: PenaltyCase, people: readonly Named[]): Named[] =>
  people.filter(({ id }) => !hasInvestigated(record, id) && !isRecused(record, id));

/** The first who may direct the case: a head of the branch, else a leader of the bureau. */
export const directorOf = (record: PenaltyCase, { heads, leaders }: CaseFacts): Named[] =>
  free(record, [...heads, ...leaders]).slice(0, 1);

/** The first who may sign for the authority in whose name it is decided. */
export const signerOf = (record: PenaltyCase, { heads, leaders }: CaseFacts): Named[] =>
  free(record, record.filing?.authority ? [...heads, ...leaders] : leaders).slice(0, 1);

/** Who may review: nobody who found, registered or investigates it. */
export const reviewersFor = (record: PenaltyCase, { reviewers }: CaseFacts): Named[] =>
  free(record, reviewers).filter(({ id }) => !isOwnClue(record, id));

/** The one who has the review in hand, else everybody who may take it. */
export const reviewerOf = (record: PenaltyCase, facts: CaseFacts): (Named | string)[] =>
  record.reviewTurn ? [record.reviewTurn.reviewer] : reviewersFor(record, facts);

/** A refusal that names the field. */
export const faulty = (field: string, message: string): DomainError =>
  new DomainError('INVALID_INPUT', message, { fields: [{ field, reason: message }] });
/** A refusal because of how the case stands. */
export const notNow = (message: string, details: Record<string, unknown> = {}): DomainError =>
  new DomainError('NOT_NOW', message, details);
