import { memo } from 'react';
import { type ListedPetition } from '../answers';
import { statusTone } from '../petition/statusTone';
import { Badge } from '../shell/Badge';
import { remaining, short } from '../time';

interface Props {
  item: ListedPetition;
  now: Date;
  isChosen: boolean;
  /** Came in since the list was opened. */
  isNew: boolean;
  onChoose: (id: string) => void;
}

/** One petition in the list of the desk. */
export const DeskRow = memo(function DeskRow({ item, now, isChosen, isNew, onChoose }: Props) {
  const isLate = item.dueAt != null && new Date(item.dueAt) < now && !['replied', 'closed'].includes(item.status);
  return (
    <div
      role="option"
      aria-selected={isChosen}
      className={['desk-row', isChosen && 'chosen', isNew && 'new'].filter(Boolean).join(' ')}
      data-testid="desk-row"
      data-id={item.id}
      onClick={() => onChoose(item.id)}
    >
      <div className="row">
        {item.urgency === 'URGENT' && <Badge tone="danger">紧急</Badge>}
        <Badge tone={statusTone(item.status)}>{item.statusLabel ?? item.status}</Badge>
        <strong className="desk-no">{item.no}</strong>
        {isNew && <Badge tone="good">新</Badge>}
        <time className="push hint" dateTime={item.receivedAt}>
          {short(item.receivedAt, now)}
        </time>
      </div>
      <p className="desk-words">{item.content}</p>
      <div className="row hint">
        <span className="desk-where">
          {[item.mediumLabel, item.countyName, item.enterpriseName ?? item.place].filter(Boolean).join(' · ')}
        </span>
        {item.dueAt && <span className={isLate ? 'push fault' : 'push'}>{remaining(item.dueAt, now)}</span>}
      </div>
    </div>
  );
});
