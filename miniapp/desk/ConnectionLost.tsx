import { useEffect, useState } from 'react';
import { isLive } from '../live';
import { useNotice } from '../useNotice';

/** A blink of the line is no news; longer than this the officer must know. */
const SILENT_MS = 4000;

/** Says that the list no longer moves by itself. */
export function ConnectionLost() {
  const live = useNotice(isLive);
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    if (live) return;
    const timer = setTimeout(() => setLong(true), SILENT_MS);
    return () => clearTimeout(timer);
  }, [live]);
  if (live || !isLong) return null;
  return (
    <p className="connection-lost" role="alert" data-testid="connection-lost">
      实时连接已断开，正在重连；现在显示的可能不是最新情况。紧急事项请同时电话确认。
    </p>
  );
}
