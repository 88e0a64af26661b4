import { type Me } from '../answers';
import { DeskRecord } from '../desk/DeskRecord';
import { Ledger } from './Ledger';
import { RoundList } from './RoundList';
import './rotation.css';

/** 抽调 at the desk: the rounds on the left, one of them or the public ledger beside it. */
export function RotationDesk({ id, step }: { me: Me; id: string | undefined; step: string | undefined }) {
  return (
    <div className="rotation-desk">
      <aside aria-label="抽调轮次">
        <RoundList chosen={id} />
      </aside>
      <main aria-label={id ? '抽调详情' : '公开账本'}>
        {id ? <DeskRecord key={id} path="rounds" id={id} step={step} /> : <Ledger />}
      </main>
    </div>
  );
}
