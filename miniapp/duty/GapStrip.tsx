import { useState } from 'react';
import { GAPS } from '../../models/duty/roster.schema';
import { type Gaps } from './rosterAnswer';

const KINDS = Object.keys(GAPS) as (keyof typeof GAPS)[];

/** What is wrong with the coming days, in one line; opened, each with its words. */
export function GapStrip({ gaps: { counts, gaps } }: { gaps: Gaps }) {
  const [open, setOpen] = useState<keyof typeof GAPS | null>(null);
  const wrong = KINDS.filter((kind) => (counts[kind] ?? 0) > 0);
  if (wrong.length === 0) return <p className="roster-gaps fine">未来七天没有缺口，都已确认。</p>;
  const shown = gaps.filter(({ kind }) => kind === open);
  return (
    <div className="roster-gaps" data-testid="gaps">
      <span>未来七天：</span>
      {wrong.map((kind) => (
        <button
          key={kind}
          type="button"
          className={kind === 'unconfirmed' ? 'roster-gap mild' : 'roster-gap'}
          aria-expanded={open === kind}
          onClick={() => setOpen(open === kind ? null : kind)}
        >
          {GAPS[kind]} {counts[kind]}
        </button>
      ))}
      {open && (
        <ul>
          {shown.map(({ words, shift }) => (
            <li key={words}>{shift ? <a href={`#/shifts/${encodeURIComponent(shift)}`}>{words}</a> : words}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
