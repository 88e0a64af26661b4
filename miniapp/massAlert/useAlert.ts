import { useEffect } from 'react';
import { type Outcome } from '../offline/courier';
import { send } from '../send';
import { useRemote } from '../useRemote';
import { type OwnPlace } from './answers';

const EVERY_MS = 30_000;

/** One alert as this person sees it, and their answer: kept on the device first, so that it also goes out from a ferry. */
export function useAlert(id: string) {
  const path = `/api/alerts/${encodeURIComponent(id)}`;
  const remote = useRemote<OwnPlace>(`${path}/mine`, (change) => change.store === 'mass_alerts' && change.id === id);
  const { reload } = remote;
  // Whoever only answers hears of no change of the order itself.
  useEffect(() => {
    const timer = setInterval(() => document.hidden || reload(), EVERY_MS);
    return () => clearInterval(timer);
  }, [reload]);
  async function answer(choice: string, words: string, location: [number, number] | null): Promise<Outcome> {
    const outcome = await send({
      lane: id,
      step: 'answer',
      title: `回复“${choice}”`,
      path: `${path}/answer`,
      input: { choice, words, location },
      values: {},
      form: `alerts/${id}/answer`,
      page: `/alerts/${id}`,
    });
    reload();
    return outcome;
  }
  return { ...remote, answer };
}
