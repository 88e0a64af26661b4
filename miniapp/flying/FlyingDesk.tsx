import { Link } from 'wouter';
import { type Me } from '../answers';
import { DeskRecord } from '../desk/DeskRecord';
import { DraftForm } from './DraftForm';
import { FlyingList } from './FlyingList';
import './flying.css';

/** 飞行检查 at the desk: the list on the left, one inspection or a new draft beside it. */
export function FlyingDesk({ me, id, step }: { me: Me; id: string | undefined; step: string | undefined }) {
  const drafts = id === 'new' && me.may.planFlying;
  return (
    <div className="flying-desk">
      <aside aria-label="飞行检查">
        {me.may.planFlying && (
          <Link href="/flying/new" className="button primary">
            起草飞行检查
          </Link>
        )}
        <FlyingList chosen={id} />
      </aside>
      <main aria-label={drafts ? '起草' : '详情'}>
        {drafts ? <DraftForm /> : id ? <DeskRecord key={id} path="flying" id={id} step={step} /> : null}
      </main>
    </div>
  );
}
