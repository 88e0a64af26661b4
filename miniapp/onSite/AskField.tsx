import { type ReactNode } from 'react';
import { type Field } from '../../models/core/form';
import { type FieldProps } from '../form/fieldProps';
import { PhoneField } from '../form/PhoneField';
import { type Ask, type Column, type Rows, rowsIn } from './asks';
import './onSite.css';

export type AskProps = Omit<FieldProps, 'field'> & { ask: Ask };

/** One thing that is asked for a document: as in every form, or a day, a moment, an amount, a list. */
export function AskField({ ask, ...props }: AskProps) {
  if (ask.kind === 'rows') return <RowsField ask={ask} {...props} />;
  if (ask.kind === 'moment' || ask.kind === 'day' || ask.kind === 'yuan') return <PlainField ask={ask} {...props} />;
  return <PhoneField field={ask as Field} {...props} />;
}

function Framed({ ask, id, fault, children }: Pick<AskProps, 'ask' | 'id' | 'fault'> & { children: ReactNode }) {
  const hint = 'hint' in ask ? ask.hint : undefined;
  return (
    <div className="field" data-testid={`field-${ask.name}`} role="group" aria-labelledby={`${id}-label`}>
      <label className="field-label" id={`${id}-label`} htmlFor={id}>
        {ask.label}
        {!ask.required && <span className="hint">（可不填）</span>}
      </label>
      {children}
      {hint && <p className="hint">{hint}</p>}
      {fault && (
        <p className="fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}

const INPUTS = {
  moment: { type: 'datetime-local' },
  day: { type: 'date' },
  yuan: { type: 'text', inputMode: 'decimal', maxLength: 12, placeholder: '例如：500' },
} as const;

function PlainField({ ask, values, change, ...framed }: AskProps) {
  const value = values[ask.name];
  return (
    <Framed ask={ask} {...framed}>
      <input
        id={framed.id}
        className="plain-input"
        {...INPUTS[ask.kind as keyof typeof INPUTS]}
        value={typeof value === 'string' ? value : ''}
        onChange={({ target }) => change(ask.name, target.value)}
      />
    </Framed>
  );
}

function RowsField({ ask, values, change, ...framed }: AskProps & { ask: Extract<Ask, { kind: 'rows' }> }) {
  const { name, one, columns, most } = ask;
  const kept = rowsIn(values, name);
  const rows: Rows = kept.length > 0 ? kept : [{}];
  const set = (next: Rows) => change(name, JSON.stringify(next));
  const write = (at: number, column: Column, text: string) =>
    set(rows.map((row, own) => (own === at ? { ...row, [column.name]: text } : row)));
  return (
    <Framed ask={ask} {...framed}>
      {rows.map((row, at) => (
        // Lines have no identity of their own; each input shows exactly what its place says.
        <fieldset key={at} className="line-of-list" data-testid={`${name}-${at}`}>
          <legend>
            第{at + 1}
            {one}
          </legend>
          {columns.map((column) => (
            <label key={column.name}>
              <span>
                {column.label}
                {column.optional && <span className="hint">（可不填）</span>}
              </span>
              <textarea
                className="plain-input"
                rows={1}
                value={row[column.name] ?? ''}
                maxLength={column.max}
                onChange={({ target }) => write(at, column, target.value)}
                data-testid={`${name}-${at}-${column.name}`}
              />
            </label>
          ))}
          {rows.length > 1 && (
            <button type="button" className="button quiet" onClick={() => set(rows.filter((_, own) => own !== at))}>
              删除这一{one}
            </button>
          )}
        </fieldset>
      ))}
      {rows.length < most && (
        <button type="button" className="button" onClick={() => set([...rows, {}])} data-testid={`${name}-add`}>
          再加一{one}
        </button>
      )}
    </Framed>
  );
}
