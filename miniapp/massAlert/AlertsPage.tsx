import { useState } from 'react';
import { Link } from 'wouter';
import { type Me } from '../answers';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { AlertList, MyAlerts } from './AlertList';

/** 通知与点名 on the phone: what was sent to me, and, for whoever commands, everything that was sent. */
export function AlertsPage({ me }: { me: Me }) {
  const [isMine, setMine] = useState(!me.may.composeAlert);
  const seesAll = me.may.composeAlert ?? false;
  return (
    <Page title="通知与点名" back={goBack}>
      {me.may.composeAlert && (
        <Link href="/alerts/new" className="button big primary" data-testid="compose">
          写紧急通知
        </Link>
      )}
      {seesAll && (
        <div className="segments" role="tablist" aria-label="通知">
          {[
            { mine: false, label: '全部通知' },
            { mine: true, label: '发给我的' },
          ].map(({ mine, label }) => (
            <button
              key={label}
              type="button"
              role="tab"
              className="segment"
              aria-selected={mine === isMine}
              onClick={() => setMine(mine)}
            >
              {label}
            </button>
          ))}
        </div>
      )}
      {isMine || !seesAll ? <MyAlerts /> : <AlertList />}
    </Page>
  );
}
