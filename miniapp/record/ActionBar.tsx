import { useState } from 'react';
import { type Offered } from '../answers';
import { type Outcome } from '../offline/courier';
import { unsentList } from '../offline/unsent';
import { useNotice } from '../useNotice';
import { useTaps } from './useTaps';

/** More buttons than this go behind “更多”, so that the first ones stay large. */
const AT_HAND = 3;

/** The steps the server offers, at the thumb. A step that asks nothing and breaks nothing is one tap. */
export function ActionBar({
  id,
  offered,
  onOpen,
  onSend,
  opens = () => false,
}: {
  id: string;
  offered: readonly Offered[];
  onOpen: (step: string) => void;
  onSend: (step: string, label: string) => Promise<Outcome>;
  /** Steps that have a sheet of their own although they have no form. */
  opens?: (step: string) => boolean;
}) {
  const waiting = useNotice(unsentList).filter(({ lane, refusal }) => lane === id && !refusal);
  const { busy, tap } = useTaps(onOpen, onSend);
  const [isAllShown, setAllShown] = useState(false);

  const isWaiting = (step: string) => waiting.some((row) => row.step === step);
  // Without a main step the harmless ones come first, so that the thumb does not find “不报了” before “修改”.
  const ranks = offered.some(({ tone }) => tone === 'primary') ? RANKS : HARMLESS_FIRST;
  const rank = ({ tone }: Offered) => ranks[tone ?? 'plain'];
  const ranked = [...offered].sort((a, b) => rank(a) - rank(b));
  const shown = isAllShown || ranked.length <= AT_HAND ? ranked : ranked.slice(0, AT_HAND - 1);
  if (offered.length === 0) return null;
  return (
    <div className="action-bar" role="toolbar" aria-label="可以办理的事">
      {shown.map((step) => (
        <button
          key={step.step}
          type="button"
          className={`button big ${step.tone ?? ''}`}
          data-testid={`offered-${step.step}`}
          disabled={busy !== '' || isWaiting(step.step)}
          onClick={() => (opens(step.step) ? onOpen(step.step) : void tap(step))}
        >
          {isWaiting(step.step) ? `${step.label} · 待发送` : busy === step.step ? '正在提交…' : step.label}
        </button>
      ))}
      {shown.length < ranked.length && (
        <button type="button" className="button big" data-testid="offered-more" onClick={() => setAllShown(true)}>
          更多
        </button>
      )}
    </div>
  );
}

const RANKS = { primary: 0, danger: 1, plain: 2 };
const HARMLESS_FIRST = { primary: 0, plain: 1, danger: 2 };
