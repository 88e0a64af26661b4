import { useEffect, useState } from 'react';
import { z } from 'zod';
import { packOf } from '../pack/packShelf';
import { useOnline } from '../shell/useOnline';

const Task = z.looseObject({
  _id: z.string(),
  enterpriseName: z.string(),
  place: z.string(),
  no: z.string().nullable(),
});

/** The checks that were taken along to the island, for beginning a document where there is no signal. */
export function PackedVisits({ onChoose }: { onChoose: (id: string) => void }) {
  const isOnline = useOnline();
  const [tasks, setTasks] = useState<z.infer<typeof Task>[]>([]);
  useEffect(() => {
    packOf().then(
      (pack) => setTasks((pack?.inspections ?? []).flatMap(({ task }) => Task.safeParse(task).data ?? [])),
      () => undefined,
    );
  }, []);
  if (isOnline || tasks.length === 0) return null;
  return (
    <ul className="record-rows" aria-label="带上岛的检查任务">
      {tasks.map(({ _id, enterpriseName, place, no }) => (
        <li key={_id}>
          <button type="button" className="record-row" onClick={() => onChoose(_id)} data-testid="packed-visit">
            <strong>{enterpriseName}</strong>
            <span className="hint">{[place, no].filter(Boolean).join(' · ')}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
