import { lazy, Suspense, useState } from 'react';
import { unsentList } from '../offline/unsent';
import { useNotice } from '../useNotice';
import { useOnline } from './useOnline';

const UnsentList = lazy(() => import('./UnsentList').then(({ UnsentList: component }) => ({ default: component })));

/** “n 条未发送”: always in sight while something waits, and the way to the list. `saysOffline`: also when nothing waits. */
export function UnsentBanner({ saysOffline = true }: { saysOffline?: boolean }) {
  const rows = useNotice(unsentList);
  const isOnline = useOnline();
  const [isOpen, setOpen] = useState(false);
  if (rows.length === 0 && (isOnline || !saysOffline)) return null;
  const refused = rows.filter(({ refusal }) => refusal).length;
  const words = [
    rows.length > 0 ? `${rows.length} 条未发送` : '现在没有网络',
    refused > 0
      ? `${refused} 条需要您处理`
      : rows.length > 0
        ? isOnline
          ? '正在发送'
          : '有网后自动发送'
        : '填写的内容会保存在本机',
  ].join(' · ');
  return (
    <>
      <button
        type="button"
        className={refused > 0 ? 'banner banner-danger' : 'banner'}
        data-testid="unsent-banner"
        aria-live="polite"
        disabled={rows.length === 0}
        onClick={() => setOpen(true)}
      >
        <span>{words}</span>
        {rows.length > 0 && <span className="banner-more">查看</span>}
      </button>
      {isOpen && (
        <Suspense>
          <UnsentList rows={rows} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
