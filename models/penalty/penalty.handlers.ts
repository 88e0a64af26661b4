/** What other records tell of a case: a clue becomes a case of its own, once; hearing, discussion and transfer report back to theirs. */
import { type z } from 'zod';
import { CLOCK } from '../core/access';
import { perform } from '../core/domain';
import { DomainError } from '../core/errors';
import { create, read } from '../core/journal';
import { type Handler, type OwedEntry, type Settlement } from '../core/outbox';
import { asClock } from '../core/workflow';
import { ToldDiscussion } from '../discussion/discussion.schema';
import { EndedHearing, PlannedHearing } from '../hearing/hearing.schema';
import { TransferAnswer } from '../transfer/transfer.schema';
import { registerClue } from './clue';
import { penaltyDomain } from './penalty';
import { clueFacts } from './penalty.facts';
import { type PenaltyCase, ToldClue } from './penalty.schema';
import { penaltyCases } from './penalty.store';
import { DECIDABLE, type PenaltyStep } from './penalty.workflow';

async function register({ id: key, data }: OwedEntry, now: Date): Promise<void> {
  const { penalty, officers, registeredBy, daily, ...said } = ToldClue.parse(data);
  if (await read(penaltyCases, penalty)) return;
  const facts = await clueFacts(said.county, officers, registeredBy ?? officers[0] ?? CLOCK.id);
  const context = { actor: CLOCK, now, door: 'system' as const, key };
  await create(penaltyCases, registerClue(penalty, said, context, { ...facts, origin: daily }), context);
}

/** Another record's word, taken by the case as one of its own steps; the entry's id makes a repetition harmless. */
const taking =
  <T extends { case: string }>(told: z.ZodType<T>, step: (record: PenaltyCase | null) => PenaltyStep) =>
  async ({ id: key, data }: OwedEntry, now: Date): Promise<void> => {
    const { case: penalty, ...said } = told.parse(data);
    const record = await read(penaltyCases, penalty);
    await perform(penaltyDomain, step(record), penalty, said, asClock(now, key));
  };

const isDecidable = (record: PenaltyCase | null) =>
  record !== null && (DECIDABLE as readonly string[]).includes(record.status);
const HeldDiscussion = ToldDiscussion.transform(({ no: _no, choice: _choice, ...said }) => said);
const AnsweredTransfer = TransferAnswer.transform(({ no: _no, ...said }) => said);

const TAKERS: Readonly<Record<string, (entry: OwedEntry, now: Date) => Promise<void>>> = {
  'penalty.clue': register,
  'penalty.hearingPlanned': taking(PlannedHearing, () => 'hearingPlanned'),
  'penalty.hearingHeld': taking(EndedHearing, () => 'hearingHeld'),
  'penalty.discussed': taking(HeldDiscussion, (record) => (isDecidable(record) ? 'discussed' : 'discussedEarly')),
  'penalty.transferAnswered': taking(AnsweredTransfer, () => 'transferAnswered'),
};

/** What says something impossible is shown to the administrator; a lost race or a lost network is tried again. */
const settled = (error: unknown): Settlement => {
  const impossible =
    error instanceof DomainError ? error.code !== 'STALE_DOCUMENT' : (error as Error).name === 'ZodError';
  return impossible ? { impossible: String(error) } : { retry: String(error) };
};

/** Handlers of the local outbox. */
export const penaltyHandlers: Record<string, Handler> = Object.fromEntries(
  Object.entries(TAKERS).map(([kind, one]): [string, Handler] => [
    kind,
    (entries, now) =>
      Promise.all(entries.map((entry) => one(entry, now).then((): Settlement => ({ done: true }), settled))),
  ]),
);
