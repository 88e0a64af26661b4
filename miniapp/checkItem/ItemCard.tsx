import { STATES } from '../../models/checkItem/checkItem.schema';
import { basesOn, citation } from '../../models/checkItem/legalBasis';
import { Badge, type Tone } from '../shell/Badge';
import { type ListedItem } from './answers';

const TONES: Record<ListedItem['status'], Tone> = {
  drafted: 'plain',
  proposed: 'warning',
  approved: 'good',
  withdrawn: 'plain',
};

/** One item of the library as an officer reads it: the question, what proves it, the clause of the day, the ready sentences. */
export function ItemCard({
  item,
  today,
  onChoose,
  pick,
}: {
  item: ListedItem;
  today: string;
  onChoose: () => void;
  pick?: { picked: boolean; onPick: () => void } | undefined;
}) {
  const { id, question, photos, hint, bases, suggested, status, when, confirmed } = item;
  const cited = basesOn(bases, today).map(citation).join('；');
  return (
    <li className="check-item" data-testid="check-item">
      <span className="row wrap">
        {pick && <input type="checkbox" aria-label={`选择 ${id}`} checked={pick.picked} onChange={pick.onPick} />}
        <button type="button" className="button quiet" onClick={onChoose}>
          {id}
        </button>
        <Badge tone={TONES[status]}>{STATES[status]}</Badge>
        {!confirmed && <Badge tone="warning">待法制机构确认</Badge>}
      </span>
      <strong>{question}</strong>
      {when && <span className="hint">仅当 {when.item} 有问题时检查</span>}
      {hint && <span className="hint">提示：{hint}</span>}
      {photos && <span className="hint">拍照：{photos}</span>}
      <details>
        <summary>依据和建议用语</summary>
        <p className="hint">{cited || '当天没有适用的条款'}</p>
        {suggested.PROBLEM && <p>存在问题：{suggested.PROBLEM}</p>}
        {suggested.VIOLATION && <p>涉嫌违法：{suggested.VIOLATION}</p>}
      </details>
    </li>
  );
}
