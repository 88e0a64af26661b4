import { useMemo, useState } from 'react';
import { type ChecklistItem } from '../../models/checkItem/checkItem.schema';
import { CheckItemCard } from './CheckItemCard';
import { type SiteVisit, useFieldVisit } from './fieldVisit';
import { Findings } from './Findings';

/** In the order of the list, under the names of their groups. */
function grouped(items: readonly ChecklistItem[]): [string, ChecklistItem[]][] {
  const groups = new Map<string, ChecklistItem[]>();
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  return [...groups];
}

/** 检查清单: one question open at a time; answering it opens the next that has none. */
export function ChecklistStage() {
  const { state, seed, writes } = useFieldVisit<SiteVisit>();
  const asked = useMemo(
    () => seed.checklist.filter(({ key }) => state.asked.includes(key)),
    [seed.checklist, state.asked],
  );
  const firstOpen = asked.find(({ key }) => !state.answers[key])?.key;
  const [chosen, setChosen] = useState<string>();
  const open = chosen ?? firstOpen;
  /** The item stays open after a problem, where there is more to say. */
  const answered = (key: string, isPlain: boolean) => setChosen(isPlain ? undefined : key);
  if (!state.codeScannedAt && writes) return <p className="notice">请先亮证、告知、亮码，再记录检查情况。</p>;
  return (
    <>
      {grouped(asked).map(([group, items]) => (
        <section key={group} aria-label={group}>
          <h2 className="group-title">{group}</h2>
          {items.map((item) => (
            <CheckItemCard
              key={item.key}
              item={item}
              isOpen={item.key === open}
              onOpen={() => setChosen(item.key === open ? '' : item.key)}
              onAnswered={(isPlain) => answered(item.key, isPlain)}
              onDone={() => setChosen(undefined)}
            />
          ))}
        </section>
      ))}
      {asked.length === 0 && <p className="card">这次检查没有带检查清单，发现的问题记在下面。</p>}
      <Findings />
    </>
  );
}
