import { Link } from 'wouter';
import { type Me } from '../answers';
import { DeskRecord } from '../desk/DeskRecord';
import { DraftForm } from './DraftForm';
import { FlyingList } from './FlyingList';
import { ClosingReport } from './ReportPage';
import './flying.css';

/** 飞行检查 at the desk: the list on the left, one inspection or a new draft beside it. */
export function FlyingDesk({ me, id, step }: { me: Me; id: string | undefined; step: string | undefined }) {
  const shown = () => {
    if (id === 'new') return <DraftForm />;
    if (id === 'revise' && step) return <DraftForm key={step} revised={step} />;
    if (id === 'report' && step) return <ClosingReport key={step} id={step} />;
    return id ? <DeskRecord key={id} path="flying" id={id} step={step} /> : null;
  };
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
      <main aria-label="详情">{shown()}</main>
    </div>
  );
}
