/** What the arrival of files and their use in records decide. Pure; what the files say of themselves was looked up before. */
import { advance, type Command, command, type Context, type Outcome } from '../core/workflow';
import { type AnnounceUpload, CompleteEvidence, type Evidence, UseEvidence } from './evidence.schema';
import { evidenceWorkflow } from './evidence.workflow';
import { flagsOf, type Twin } from './flags';
import { quartersOf } from './likeness';

/** What is known of a file that has just become complete. */
export interface Received {
  told: Evidence['told'];
  likeness: string | null;
  twins: readonly Twin[];
  site: Evidence['site'];
}

const flagged = (evidence: Evidence, twins: readonly Twin[]): Evidence => ({
  ...evidence,
  flags: flagsOf(evidence, twins),
});
const codes = ({ flags }: Evidence) => flags.map(({ code }) => code);

/** The light copy is here. Without a second file this is the original as well. */
export function receiveEvidence(
  { taken, record, clocks }: AnnounceUpload,
  { told, likeness, twins, site, heardAt }: Received & { heardAt: Date },
  { actor, now }: Pick<Context, 'actor' | 'now'>,
): Outcome<Evidence> {
  const isOriginal = taken.original.sha256 === taken.sha256;
  const document = flagged(
    {
      _id: taken.sha256,
      version: 0,
      status: isOriginal ? 'complete' : 'received',
      taken,
      by: actor.id,
      uses: [{ record, by: actor.id, at: now }],
      receivedAt: now,
      originalAt: isOriginal ? now : null,
      clocks: { ...clocks, heardAt },
      likeness,
      quarters: quartersOf(likeness),
      told,
      site,
      flags: [],
    },
    twins,
  );
  return { document, event: { type: 'evidence.received', data: { record, flags: codes(document) } } };
}

function completeEvidence(
  evidence: Evidence,
  _: CompleteEvidence,
  context: Context,
  { told, twins }: Pick<Received, 'told' | 'twins'>,
): Outcome<Evidence> {
  const status = advance(evidenceWorkflow, 'complete', evidence, context);
  const document = flagged({ ...evidence, status, originalAt: context.now, told: [...evidence.told, ...told] }, twins);
  return { document, event: { type: 'evidence.completed', data: { flags: codes(document) } } };
}

function useEvidence(
  evidence: Evidence,
  { record, by, site }: UseEvidence,
  context: Context,
  { twins }: Pick<Received, 'twins'>,
): Outcome<Evidence> {
  const status = advance(evidenceWorkflow, 'use', evidence, context);
  const isKnown = evidence.uses.some((use) => use.record === record);
  const uses = isKnown ? evidence.uses : [...evidence.uses, { record, by, at: context.now }].slice(0, 50);
  const document = flagged({ ...evidence, status, uses, site: site ?? evidence.site }, twins);
  return { document, event: { type: 'evidence.used', data: { record, by, flags: codes(document) } } };
}

export const evidenceCommands: Record<keyof typeof evidenceWorkflow.steps, Command<Evidence>> = {
  complete: command(CompleteEvidence, completeEvidence),
  use: command(UseEvidence, useEvidence),
};
