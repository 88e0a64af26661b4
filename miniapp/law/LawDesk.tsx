import { useLocation } from 'wouter';
import { type Me } from '../answers';
import { DeskRecord } from '../desk/DeskRecord';
import { Nothing } from '../shell/States';
import { Compare } from './Compare';
import { LawForm } from './LawForm';
import { LawList } from './LawList';

/** 法律依据 at the desk: the list on the left, one clause, a proposal or the comparison beside it. */
export function LawDesk({ me, id, step }: { me: Me; id: string | undefined; step: string | undefined }) {
  const [, go] = useLocation();
  return (
    <div className="registry-desk">
      <aside aria-label="法律依据">
        <div className="row wrap">
          <button type="button" className="button" onClick={() => go('/law/compare')}>
            从旧兼从轻、追责时效
          </button>
          {me.may.proposeLaw && (
            <button type="button" className="button primary" onClick={() => go('/law/new')}>
              提出新依据
            </button>
          )}
        </div>
        <LawList onChoose={(path, chosen) => go(`/${path}/${encodeURIComponent(chosen)}`)} />
      </aside>
      <main aria-label="详情">
        {id === undefined && <Nothing title="请从左边选一条">同一行为新旧两部法律的规定排在一起。</Nothing>}
        {id === 'compare' && <Compare />}
        {id === 'new' && <LawForm onDone={(made) => go(`/law/${encodeURIComponent(made)}`)} />}
        {id && id !== 'compare' && id !== 'new' && <DeskRecord key={id} path="law" id={id} step={step} />}
      </main>
    </div>
  );
}

/** One rule of the 不予处罚清单 at the desk. */
export function ExemptionsDesk({ id, step }: { me: Me; id: string | undefined; step: string | undefined }) {
  const [, go] = useLocation();
  return (
    <div className="registry-desk">
      <aside aria-label="法律依据">
        <LawList onChoose={(path, chosen) => go(`/${path}/${encodeURIComponent(chosen)}`)} />
      </aside>
      <main aria-label="详情">{id && <DeskRecord key={id} path="exemptions" id={id} step={step} />}</main>
    </div>
  );
}
