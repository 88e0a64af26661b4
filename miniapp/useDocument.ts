import { useCallback, useRef } from 'react';
import { type ChangedPetition, type ChangedRecord, type PetitionAnswer, type RecordAnswer } from './answers';
import { type Values } from './form/values';
import { type Outcome } from './offline/courier';
import { send } from './send';
import { type Remote, useRemote } from './useRemote';

type Page = PetitionAnswer | RecordAnswer;
type Changed = ChangedPetition | ChangedRecord;

export interface Document<P extends Page> extends Remote<P> {
  /** Give one command on this record. */
  act: (step: string, title: string, input: Record<string, unknown>, values: Values) => Promise<Outcome>;
}

/** Name under which what is typed into a step's form is kept on this device. */
export const formOf = (path: string, id: string, step: string) =>
  `${path === 'petitions' ? 'petition' : path}/${id}/${step}`;

/**
 * One record, always as it is: read, refreshed by every change of it or its assignments, and changed only by commands.
 *
 * @param path the domain's word in addresses, such as `petitions`
 */
export function useDocument<P extends Page>(path: string, id: string | null): Document<P> {
  const remote = useRemote<P>(
    id && `/api/${path}/${encodeURIComponent(id)}`,
    (change) => change.id === id || change.store === 'assignments',
  );
  const { place, reload } = remote;
  const shown = useRef(remote.data);
  shown.current = remote.data;
  const act = useCallback<Document<P>['act']>(
    async (step, title, input, values) => {
      if (!id) return { kept: true };
      const outcome = await send({
        lane: id,
        step,
        title,
        input,
        values,
        path: `/api/${path}/${encodeURIComponent(id)}/${step}`,
        form: formOf(path, id, step),
        page: `/${path}/${id}/${step}`,
      });
      // The answer shows the new state at once; history and messages follow with the next reading.
      const before = shown.current;
      if (before && 'sent' in outcome && isAnswer(outcome.sent)) place(merged(before, outcome.sent));
      reload();
      return outcome;
    },
    [path, id, place, reload],
  );
  return { ...remote, act };
}

/** A command names fewer fields than the page: what it does not name stays as it was. */
const merged = <P extends Page>(before: P, changed: Changed): P =>
  'petition' in before && 'petition' in changed
    ? { ...before, ...changed, petition: { ...before.petition, ...changed.petition } }
    : { ...before, ...changed };

const isAnswer = (value: unknown): value is Changed =>
  typeof value === 'object' && value !== null && 'offered' in value;
