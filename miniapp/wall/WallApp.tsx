import { Gate } from '../shell/Gate';
import { Nothing } from '../shell/States';
import { WallPage } from './WallPage';

/** The wall of the command centre: the same sign-in as the desk, laid out to be read from across the room. */
export function WallApp() {
  return (
    <Gate>
      {(me) =>
        me.may.seeWall || me.may.replayWall ? (
          <WallPage key={me.id} me={me} />
        ) : (
          <Nothing title="大屏只对指挥中心和各级负责人开放">
            <a className="button primary" href="/">
              去“我的任务”办理
            </a>
          </Nothing>
        )
      }
    </Gate>
  );
}
