import { type ReactNode, useState } from 'react';
import { type FieldName, FIELDS } from '../../models/disclosure/disclosure.schema';
import { type ExtraProps } from '../record/extras';
import { sentenceOf } from '../record/useTaps';
import { Badge } from '../shell/Badge';
import { toast } from '../shell/toast';
import '../penalty/execution.css';

interface ShownFind {
  id: string;
  field: FieldName;
  kindLabel: string;
  at: number;
  text: string;
  choice: 'REMOVE' | 'KEEP' | null;
  reason: string;
}
interface DisclosureAnswer {
  facts: string;
  basis: string;
  result: string;
  finds: ShownFind[];
  shown: Record<FieldName | 'party' | 'no', string>;
  publicHash: string;
  withdrawal: { ground: string; statement: string | null } | null;
  repair: { corrected: string; granted: boolean | null; reason: string | null } | null;
}
type Act = NonNullable<ExtraProps['act']>;

/** What is published: every piece of personal data marked where it stands, the text as the public will read it, and the release. */
export function DisclosureExtra({ answer, act }: ExtraProps) {
  const extra = answer.extra as DisclosureAnswer;
  const may = (step: string) => act !== undefined && answer.offered.some((offered) => offered.step === step);
  const open = extra.finds.filter(({ choice }) => choice === null).length;
  return (
    <>
      {extra.finds.length > 0 && (
        <section className="card redaction" aria-label="个人信息核对">
          <h2>
            个人信息 {extra.finds.length} 处{open > 0 && <Badge tone="warning">还有 {open} 处没有核对</Badge>}
          </h2>
          {extra.finds.map((find) => (
            <Find key={`${find.id}:${find.text}`} find={find} act={may('mark') ? act : undefined} />
          ))}
        </section>
      )}
      <section className="card redaction" aria-label="原文">
        <h2>原文（内部）</h2>
        {(Object.keys(FIELDS) as FieldName[]).map((field) => (
          <div key={field}>
            <p className="hint">{FIELDS[field]}</p>
            <p className="redaction-text">
              {highlighted(
                extra[field],
                extra.finds.filter((find) => find.field === field),
              )}
            </p>
          </div>
        ))}
      </section>
      <section className="card" aria-label="公开文本" data-testid="public-text">
        <h2>群众将看到</h2>
        <p>
          <strong>{extra.shown.party}</strong> {extra.shown.no}
        </p>
        {(Object.keys(FIELDS) as FieldName[]).map((field) => (
          <div key={field}>
            <p className="hint">{FIELDS[field]}</p>
            <p className="redaction-text">{extra.shown[field]}</p>
          </div>
        ))}
        {act && may('release') && <Release act={act} hash={extra.publicHash} />}
      </section>
      {extra.repair && (
        <section className="card">
          <h2>信用修复</h2>
          <p>{extra.repair.corrected}</p>
          <p className="hint">
            {extra.repair.granted === null
              ? '等待决定'
              : `${extra.repair.granted ? '同意' : '不同意'}：${extra.repair.reason ?? ''}`}
          </p>
        </section>
      )}
    </>
  );
}

function highlighted(text: string, finds: readonly ShownFind[]): ReactNode[] {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const { id, at, text: found } of finds) {
    parts.push(text.slice(from, at), <mark key={id}>{found}</mark>);
    from = at + found.length;
  }
  return [...parts, text.slice(from)];
}

const CHOICES = { REMOVE: '遮盖', KEEP: '保留' } as const;

function Find({ find, act }: { find: ShownFind; act: Act | undefined }) {
  const [why, setWhy] = useState<string>();
  const [busy, setBusy] = useState(false);
  const mark = async (choice: 'REMOVE' | 'KEEP', reason: string) => {
    if (!act || busy) return;
    setBusy(true);
    const outcome = await act('mark', '核对个人信息', { find: find.id, choice, reason }, {});
    setBusy(false);
    if (!('sent' in outcome)) toast(sentenceOf('核对个人信息', outcome));
    setWhy(undefined);
  };
  return (
    <div className="redaction-find" data-testid="find">
      <span className="row wrap">
        <mark>{find.text}</mark>
        <span className="hint">
          {find.kindLabel} · {FIELDS[find.field]}
        </span>
        {find.choice && <Badge tone={find.choice === 'REMOVE' ? 'good' : 'warning'}>{CHOICES[find.choice]}</Badge>}
      </span>
      {find.choice === 'KEEP' && <span className="hint">保留的理由：{find.reason}</span>}
      {act && why === undefined && (
        <div className="two-buttons">
          <button
            type="button"
            className="button primary"
            disabled={busy}
            onClick={() => void mark('REMOVE', '')}
            data-testid="remove"
          >
            遮盖
          </button>
          <button type="button" className="button" disabled={busy} onClick={() => setWhy('')} data-testid="keep">
            保留…
          </button>
        </div>
      )}
      {act && why !== undefined && (
        <>
          <label>
            为什么可以公开
            <input value={why} maxLength={200} onChange={(event) => setWhy(event.target.value)} autoFocus />
          </label>
          <div className="two-buttons">
            <button type="button" className="button" onClick={() => setWhy(undefined)}>
              取消
            </button>
            <button
              type="button"
              className="button primary"
              disabled={busy || why.trim().length < 2}
              onClick={() => void mark('KEEP', why)}
            >
              保留
            </button>
          </div>
        </>
      )}
    </div>
  );
}

/** Signs exactly the text above: if it changed meanwhile, the server says so and it is shown again. */
function Release({ act, hash }: { act: Act; hash: string }) {
  const [read, setRead] = useState(false);
  const [fault, setFault] = useState('');
  const release = async () => {
    const outcome = await act('release', '审核公开', { seen: hash }, {});
    if ('refused' in outcome) setFault(outcome.refused.message);
    else toast(sentenceOf('审核公开', outcome));
  };
  return (
    <div className="claim-case">
      <label className="row">
        <input type="checkbox" checked={read} onChange={(event) => setRead(event.target.checked)} data-testid="read" />
        我已逐字核对，没有多余的个人信息和秘密
      </label>
      <button
        type="button"
        className="button big primary"
        disabled={!read}
        onClick={() => void release()}
        data-testid="release"
      >
        公开
      </button>
      {fault && (
        <p className="fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
