import { useCallback, useRef } from 'react';
import { type ChangedPetition, type PetitionAnswer } from './answers';
import { type Values } from './form/values';
import { type Outcome } from './offline/courier';
import { send } from './send';
import { type Remote, useRemote } from './useRemote';

export interface Document extends Remote<PetitionAnswer> {
  /** Give one command on this record. */
  act: (step: string, title: string, input: Record<string, unknown>, values: Values) => Promise<Outcome>;
}

/** One petition, always as it is: read, refreshed by every change of it or its assignments, and changed only by commands. */
export function useDocument(id: string | null): Document {
  const remote = useRemote<PetitionAnswer>(
    id && `/api/petitions/${encodeURIComponent(id)}`,
    (change) => change.id === id || change.store === 'assignments',
  );
  const { place, reload } = remote;
  const shown = useRef(remote.data);
  shown.current = remote.data;
  const act = useCallback<Document['act']>(
    async (step, title, input, values) => {
      if (!id) return { kept: true };
      const outcome = await send({
        lane: id,
        step,
        title,
        input,
        values,
        path: `/api/petitions/${encodeURIComponent(id)}/${step}`,
        form: `petition/${id}/${step}`,
        page: `/petitions/${id}/${step}`,
      });
      // The answer shows the new state at once; history and messages follow with the next reading.
      const before = shown.current;
      if (before && 'sent' in outcome && isAnswer(outcome.sent)) place(merged(before, outcome.sent));
      reload();
      return outcome;
    },
    [id, place, reload],
  );
  return { ...remote, act };
}

const merged = (before: PetitionAnswer, changed: ChangedPetition): PetitionAnswer => ({
  ...before,
  ...changed,
  petition: { ...before.petition, ...changed.petition },
});

const isAnswer = (value: unknown): value is ChangedPetition =>
  typeof value === 'object' && value !== null && 'petition' in value && 'offered' in value;
