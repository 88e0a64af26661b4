import { isPassing, sentenceOf } from '../wire';

/** The page shows the last visit, not this moment; said openly, with the reason when there is one. */
export function StaleNotice({ error }: { error: unknown }) {
  if (error === undefined) return null;
  return (
    <p className="notice" role="status" data-testid="stale-notice">
      {isPassing(error) ? '暂时连不上，显示的是上次打开时的情况，联网后自动更新。' : sentenceOf(error)}
    </p>
  );
}
