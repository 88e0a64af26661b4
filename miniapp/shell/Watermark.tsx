import { useNotice } from '../useNotice';
import { session } from '../session';

/** Says on every page of a demonstration that nothing here is real. */
export function Watermark() {
  const { hello } = useNotice(session);
  if (!hello?.demo) return null;
  return (
    <div className="watermark" aria-hidden="true">
      {Array.from({ length: 24 }, (_, at) => (
        <span key={at}>演示数据</span>
      ))}
    </div>
  );
}
