import { useState } from 'react';
import { useLocation } from 'wouter';
import { RESULTS } from '../../models/checkItem/checkItem.schema';
import { citation } from '../../models/checkItem/legalBasis';
import { type ChangedRecord } from '../answers';
import { request } from '../api';
import { freshId } from '../freshId';
import { type ExtraProps } from '../record/extras';
import { session } from '../session';
import { toast } from '../shell/toast';
import { sentenceOf } from '../wire';
import { type ItemExtraAnswer } from './answers';
import '../inspection/inspection.css';

const days = ({ validFrom, validTo }: { validFrom: string | null; validTo: string | null }) =>
  [validFrom && `${validFrom} 起`, validTo && `至 ${validTo}`].filter(Boolean).join('') || '一直有效';

/** The page of one item beyond its outline: clauses with their days, sentences, and another wording of it. */
export function ItemExtra({ answer }: ExtraProps) {
  const item = answer.extra as ItemExtraAnswer;
  const writes = session.get().me?.may.draftCheckItem ?? false;
  return (
    <>
      <section className="card">
        <h2>法律依据</h2>
        <table className="dossier-table">
          <tbody>
            {item.bases.map((basis) => (
              <tr key={citation(basis)}>
                <th scope="row">{citation(basis)}</th>
                <td>{days(basis)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className="card">
        <h2>建议用语</h2>
        {(['OK', 'PROBLEM', 'VIOLATION'] as const).map((result) => (
          <p key={result}>
            <span className="hint">{RESULTS[result]}：</span>
            {item.suggested[result] ?? '—'}
          </p>
        ))}
      </section>
      {writes && answer.record.status === 'approved' && <Rewording item={item} />}
    </>
  );
}

const TEXTS = [
  { name: 'question', label: '要查什么', rows: 2, most: 200 },
  { name: 'photos', label: '要拍什么（可不填）', rows: 2, most: 200 },
  { name: 'hint', label: '给检查人员的提示（可不填）', rows: 2, most: 400 },
  { name: 'problem', label: '存在问题时的用语', rows: 3, most: 300 },
  { name: 'violation', label: '涉嫌违法时的用语', rows: 3, most: 300 },
] as const;
type Texts = Record<(typeof TEXTS)[number]['name'], string>;

/** A new wording of what is in force: a revision of its own, which has to be approved. */
function Rewording({ item }: { item: ItemExtraAnswer }) {
  const [, go] = useLocation();
  const [key] = useState(freshId);
  const [busy, setBusy] = useState(false);
  const [texts, setTexts] = useState<Texts>({
    ...{ question: item.question, photos: item.photos ?? '', hint: item.hint },
    ...{ problem: item.suggested.PROBLEM ?? '', violation: item.suggested.VIOLATION ?? '' },
  });

  async function save() {
    setBusy(true);
    const { revision: _revision, validTo: _validTo, validFrom: _validFrom, ...text } = item;
    const { question, photos, hint, problem, violation } = texts;
    const body = {
      ...{ ...text, question, hint, photos: photos.trim() || null, confirmed: false, validFrom: null },
      suggested: { ...text.suggested, PROBLEM: problem, VIOLATION: violation },
    };
    try {
      const { record } = await request<ChangedRecord>('/api/check-items', { method: 'POST', body, key });
      toast('已起草新版，提交后由局领导批准');
      go(`/check-items/${encodeURIComponent(record.id)}`);
    } catch (error) {
      toast(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <details className="card">
      <summary>起草新版</summary>
      <div className="registry-form">
        {TEXTS.map(({ name, label, rows, most }) => (
          <label key={name}>
            {label}
            <textarea
              rows={rows}
              maxLength={most}
              value={texts[name]}
              onChange={({ target }) => setTexts({ ...texts, [name]: target.value })}
            />
          </label>
        ))}
        <p className="hint">〔…〕里的名称会换成检查人员填写的内容，请保留。</p>
        <button
          type="button"
          className="button big primary"
          disabled={busy}
          onClick={() => void save()}
          data-testid="save-item"
        >
          {busy ? '正在保存…' : '保存'}
        </button>
      </div>
    </details>
  );
}
