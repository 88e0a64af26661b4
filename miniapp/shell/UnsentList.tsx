import { deliver } from '../offline/courier';
import { type Unsent } from '../offline/database';
import { dropPhotos } from '../offline/photos';
import { backToDraft, markRefused, settle } from '../offline/unsent';
import { type WaitingFile, type WaitingRecord } from '../offline/waiting';
import { photosIn } from '../form/values';
import { short } from '../time';
import { useNow } from '../useNow';
import { Sheet } from './Sheet';
import './unsent.css';

interface Waiting {
  rows: readonly Unsent[];
  records: readonly WaitingRecord[];
  files: readonly WaitingFile[];
}

/** One field record: how much of it has not arrived, and what the server said of parts of it. */
function RecordItem({ record, title, events, refused }: WaitingRecord) {
  return (
    <section className="card" data-testid="unsent-record">
      <h3>{title}</h3>
      {events > 0 && <p className="hint">{events} 处填写未发送，已存在本机，有网络后自动发送。</p>}
      {[...new Set(refused)].map((sentence) => (
        <p key={sentence} className="fault" role="alert">
          {sentence}
        </p>
      ))}
      <div className="row unsent-row">
        <button type="button" className="button" onClick={() => void again(record)}>
          {refused.length > 0 ? '再发一次' : '现在发送'}
        </button>
      </div>
    </section>
  );
}

const again = (record: string) => import('../field/sync').then(({ tryAgain }) => tryAgain(record));

const megabytes = (bytes: number) => `${(bytes / 1_048_576).toFixed(1)} 兆`;

/** Photos and videos together: a list of hundreds would say less. */
function FilesItem({ files }: { files: readonly WaitingFile[] }) {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const sent = files.reduce((sum, file) => sum + file.sent, 0);
  const videos = files.filter(({ kind }) => kind === 'video').length;
  return (
    <section className="card" data-testid="unsent-files">
      <h3>
        照片 {files.length - videos} 个文件{videos > 0 && `，视频 ${videos} 个文件`}
      </h3>
      <progress className="unsent-files" value={sent} max={Math.max(1, total)} aria-label="已发送" />
      <p className="hint">
        已发送 {megabytes(sent)}，共 {megabytes(total)}；断了会接着发，不用再操作。
      </p>
    </section>
  );
}

/** Everything that waits to be sent; what the server refused stays until the person decides. */
export function UnsentList({ rows, records, files, onClose }: Waiting & { onClose: () => void }) {
  const now = useNow();
  return (
    <Sheet title="未发送的内容" onClose={onClose} testId="unsent-list">
      {rows.length + records.length + files.length === 0 && <p className="hint">全部发送完了。</p>}
      {records.map((one) => (
        <RecordItem key={one.record} {...one} />
      ))}
      {files.length > 0 && <FilesItem files={files} />}
      {rows.map((row) => (
        <section key={row.key} className="card" data-testid="unsent-item">
          <h3>{row.title}</h3>
          <p className="hint">{short(new Date(row.at).toISOString(), now)} 填写</p>
          {row.refusal ? (
            <>
              <p className="fault" role="alert">
                {row.refusal.sentence}
              </p>
              <div className="row unsent-row">
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
            <div className="row unsent-row">
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
