import { useCallback, useEffect, useState } from 'react';
import { CATEGORIES, SEVERITIES } from '../../models/audit/audit.schema';
import { blankSheet, type ScoreSheet } from '../../models/audit/fileScore.schema';
import { request } from '../api';
import { type Act, sentenceOf } from '../record/useTaps';
import { Trouble, Waiting } from '../shell/States';
import { toast } from '../shell/toast';
import { type Found, type SampledAnswer, type Suggestion } from './answers';
import { Scoring } from './Scoring';
import './audit.css';

const NEEDED = {
  siteRecord: ['siteRecord'],
  case: [
    'filing',
    'siteRecord',
    'otherEvidence',
    'investigation',
    'rectification',
    'priorNotice',
    'decision',
    'closing',
  ],
} as const;

interface Draft {
  remark: string;
  findings: Found[];
  sheet: ScoreSheet | null;
}

/** One sampled record: what it proves on one side, what is found and scored on the other. Nothing of it is kept on this device. */
export function Reading({
  audit,
  item,
  act,
  mayReview,
  onClose,
}: {
  audit: string;
  item: string;
  act: Act;
  mayReview: boolean;
  onClose: () => void;
}) {
  const [answer, setAnswer] = useState<SampledAnswer>();
  const [trouble, setTrouble] = useState<unknown>();
  const read = useCallback(() => {
    setTrouble(undefined);
    request<SampledAnswer>(`/api/audits/${encodeURIComponent(audit)}/sampled?item=${encodeURIComponent(item)}`).then(
      setAnswer,
      setTrouble,
    );
  }, [audit, item]);
  useEffect(read, [read]);
  if (!answer) return trouble === undefined ? <Waiting /> : <Trouble error={trouble} onAgain={read} />;
  return (
    <div className="audit-reading" data-testid="reading">
      <section className="card" aria-label="记录内容">
        <div className="row wrap">
          <h2>
            {answer.item.typeLabel} {answer.item.no}
          </h2>
          <button type="button" className="button quiet push" onClick={onClose}>
            返回样本
          </button>
        </div>
        <p className="hint">电话、证件号等个人信息已遮盖；每次查阅都有记录。</p>
        <dl className="facts">
          {answer.proofs.map(([label, value], index) => (
            <div key={`${label}-${index}`}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <Result answer={answer} act={act} mayReview={mayReview} onClose={onClose} />
    </div>
  );
}

function Result({
  answer,
  act,
  mayReview,
  onClose,
}: {
  answer: SampledAnswer;
  act: Act;
  mayReview: boolean;
  onClose: () => void;
}) {
  const { item, suggestions, people } = answer;
  const [draft, setDraft] = useState<Draft>({ remark: item.remark, findings: answer.findings, sheet: item.sheet });
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  const needed = Object.hasOwn(NEEDED, item.type) ? NEEDED[item.type as keyof typeof NEEDED] : null;

  async function submit() {
    setBusy(true);
    const outcome = await act('review', `登记查阅结果 ${item.no}`, { item: item.id, ...draft }, {});
    setBusy(false);
    if ('refused' in outcome) return setFault(outcome.refused.message);
    toast(sentenceOf('登记查阅结果', outcome));
    onClose();
  }
  return (
    <form
      className="card form-page"
      aria-label="查阅结果"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit();
      }}
    >
      <h2>查阅结果</h2>
      <Suggestions suggestions={suggestions} onTake={(found) => set({ findings: [...draft.findings, found] })} />
      {draft.findings.map((found, index) => (
        <FindingFields
          key={index}
          found={found}
          people={people}
          onChange={(changed) => set({ findings: draft.findings.map((one, at) => (at === index ? changed : one)) })}
          onRemove={() => set({ findings: draft.findings.filter((_, at) => at !== index) })}
        />
      ))}
      {mayReview && (
        <button
          type="button"
          className="button"
          data-testid="add-finding"
          onClick={() =>
            set({
              findings: [
                ...draft.findings,
                { category: 'PROCEDURE', severity: 'MINOR', rule: '', text: '', responsible: [] },
              ],
            })
          }
        >
          增加一个问题
        </button>
      )}
      {needed && !draft.sheet && mayReview && (
        <button
          type="button"
          className="button"
          onClick={() => set({ sheet: blankSheet([...needed]) })}
          data-testid="open-sheet"
        >
          打开案卷评查打分表
        </button>
      )}
      {draft.sheet && <Scoring sheet={draft.sheet} suggestions={suggestions} onChange={(sheet) => set({ sheet })} />}
      <label>
        说明
        <textarea
          value={draft.remark}
          rows={2}
          maxLength={500}
          onChange={({ target }) => set({ remark: target.value })}
        />
      </label>
      {fault && (
        <p className="fault" role="alert">
          {fault}
        </p>
      )}
      {mayReview && (
        <button type="submit" className="button big primary" disabled={busy} data-testid="submit-review">
          {busy ? '正在提交…' : draft.findings.length > 0 ? `登记${draft.findings.length}个问题` : '登记：未发现问题'}
        </button>
      )}
    </form>
  );
}

/** What the record lacks, by the system's reading; an auditor looks and takes it over, or does not. */
function Suggestions({ suggestions, onTake }: { suggestions: Suggestion[]; onTake: (found: Found) => void }) {
  if (suggestions.length === 0) return null;
  return (
    <div className="notice" data-testid="suggestions">
      <p>系统提示，请核对后再采用：</p>
      <ul className="audit-suggestions">
        {suggestions.map(({ text, rule, proof, veto }) => (
          <li key={text}>
            <span>
              {text}
              <span className="hint">
                {rule}；看“{proof}”{veto ? `；涉及一票否决第${veto}项` : ''}
              </span>
            </span>
            <button
              type="button"
              className="button quiet"
              onClick={() =>
                onTake({ category: 'PROCEDURE', severity: veto ? 'VETO' : 'MINOR', rule, text, responsible: [] })
              }
            >
              采用
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

const entries = (words: Readonly<Record<string, string>>) => Object.entries(words);

function FindingFields({
  found,
  people,
  onChange,
  onRemove,
}: {
  found: Found;
  people: SampledAnswer['people'];
  onChange: (found: Found) => void;
  onRemove: () => void;
}) {
  const set = (change: Partial<Found>) => onChange({ ...found, ...change });
  const toggle = (id: string) =>
    set({
      responsible: found.responsible.includes(id)
        ? found.responsible.filter((one) => one !== id)
        : [...found.responsible, id],
    });
  return (
    <fieldset className="audit-finding">
      <legend>问题</legend>
      <div className="audit-two">
        <label>
          类别
          <select value={found.category} onChange={({ target }) => set({ category: target.value })}>
            {entries(CATEGORIES).map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <label>
          严重程度
          <select
            value={found.severity}
            onChange={({ target }) => set({ severity: target.value as Found['severity'] })}
          >
            {entries(SEVERITIES).map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
      </div>
      <label>
        问题
        <textarea
          value={found.text}
          rows={2}
          maxLength={500}
          onChange={({ target }) => set({ text: target.value })}
          data-testid="finding-text"
        />
      </label>
      <label>
        依据
        <input
          value={found.rule}
          maxLength={200}
          placeholder="例如：行政处罚法第八十五条"
          onChange={({ target }) => set({ rule: target.value })}
          data-testid="finding-rule"
        />
      </label>
      <details>
        <summary>责任人{found.responsible.length > 0 && `（${found.responsible.length}人）`}</summary>
        <div className="chips">
          {people.map(({ id, name }) => (
            <button
              key={id}
              type="button"
              role="checkbox"
              aria-checked={found.responsible.includes(id)}
              className={found.responsible.includes(id) ? 'chip chosen' : 'chip'}
              onClick={() => toggle(id)}
            >
              {name}
            </button>
          ))}
        </div>
      </details>
      <button type="button" className="button quiet" onClick={onRemove}>
        去掉这个问题
      </button>
    </fieldset>
  );
}
