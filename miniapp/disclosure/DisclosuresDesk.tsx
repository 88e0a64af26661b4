import { useLocation } from 'wouter';
import { type Me } from '../answers';
import { DeskRecord } from '../desk/DeskRecord';
import { Nothing } from '../shell/States';
import { DisclosureRows } from './DisclosureRows';

/** 处罚信息公开 at the desk. */
export function DisclosuresDesk({ id, step }: { me: Me; id: string | undefined; step: string | undefined }) {
  const [, go] = useLocation();
  return (
    <div className="registry-desk">
      <aside aria-label="公开列表">
        <DisclosureRows chosen={id} onChoose={(chosen) => go(`/disclosures/${encodeURIComponent(chosen)}`)} />
      </aside>
      <main aria-label="公开详情">
        {id ? (
          <DeskRecord key={id} path="disclosures" id={id} step={step} />
        ) : (
          <Nothing title="请从左边选一件">逐处核对个人信息后送审，由另一个人审核公开。</Nothing>
        )}
      </main>
    </div>
  );
}
