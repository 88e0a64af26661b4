import { useLocation } from 'wouter';
import { type Me } from '../answers';
import { DeskRecord } from '../desk/DeskRecord';
import { Nothing } from '../shell/States';
import { Library } from './Library';

/** 检查事项库 at the desk: a list on the left, one item with its history beside it. */
export function LibraryDesk({ me, id, step }: { me: Me; id: string | undefined; step: string | undefined }) {
  const [, go] = useLocation();
  return (
    <div className="registry-desk">
      <aside aria-label="检查事项">
        <Library me={me} onChoose={(chosen) => go(`/check-items/${encodeURIComponent(chosen)}`)} />
      </aside>
      <main aria-label="检查事项详情">
        {id ? (
          <DeskRecord key={id} path="check-items" id={id} step={step} />
        ) : (
          <Nothing title="请从左边选一条检查事项">点编号看依据、用语、历次修改和批准情况。</Nothing>
        )}
      </main>
    </div>
  );
}
