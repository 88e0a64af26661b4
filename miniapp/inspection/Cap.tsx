import { useRemote } from '../useRemote';
import { type Cap as CapAnswer } from './answers';

const never = () => false;

/** How many 日常检查 the enterprise has this year, and a warning where the cap is reached. */
export function Cap({ enterprise, plannedOn }: { enterprise: string; plannedOn: string }) {
  const asked = new URLSearchParams({ enterprise, plannedOn }).toString();
  const { data } = useRemote<CapAnswer>(plannedOn ? `/api/inspections/cap?${asked}` : null, never);
  if (!data) return null;
  return data.warning ? (
    <p className="fault" role="status">
      {data.warning}
    </p>
  ) : (
    <p className="hint">
      本年度日常检查 {data.routine} 次，上限 {data.cap} 次。
    </p>
  );
}
