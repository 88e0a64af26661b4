import { Button, Switch } from 'antd';
import { type Counts, type Me } from '../answers';
import { isLive } from '../live';
import { session, signOut } from '../session';
import { moment } from '../time';
import { useNotice } from '../useNotice';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { soundOn } from './chime';
import { DeskCounters } from './DeskCounters';

/** The head of the desk: figures, clock, sound, and the way to register a telephone call. */
export function DeskHead({ me, onRegister }: { me: Me; onRegister: () => void }) {
  const { data } = useRemote<Counts>('/api/petitions/counts', () => true, 1500);
  const now = useNow(1000);
  const live = useNotice(isLive);
  const sound = useNotice(soundOn);
  const { hello } = useNotice(session);
  return (
    <header className="desk-head">
      <div>
        <h1>值班台</h1>
        <p className="hint" data-testid="live-state">
          <span className={live ? 'dot on' : 'dot'} aria-hidden="true" />
          {live ? '实时更新' : '正在连接'} · {moment(now.toISOString(), now)}
        </p>
      </div>
      <DeskCounters counts={data} />
      <div className="desk-tools">
        {me.may.registerPetition && (
          <Button type="primary" onClick={onRegister} data-testid="register">
            登记来电来访
          </Button>
        )}
        <div className="row">
          <label className="row hint">
            <Switch size="small" checked={sound} onChange={soundOn.set} aria-label="新件提示音" />
            提示音
          </label>
          <span className="hint">
            {me.name} · {me.roleNames?.[0] ?? me.title}
          </span>
          {hello?.loginUrl && (
            <Button type="link" size="small" onClick={() => void signOut()}>
              退出
            </Button>
          )}
        </div>
      </div>
    </header>
  );
}
