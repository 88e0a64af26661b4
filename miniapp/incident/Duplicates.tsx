import { useState } from 'react';
import { Link } from 'wouter';
import { type Act, sentenceOf } from '../record/useTaps';
import { toast } from '../shell/toast';
import { type Duplicate } from './answers';

/** Likely the same incident. Nothing is deleted: a person merges, or says that it is another one. */
export function Duplicates({
  duplicates,
  own,
  offered,
  act,
}: {
  duplicates: readonly Duplicate[];
  /** Number of the record on this page. */
  own: string;
  offered: readonly string[];
  act: Act | undefined;
}) {
  const [busy, setBusy] = useState(false);
  if (duplicates.length === 0) return null;
  const take = async (step: string, label: string, input: Record<string, unknown>) => {
    setBusy(true);
    toast(sentenceOf(label, await act!(step, `${label} ${own}`, input, {})));
    setBusy(false);
  };
  return (
    <section className="card" aria-label="可能的重复" data-testid="incident-duplicates">
      <h2>可能是同一件</h2>
      {duplicates.map(({ id, no, typeLabel, statusLabel, place, metres }) => (
        <div key={id} className="incident-same">
          <Link className="incident-link" href={`/incidents/${encodeURIComponent(id)}`}>
            {no} {typeLabel} {place}
          </Link>
          <span className="hint">
            {metres === null ? '同一县区，位置未定' : `相距 ${metres} 米`}，{statusLabel}
          </span>
          {act && no && (
            <div className="row wrap">
              {no < own && offered.includes('merge') && (
                <button
                  type="button"
                  className="button"
                  disabled={busy}
                  onClick={() => void take('merge', '并入', { into: no })}
                >
                  并入这一件
                </button>
              )}
              {offered.includes('notDuplicate') && (
                <button
                  type="button"
                  className="button"
                  disabled={busy}
                  onClick={() => void take('notDuplicate', '不是同一件', { other: no })}
                >
                  不是同一件
                </button>
              )}
            </div>
          )}
        </div>
      ))}
    </section>
  );
}
