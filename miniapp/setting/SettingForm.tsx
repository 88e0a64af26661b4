import { useState } from 'react';
import { type ChangedRecord } from '../answers';
import { request } from '../api';
import { freshUlid } from '../freshUlid';
import { toast } from '../shell/toast';
import { sentenceOf } from '../wire';
import { type Figure, type PreviewAnswer } from './answers';
import { ValueField } from './ValueField';

interface Props {
  figure: Figure;
  today: string;
  onBack: () => void;
  onDone: (id: string) => void;
}

/** 提出调整: the new value, its day and its source; what it changes is shown before it is sent. */
export function SettingForm({ figure, today, onBack, onDone }: Props) {
  const [id] = useState(freshUlid);
  const [value, setValue] = useState(figure.value);
  const [from, setFrom] = useState(today);
  const [legalSource, setSource] = useState('');
  const [note, setNote] = useState('');
  const [preview, setPreview] = useState<PreviewAnswer>();
  const [refusal, setRefusal] = useState('');
  const [busy, setBusy] = useState(false);
  const { key, label, words } = figure;

  async function act(work: () => Promise<void>) {
    setBusy(true);
    setRefusal('');
    try {
      await work();
    } catch (error) {
      setRefusal(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  }
  const look = () =>
    act(async () => {
      const body = { key, value, from };
      setPreview(await request<PreviewAnswer>('/api/settings/preview', { method: 'POST', body }));
    });
  const submit = () =>
    act(async () => {
      const body = { id, key, value, from, legalSource, note };
      const { record } = await request<ChangedRecord>('/api/settings', { method: 'POST', body });
      toast('已提出，等局领导批准');
      onDone(record.id);
    });
  /** What is shown must be what is sent. */
  const changed =
    <T,>(set: (value: T) => void) =>
    (next: T) => {
      set(next);
      setPreview(undefined);
    };

  return (
    <form
      className="card registry-form"
      aria-label={`调整${label}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void (preview ? submit() : look());
      }}
    >
      <h2>{label}</h2>
      <p className="hint">现在：{words}</p>
      <div className="labelled">
        <span>改为{figure.kind === 'fen' && '（元）'}</span>
        <ValueField figure={figure} onChange={changed(setValue)} />
      </div>
      <label>
        生效日期
        <input type="date" min={today} value={from} onChange={({ target }) => changed(setFrom)(target.value)} />
      </label>
      <label>
        依据（法律、文件）
        <input value={legalSource} maxLength={200} onChange={({ target }) => setSource(target.value)} />
      </label>
      <label>
        理由
        <textarea rows={2} value={note} maxLength={300} onChange={({ target }) => setNote(target.value)} />
      </label>
      {preview && (
        <div className="setting-change" role="status" data-testid="setting-preview">
          <strong>{preview.label}</strong>
          <span>
            {preview.from} 起：{preview.before} → {preview.after}
          </span>
          {preview.followedBy.map(({ from: day, words: later }) => (
            <span key={day} className="hint">
              {day} 起已批准改为 {later}
            </span>
          ))}
          <span className="hint">已经告知或者决定的案件按当时冻结的数字，不受影响。</span>
        </div>
      )}
      {refusal && (
        <p className="fault" role="alert">
          {refusal}
        </p>
      )}
      <div className="row wrap">
        <button type="button" className="button" onClick={onBack}>
          返回
        </button>
        <button type="submit" className="button primary push" disabled={busy} data-testid="submit-setting">
          {preview ? '提交批准' : '看看会改变什么'}
        </button>
      </div>
    </form>
  );
}
