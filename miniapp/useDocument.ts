import { useCallback } from 'react';
import { type PetitionAnswer } from './answers';
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
      if ('sent' in outcome && isAnswer(outcome.sent)) place(outcome.sent);
      else reload();
      return outcome;
    },
    [id, place, reload],
  );
  return { ...remote, act };
}

const isAnswer = (value: unknown): value is PetitionAnswer =>
  typeof value === 'object' && value !== null && 'petition' in value && 'offered' in value;
