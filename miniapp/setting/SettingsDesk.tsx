import { useLocation } from 'wouter';
import { type Me } from '../answers';
import { DeskRecord } from '../desk/DeskRecord';
import { Nothing } from '../shell/States';
import { SettingsList } from './SettingsList';

/** 业务参数 at the desk: figures on the left, one change with its history beside them. */
export function SettingsDesk({ id, step }: { me: Me; id: string | undefined; step: string | undefined }) {
  const [, go] = useLocation();
  return (
    <div className="registry-desk">
      <aside aria-label="业务参数">
        <SettingsList onOpen={(chosen) => go(`/settings/${encodeURIComponent(chosen)}`)} />
      </aside>
      <main aria-label="调整详情">
        {id ? (
          <DeskRecord key={id} path="settings" id={id} step={step} />
        ) : (
          <Nothing title="请从左边选一项">法制审核人员提出，另一位局领导批准，从生效日起适用。</Nothing>
        )}
      </main>
    </div>
  );
}
