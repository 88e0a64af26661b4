import { Button } from 'antd';
import { type KeyboardEvent, useRef, useState } from 'react';
import { type Listed, type ListedPetition } from '../answers';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { type DeskFilter, listPath } from './deskFilter';
import { DeskRow } from './DeskRow';
import { useArrivals } from './useArrivals';

const PAGE = 50;
/** The server's bound for one list; beyond it the filters find more than scrolling does. */
const MOST = 100;

/** The petitions as they come in. ↑ ↓ move, Enter goes into the detail. */
export function DeskList({
  filter,
  chosen,
  onChoose,
}: {
  filter: DeskFilter;
  chosen: string | null;
  onChoose: (id: string) => void;
}) {
  const [limit, setLimit] = useState(PAGE);
  const path = listPath(filter, limit);
  const { data, error, reload } = useRemote<Listed<ListedPetition>>(path, ({ store }) => store === 'petitions');
  const arrivals = useArrivals(path, data?.items);
  const now = useNow();
  const list = useRef<HTMLDivElement>(null);

  function move(event: KeyboardEvent) {
    const items = data?.items ?? [];
    const at = items.findIndex(({ id }) => id === chosen);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === 'Enter') document.querySelector<HTMLElement>('[data-testid="desk-detail"] button')?.focus();
    else if (next === undefined) return;
    event.preventDefault();
    const item = next === undefined ? undefined : items[Math.max(0, next)];
    if (!item) return;
    onChoose(item.id);
    list.current?.querySelector(`[data-id="${CSS.escape(item.id)}"]`)?.scrollIntoView({ block: 'nearest' });
  }

  if (!data) return error === undefined ? <Waiting lines={5} /> : <Trouble error={error} onAgain={reload} />;
  if (data.items.length === 0) return <Nothing title="没有符合条件的信访">换个条件，或点“清空条件”。</Nothing>;
  return (
    <div className="desk-rows" role="listbox" aria-label="信访" tabIndex={0} ref={list} onKeyDown={move}>
      {data.items.map((item) => (
        <DeskRow
          key={item.id}
          item={item}
          now={now}
          isChosen={item.id === chosen}
          isNew={arrivals.has(item.id)}
          onChoose={onChoose}
        />
      ))}
      {data.next && limit < MOST && (
        <Button block type="link" onClick={() => setLimit(MOST)}>
          再显示 {MOST - PAGE} 条
        </Button>
      )}
      {data.next && limit >= MOST && <p className="hint desk-end">只显示最近 {MOST} 条，更早的请用条件查找。</p>}
    </div>
  );
}
