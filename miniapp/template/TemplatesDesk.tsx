import { useState } from 'react';
import { useLocation } from 'wouter';
import { type Kind } from '../../models/template/template.schema';
import { type Me } from '../answers';
import { request } from '../api';
import { DeskRecord } from '../desk/DeskRecord';
import { freshUlid } from '../freshUlid';
import '../inspection/inspection.css';
import { Badge } from '../shell/Badge';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { toast } from '../shell/toast';
import { useRemote } from '../useRemote';
import { sentenceOf } from '../wire';

interface Edition {
  id: string;
  kind: Kind;
  title: string;
  stateLabel: string;
  status: string;
  note: string;
  authorName: string | null;
  proposedAt: string;
}
interface Answer {
  items: Edition[];
  kinds: { kind: Kind; title: string; tags: Record<string, unknown> }[];
  slots: string[];
  mayPropose: boolean;
}

/** 文书模板 at the desk: the editions on the left; one of them, or handing in a changed one, beside it. */
export function TemplatesDesk({ id, step }: { me: Me; id: string | undefined; step: string | undefined }) {
  const [, go] = useLocation();
  const open = (chosen: string) => go(`/templates/${encodeURIComponent(chosen)}`);
  const { data, error, reload } = useRemote<Answer>('/api/templates', ({ store }) => store === 'templates');
  if (!data) return error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />;
  return (
    <div className="registry-desk">
      <aside aria-label="文书模板">
        <ul className="record-rows">
          {data.items.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                className={one.id === id ? 'record-row chosen' : 'record-row'}
                onClick={() => open(one.id)}
                data-testid="template-row"
              >
                <strong>{one.title}</strong>
                <span className="hint">
                  {[one.note, one.authorName, one.proposedAt.slice(0, 10)].filter(Boolean).join(' · ')}
                </span>
                <span className="row wrap">
                  <Badge tone={one.status === 'proposed' ? 'warning' : 'plain'}>{one.stateLabel}</Badge>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </aside>
      <main aria-label="模板详情">
        {id && (
          <a className="button" href={`/api/templates/${encodeURIComponent(id)}/file`} data-testid="template-file">
            下载这一版 Word
          </a>
        )}
        {id ? (
          <DeskRecord key={id} path="templates" id={id} step={step} />
        ) : (
          <Nothing title="请从左边选一种文书">
            可以下载 Word 修改；改好的版本由局领导批准后生效，已经作出的文书不变。
          </Nothing>
        )}
        {data.mayPropose && <Propose answer={data} onDone={open} />}
      </main>
    </div>
  );
}

/** A changed template is judged by the server; what is wrong with it is said with the paragraph it stands in. */
function Propose({ answer, onDone }: { answer: Answer; onDone: (id: string) => void }) {
  const [id, setId] = useState(freshUlid);
  const [kind, setKind] = useState<Kind>('order');
  const [note, setNote] = useState('');
  const [file, setFile] = useState<File>();
  const [state, setState] = useState({ busy: false, refusal: '' });
  const tags = Object.keys(answer.kinds.find((one) => one.kind === kind)?.tags ?? {});

  async function propose() {
    if (!file) return setState({ busy: false, refusal: '请选择改好的 Word 文档。' });
    setState({ busy: true, refusal: '' });
    try {
      const asked = new URLSearchParams({ id, kind, note }).toString();
      await request(`/api/templates?${asked}`, { method: 'POST', body: new Blob([file]), timeoutMs: 60_000 });
      toast('已提交，等待局领导批准。');
      onDone(id);
      setId(freshUlid());
      setState({ busy: false, refusal: '' });
    } catch (error) {
      setState({ busy: false, refusal: sentenceOf(error) });
    }
  }
  return (
    <form
      className="card registry-form"
      aria-label="上传改好的模板"
      onSubmit={(event) => {
        event.preventDefault();
        if (!state.busy) void propose();
      }}
    >
      <h2>上传改好的模板</h2>
      <label>
        文书种类
        <select value={kind} onChange={({ target }) => setKind(target.value as Kind)}>
          {answer.kinds.map((one) => (
            <option key={one.kind} value={one.kind}>
              {one.title}
            </option>
          ))}
        </select>
      </label>
      <label>
        Word 文档（.docx）
        <input type="file" accept=".docx" onChange={({ target }) => setFile(target.files?.[0])} />
      </label>
      <label>
        改了什么
        <input value={note} maxLength={200} onChange={({ target }) => setNote(target.value)} />
      </label>
      <p className="hint">可以用的标签：{tags.map((tag) => `{${tag}}`).join(' ')}</p>
      <p className="hint">签名和二维码的图片占位：{answer.slots.join('、')}</p>
      {state.refusal && (
        <p className="fault" role="alert" data-testid="refusal">
          {state.refusal}
        </p>
      )}
      <button type="submit" className="button big primary" disabled={state.busy} data-testid="propose-template">
        {state.busy ? '正在提交…' : '提交批准'}
      </button>
    </form>
  );
}
