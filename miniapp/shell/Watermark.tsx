import { useNotice } from '../useNotice';
import { session } from '../session';

/** Enough of them for the widest wall display. */
const TIMES = 320;

/** Says on every page of a demonstration that nothing here is real. */
export function Watermark() {
  const { hello } = useNotice(session);
  if (!hello?.demo) return null;
  return (
    <div className="watermark" aria-hidden="true">
      {Array.from({ length: TIMES }, (_, at) => (
        <span key={at}>演示数据</span>
      ))}
    </div>
  );
}
