import { lazy, Suspense, useState } from 'react';
import { databaseTrouble } from '../offline/database';
import { type Holding, holding } from '../offline/holder';
import { lowRoom, room } from '../offline/room';
import { unsentList } from '../offline/unsent';
import { filesWaiting, recordsWaiting } from '../offline/waiting';
import { useNotice } from '../useNotice';
import { useNow } from '../useNow';
import { useOnline } from './useOnline';

const UnsentList = lazy(() => import('./UnsentList').then(({ UnsentList: component }) => ({ default: component })));

const HOUR = 3_600_000;

/** What is wrong with keeping things on this phone, the most pressing first. */
function keepingTrouble({ phase, warnAt, lockAt }: Holding, now: number): string | undefined {
  if (phase === 'expired') return '离线时间已到，本机内容已上锁，没有丢失；联网打开一次即可继续';
  if (phase === 'revoked') return '这台手机已停用，本机内容已上锁；找回的请联系安全管理员';
  if (warnAt === null || lockAt === null || now < warnAt) return undefined;
  const hours = Math.max(1, Math.floor((lockAt - now) / HOUR));
  return `已离线多日，还能用${hours}小时，请尽快联网打开一次`;
}

/**
 * “n 条未发送”: always in sight while something waits, and the way to the list; counts commands, field events, photos and videos. `saysOffline`:
 * also when nothing waits.
 */
export function UnsentBanner({ saysOffline = true }: { saysOffline?: boolean }) {
  const rows = useNotice(unsentList);
  const records = useNotice(recordsWaiting);
  const files = useNotice(filesWaiting);
  const isOnline = useOnline();
  const [isOpen, setOpen] = useState(false);
  useNow();
  const trouble =
    useNotice(databaseTrouble) ?? keepingTrouble(useNotice(holding), Date.now()) ?? lowRoom(useNotice(room));
  const waiting = rows.length + files.length + records.reduce((sum, { events }) => sum + events, 0);
  const refused = rows.filter(({ refusal }) => refusal).length + records.filter((one) => one.refused.length > 0).length;
  const isQuiet = waiting === 0 && refused === 0;
  if (isQuiet && !trouble && (isOnline || !saysOffline)) return null;
  const words = [
    ...(waiting > 0 ? [`${waiting} 条未发送`] : isQuiet && !isOnline ? ['现在没有网络'] : []),
    ...(refused > 0 ? [`${refused} 条需要您处理`] : []),
    ...(trouble ? [trouble] : []),
    ...(refused > 0 || trouble
      ? []
      : [waiting > 0 ? (isOnline ? '正在发送' : '有网后自动发送') : '填写的内容会保存在本机']),
  ].join(' · ');
  return (
    <>
      <button
        type="button"
        className={refused > 0 || trouble ? 'banner banner-danger' : 'banner'}
        data-testid="unsent-banner"
        aria-live="polite"
        disabled={isQuiet}
        onClick={() => setOpen(true)}
      >
        <span>{words}</span>
        {!isQuiet && <span className="banner-more">查看</span>}
      </button>
      {isOpen && (
        <Suspense>
          <UnsentList rows={rows} records={records} files={files} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
