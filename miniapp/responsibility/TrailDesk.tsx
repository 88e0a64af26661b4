import { type Me } from '../answers';
import { DeskRecord } from '../desk/DeskRecord';
import { Nothing } from '../shell/States';
import { Trail } from './TrailPage';
import '../audit/audit.css';

/** 责任记录 at the desk: the entries on the left, one of them beside it. */
export const TrailDesk = ({ id, step }: { me: Me; id: string | undefined; step: string | undefined }) => (
  <div className="audit-desk">
    <aside aria-label="责任记录">
      <Trail />
    </aside>
    <main aria-label="责任记录详情">
      {id ? (
        <DeskRecord key={id} path="responsibilities" id={id} step={step} />
      ) : (
        <Nothing title="请从左边选一条">这里只有本人和局领导可以看到。</Nothing>
      )}
    </main>
  </div>
);
