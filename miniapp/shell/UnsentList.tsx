import { deliver } from '../offline/courier';
import { type Unsent } from '../offline/database';
import { dropPhotos } from '../offline/photos';
import { backToDraft, markRefused, settle } from '../offline/unsent';
import { photosIn } from '../form/values';
import { short } from '../time';
import { useNow } from '../useNow';
import { Sheet } from './Sheet';

/** Everything that waits to be sent; what the server refused stays until the person decides. */
export function UnsentList({ rows, onClose }: { rows: readonly Unsent[]; onClose: () => void }) {
  const now = useNow();
  return (
    <Sheet title="未发送的内容" onClose={onClose} testId="unsent-list">
      {rows.length === 0 && <p className="hint">全部发送完了。</p>}
      {rows.map((row) => (
        <section key={row.key} className="card" data-testid="unsent-item">
          <h3>{row.title}</h3>
          <p className="hint">{short(new Date(row.at).toISOString(), now)} 填写</p>
          {row.refusal ? (
            <>
              <p className="fault" role="alert">
                {row.refusal.sentence}
              </p>
              <div className="row">
                <button type="button" className="button" onClick={() => void tryAgain(row)}>
                  重试
                </button>
                <button type="button" className="button primary" onClick={() => void mend(row).then(onClose)}>
                  改一下
                </button>
                <button type="button" className="button danger" onClick={() => void drop(row)}>
                  删除
                </button>
              </div>
            </>
          ) : (
            <div className="row">
              <p className="hint">有网络后自动发送，不用再操作。</p>
              <button type="button" className="button" onClick={() => void deliver()}>
                现在发送
              </button>
            </div>
          )}
        </section>
      ))}
    </Sheet>
  );
}

async function tryAgain({ key }: Unsent): Promise<void> {
  await markRefused(key, null);
  await deliver();
}

async function mend({ key, page }: Unsent): Promise<void> {
  await backToDraft(key);
  location.hash = page;
}

async function drop({ key, values, title }: Unsent): Promise<void> {
  if (!window.confirm(`删除“${title}”？删除后内容不能找回。`)) return;
  await settle(key);
  await dropPhotos(photosIn(values).flatMap(({ id }) => (id ? [id] : [])));
}
