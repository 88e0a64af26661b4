import {
  fileScore,
  PART_NAMES,
  type PartName,
  PARTS,
  type ScoreSheet,
  TENTHS,
  type VetoNumber,
  VETOES,
} from '../../models/audit/fileScore.schema';
import { type Suggestion } from './answers';

/** 案卷评查打分表: the documents, the veto items, the deductions; the sum is shown while it is filled in. */
export function Scoring({
  sheet,
  suggestions,
  onChange,
}: {
  sheet: ScoreSheet;
  suggestions: Suggestion[];
  onChange: (sheet: ScoreSheet) => void;
}) {
  const score = fileScore(sheet);
  const suggested = (part: PartName) =>
    suggestions.filter((one) => one.part === part).reduce((sum, { tenths }) => sum + tenths, 0);
  return (
    <div className="audit-score" data-testid="score-sheet">
      <p className="row" aria-live="polite">
        <strong>案卷评查</strong>
        <strong className={score.vetoed ? 'push fault' : 'push'} data-testid="score">
          {score.text}分
        </strong>
      </p>
      <p className="hint">
        50 + 50 × {score.earned / TENTHS} ÷ {score.applicable / TENTHS} − {score.deducted / TENTHS}
        {score.vetoed && '；有一票否决项，总分为0'}
      </p>
      <table className="audit-parts">
        <thead>
          <tr>
            <th>文书</th>
            <th>适用</th>
            <th>得分</th>
          </tr>
        </thead>
        <tbody>
          {PART_NAMES.map((name) => (
            <Part
              key={name}
              name={name}
              value={sheet.parts[name]}
              suggested={suggested(name)}
              onChange={(part) => onChange({ ...sheet, parts: { ...sheet.parts, [name]: part } })}
            />
          ))}
        </tbody>
      </table>
      <Vetoes sheet={sheet} suggestions={suggestions} onChange={onChange} />
      <Deductions sheet={sheet} onChange={onChange} />
    </div>
  );
}

function Part({
  name,
  value,
  suggested,
  onChange,
}: {
  name: PartName;
  value: ScoreSheet['parts'][PartName];
  suggested: number;
  onChange: (part: ScoreSheet['parts'][PartName]) => void;
}) {
  const { label, points } = PARTS[name];
  const most = points * TENTHS;
  return (
    <tr>
      <th scope="row">
        {label}
        <span className="hint">
          {points}分{suggested > 0 && value.applies && `；系统提示可扣${Math.min(suggested, most) / TENTHS}分，请核对`}
        </span>
      </th>
      <td>
        <input
          type="checkbox"
          aria-label={`${label}适用`}
          checked={value.applies}
          onChange={({ target }) => onChange({ ...value, applies: target.checked, tenths: target.checked ? most : 0 })}
        />
      </td>
      <td>
        <input
          type="number"
          inputMode="decimal"
          aria-label={`${label}得分`}
          min={0}
          max={points}
          step={0.5}
          disabled={!value.applies}
          value={value.applies ? value.tenths / TENTHS : ''}
          onChange={({ target }) => onChange({ ...value, tenths: Math.round(Number(target.value) * TENTHS) })}
        />
      </td>
    </tr>
  );
}

type SheetProps = { sheet: ScoreSheet; onChange: (sheet: ScoreSheet) => void };

function Vetoes({ sheet, suggestions, onChange }: SheetProps & { suggestions: Suggestion[] }) {
  const numbers = Object.keys(VETOES).map(Number) as VetoNumber[];
  const met = (number: number) => sheet.vetoes.some((one) => one.number === number);
  const toggle = (number: number) =>
    onChange({
      ...sheet,
      vetoes: met(number)
        ? sheet.vetoes.filter((one) => one.number !== number)
        : [...sheet.vetoes, { number, note: '' }],
    });
  return (
    <details open={sheet.vetoes.length > 0}>
      <summary>一票否决项（25项，勾选不符合的）</summary>
      <ul className="audit-people">
        {numbers.map((number) => (
          <li key={number}>
            <label className="audit-check">
              <input type="checkbox" checked={met(number)} onChange={() => toggle(number)} />
              <span>
                {number}. {VETOES[number]}
                {suggestions.some(({ veto }) => veto === number) && (
                  <span className="hint">系统提示可能不符合，请核对</span>
                )}
              </span>
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Deductions({ sheet, onChange }: SheetProps) {
  const set = (deductions: ScoreSheet['deductions']) => onChange({ ...sheet, deductions });
  return (
    <details open={sheet.deductions.length > 0}>
      <summary>基本要素扣分{sheet.deductions.length > 0 && `（${sheet.deductions.length}项）`}</summary>
      {sheet.deductions.map(({ text, tenths }, index) => (
        <div key={index} className="audit-deduction">
          <input
            aria-label="扣分理由"
            value={text}
            maxLength={200}
            placeholder="扣分理由"
            onChange={({ target }) =>
              set(sheet.deductions.map((one, at) => (at === index ? { ...one, text: target.value } : one)))
            }
          />
          <input
            type="number"
            aria-label="扣几分"
            min={0.5}
            step={0.5}
            value={tenths / TENTHS}
            onChange={({ target }) =>
              set(
                sheet.deductions.map((one, at) =>
                  at === index ? { ...one, tenths: Math.round(Number(target.value) * TENTHS) } : one,
                ),
              )
            }
          />
          <button
            type="button"
            className="button quiet"
            onClick={() => set(sheet.deductions.filter((_, at) => at !== index))}
          >
            去掉
          </button>
        </div>
      ))}
      <button type="button" className="button" onClick={() => set([...sheet.deductions, { text: '', tenths: 5 }])}>
        增加扣分
      </button>
    </details>
  );
}
