import { stretch } from '../time';

/** When they said they would be there, counted down; said in words when the promise is over. */
export function ETA({ at, now }: { at: string; now: Date }) {
  const left = new Date(at).getTime() - now.getTime();
  return left > 0 ? (
    <span className="push hint">还有 {stretch(left)} 到场</span>
  ) : (
    <span className="push fault">过了预计到场 {stretch(left)}</span>
  );
}
