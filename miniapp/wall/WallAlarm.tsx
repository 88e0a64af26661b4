import { type WallItem } from '../../models/wall/wall.schema';
import { useNotice } from '../useNotice';
import { openSound, sound } from './alarm';
import { countyName } from './words';

/** What rings, and the one press that silences this wall. */
export function WallAlarm({ fresh, onAcknowledge }: { fresh: readonly WallItem[]; onAcknowledge: () => void }) {
  const sounding = useNotice(sound);
  const [first] = fresh;
  if (!first)
    return sounding === 'blocked' ? (
      <button type="button" className="sound-blocked" onClick={() => void openSound()} data-testid="sound-blocked">
        报警声音还没有打开：请点这里，或按任意键
      </button>
    ) : null;
  return (
    <div className="wall-alarm" role="alert" data-testid="wall-alarm">
      <strong>
        {[first.title, countyName(first.county), first.whose, first.status].filter(Boolean).join(' · ')}
        {fresh.length > 1 && `，共 ${fresh.length} 件`}
      </strong>
      {sounding === 'blocked' && <span data-testid="sound-blocked">浏览器没有允许声音</span>}
      <button type="button" onClick={onAcknowledge} data-testid="alarm-heard">
        {sounding === 'blocked' ? '打开声音，已知道（空格）' : '听到了，停止响铃（空格）'}
      </button>
    </div>
  );
}
