import { useState } from 'react';
import { type Figure } from './answers';
import { HolidayField } from './HolidayField';

const YUAN = 100;

/** One field for the kind of figure; whatever has a shape of its own is written as JSON, which the server judges. */
export function ValueField({ figure, onChange }: { figure: Figure; onChange: (value: unknown) => void }) {
  const { key, kind, value, options = [] } = figure;
  if (key.startsWith('calendar.')) return <HolidayField year={Number(key.slice(-4))} onChange={onChange} />;
  if (kind === 'yesno')
    return (
      <select
        aria-label="改为"
        defaultValue={String(value)}
        onChange={({ target }) => onChange(target.value === 'true')}
      >
        <option value="true">是</option>
        <option value="false">否</option>
      </select>
    );
  if (kind === 'choice')
    return (
      <select aria-label="改为" defaultValue={String(value)} onChange={({ target }) => onChange(target.value)}>
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    );
  if (kind === 'period') return <PeriodField value={value as Period} onChange={onChange} />;
  if (kind === 'json')
    return (
      <textarea
        aria-label="改为"
        rows={8}
        defaultValue={JSON.stringify(value, null, 1)}
        onChange={({ target }) => onChange(parsed(target.value))}
      />
    );
  const shown = kind === 'fen' && typeof value === 'number' ? value / YUAN : value;
  return (
    <input
      aria-label={kind === 'fen' ? '改为（元）' : '改为'}
      inputMode={kind === 'text' ? 'text' : 'decimal'}
      defaultValue={typeof shown === 'string' || typeof shown === 'number' ? shown : ''}
      onChange={({ target }) => onChange(said(figure, target.value.trim()))}
    />
  );
}

interface Period {
  n: number;
  unit: string;
}
function PeriodField({ value, onChange }: { value: Period; onChange: (value: unknown) => void }) {
  const [current, setCurrent] = useState(value);
  function set(change: Partial<Period>) {
    setCurrent({ ...current, ...change });
    onChange({ ...current, ...change });
  }
  return (
    <div className="row">
      <input
        aria-label="天数"
        inputMode="numeric"
        defaultValue={value.n}
        onChange={({ target }) => set({ n: Number(target.value) })}
      />
      <select aria-label="单位" defaultValue={value.unit} onChange={({ target }) => set({ unit: target.value })}>
        <option value="wd">工作日</option>
        <option value="cd">日（自然日）</option>
      </select>
    </div>
  );
}

/** What cannot be read goes as text, and is refused in words. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function said({ kind, nullable }: Figure, text: string): unknown {
  if (text === '' && nullable) return null;
  if (kind === 'text') return text;
  const number = Number(text);
  if (text === '' || Number.isNaN(number)) return text;
  return kind === 'fen' ? Math.round(number * YUAN) : number;
}
