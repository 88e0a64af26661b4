import { useState } from 'react';
import { type FineRange, OFFENCES, PENALTY_KINDS, type PenaltyKind } from '../../models/law/law.schema';
import { type PresentedBasis } from '../../models/law/law.rows';
import { type ChangedRecord } from '../answers';
import { request } from '../api';
import { freshUlid } from '../freshUlid';
import { toast } from '../shell/toast';
import { sentenceOf } from '../wire';
import '../inspection/inspection.css';
import './law.css';

const WAN = 1_000_000;
const TEXTS = [
  { name: 'law', label: '法律名称', placeholder: '生态环境法典' },
  { name: 'article', label: '条', placeholder: '第一千零九十五条' },
  { name: 'paragraph', label: '款（可不填）', placeholder: '第一款' },
  { name: 'item', label: '项（可不填）', placeholder: '第（一）项' },
] as const;

const shownFen = (range: FineRange | null | undefined) =>
  range?.kind === 'FIXED' ? { min: String(range.minFen / WAN), max: String(range.maxFen / WAN) } : { min: '', max: '' };

/** 提出法律依据, new or in place of one; a share or a multiple stays as it is and is changed by a new row of the legal office. */
export function LawForm({ from, onDone }: { from?: PresentedBasis; onDone: (id: string) => void }) {
  const [id] = useState(freshUlid);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState('');
  const [said, setSaid] = useState({
    ...{ offence: from?.offence ?? 'eiaForm', law: from?.law ?? '', article: from?.article ?? '' },
    ...{ paragraph: from?.paragraph ?? '', item: from?.item ?? '', text: from?.text ?? '', note: '' },
    ...{ validFrom: '', validTo: '', kinds: from?.kinds ?? (['FINE'] as PenaltyKind[]), ...shownFen(from?.range) },
  });
  const set = (change: Partial<typeof said>) => setSaid((before) => ({ ...before, ...change }));
  const asIs = from && from.range.kind !== 'FIXED' ? from.range : null;

  async function submit() {
    setBusy(true);
    setRefusal('');
    const { min, max, validTo, offence, ...texts } = said;
    const fen = (wan: string) => Math.round(Number(wan) * WAN);
    const kept = from
      ? {
          ...{ serious: from.serious, seriousWhen: from.seriousWhen, personRange: from.personRange },
          ...{ additional: from.additional, may: from.may, catchAll: from.catchAll, stop: from.stop },
        }
      : {};
    const body = {
      ...{ ...kept, ...texts, id, offence, validTo: validTo || null, replaces: from?.id ?? null },
      range: asIs ?? { kind: 'FIXED', minFen: fen(min), maxFen: fen(max) },
    };
    try {
      const { record } = await request<ChangedRecord>('/api/law', { method: 'POST', body });
      toast('已提出，等局领导批准');
      onDone(record.id);
    } catch (error) {
      setRefusal(sentenceOf(error));
      setBusy(false);
    }
  }

  return (
    <form
      className="card registry-form law-form"
      aria-label="提出法律依据"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit();
      }}
    >
      <label>
        违法行为
        <select value={said.offence} onChange={({ target }) => set({ offence: target.value as typeof said.offence })}>
          {Object.entries(OFFENCES).map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </label>
      {TEXTS.map(({ name, label, placeholder }) => (
        <label key={name}>
          {label}
          <input
            value={said[name]}
            maxLength={60}
            placeholder={placeholder}
            onChange={({ target }) => set({ [name]: target.value })}
          />
        </label>
      ))}
      <label>
        条文内容
        <textarea rows={5} maxLength={2_000} value={said.text} onChange={({ target }) => set({ text: target.value })} />
      </label>
      {asIs ? (
        <p className="hint">这一条按投资额或者处置费用计算，沿用原来的比例。</p>
      ) : (
        <div className="pair">
          <label>
            罚款下限（万元）
            <input inputMode="decimal" value={said.min} onChange={({ target }) => set({ min: target.value })} />
          </label>
          <label>
            罚款上限（万元）
            <input inputMode="decimal" value={said.max} onChange={({ target }) => set({ max: target.value })} />
          </label>
        </div>
      )}
      <fieldset className="labelled">
        <legend>处罚种类</legend>
        <div className="row wrap">
          {(Object.keys(PENALTY_KINDS) as PenaltyKind[]).map((kind) => (
            <button
              key={kind}
              type="button"
              className={said.kinds.includes(kind) ? 'chip chosen' : 'chip'}
              aria-pressed={said.kinds.includes(kind)}
              onClick={() => set({ kinds: toggled(said.kinds, kind) })}
            >
              {PENALTY_KINDS[kind]}
            </button>
          ))}
        </div>
      </fieldset>
      <div className="pair">
        <label>
          生效日期
          <input type="date" value={said.validFrom} onChange={({ target }) => set({ validFrom: target.value })} />
        </label>
        <label>
          失效日期（可不填）
          <input type="date" value={said.validTo} onChange={({ target }) => set({ validTo: target.value })} />
        </label>
      </div>
      <label>
        提出的理由
        <textarea rows={2} maxLength={300} value={said.note} onChange={({ target }) => set({ note: target.value })} />
      </label>
      {refusal && (
        <p className="fault" role="alert">
          {refusal}
        </p>
      )}
      <button type="submit" className="button big primary" disabled={busy} data-testid="submit-law">
        {busy ? '正在提交…' : '提交批准'}
      </button>
    </form>
  );
}

const toggled = (all: readonly PenaltyKind[], one: PenaltyKind) =>
  all.includes(one) ? all.filter((kind) => kind !== one) : [...all, one];
