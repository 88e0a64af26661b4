import { useState } from 'react';
import { GROUPS, SITE_FIELDS, type SiteField, type SiteFieldName, siteField } from '../../models/siteRecord/fields';
import { DictatedText } from '../form/DictatedText';
import { Badge } from '../shell/Badge';
import { ConflictCard } from './ConflictCard';
import { standingOf, type SiteVisit, useFieldVisit } from './fieldVisit';
import { Segments } from './Segments';
import { SettledInput } from './SettledInput';
import { missingFields } from './stages';
import { foundInWords } from './foundInWords';

type Group = keyof typeof GROUPS;
const NAMES = Object.keys(SITE_FIELDS) as SiteFieldName[];
const LONG_MOST = 1500;

/** 基本情况: all that the dossier knows in one tap, what is still missing on top, everything else to be corrected line by line. */
export function BasicsStage() {
  const visit = useFieldVisit<SiteVisit>();
  const { state, writes } = visit;
  // What was missing when the page opened stays on top while it is being filled.
  const [wanted] = useState(() => missingFields(state).filter((name) => !visit.seed.prefill[name]));
  if (!state.codeScannedAt && writes) return <p className="notice">请先亮证、告知、亮码，再填写基本情况。</p>;
  return (
    <>
      {writes && <TakeOver />}
      {wanted.length > 0 && (
        <section className="card" aria-label="必填">
          <h2>要现场看的</h2>
          {wanted.map((name) => (
            <FieldEditor key={name} name={name} />
          ))}
        </section>
      )}
      {(Object.keys(GROUPS) as Group[]).map((group) => (
        <Lines key={group} group={group} without={wanted} />
      ))}
    </>
  );
}

/** Everything the dossier says and nobody has said yet, as one event. */
function TakeOver() {
  const { seed, state, say } = useFieldVisit<SiteVisit>();
  const open = NAMES.filter((name) => seed.prefill[name] && !state.fields[name]);
  if (open.length === 0) return null;
  const values = Object.fromEntries(open.map((name) => [name, seed.prefill[name]]));
  return (
    <section className="card waits" aria-label="企业档案里的">
      <p>
        企业档案里有 {open.length} 项{seed.prefilledFrom && `（${seed.prefilledFrom} 核对过）`}，带入后再改不对的。
      </p>
      <button
        type="button"
        className="button big primary"
        data-testid="take-over"
        onClick={() => void say('state', { values })}
      >
        全部带入 {open.length} 项
      </button>
    </section>
  );
}

function Lines({ group, without }: { group: Group; without: readonly SiteFieldName[] }) {
  const names = NAMES.filter((name) => SITE_FIELDS[name].group === group && !without.includes(name));
  const [open, setOpen] = useState<SiteFieldName>();
  if (names.length === 0) return null;
  return (
    <section className="card" aria-label={GROUPS[group]}>
      <h2>{GROUPS[group]}</h2>
      {names.map((name) =>
        open === name ? (
          <FieldEditor key={name} name={name} />
        ) : (
          <FieldLine key={name} name={name} onOpen={() => setOpen(name)} />
        ),
      )}
    </section>
  );
}

function FieldLine({ name, onOpen }: { name: SiteFieldName; onOpen: () => void }) {
  const { state, me, writes } = useFieldVisit<SiteVisit>();
  const field = siteField(name);
  const { value, differs } = standingOf(state.registers[`field:${name}`], me);
  const words = typeof value === 'string' ? (field?.options?.[value] ?? value) : '';
  return (
    <>
      <button type="button" className="item-line" disabled={!writes} onClick={onOpen} data-testid={`line-${name}`}>
        <span>
          <span className="hint">{field?.label}</span>
          <span className={words ? 'line-value' : 'line-value hint'}>{words || '未填'}</span>
        </span>
        {differs ? <Badge tone="warning">不一致</Badge> : writes && <span className="call">改</span>}
      </button>
      <ConflictCard of={`field:${name}`} />
    </>
  );
}

function FieldEditor({ name }: { name: SiteFieldName }) {
  const visit = useFieldVisit<SiteVisit>();
  const { state, me, record, say, seed, writes } = visit;
  const field = siteField(name) as SiteField;
  const standing = standingOf(state.registers[`field:${name}`], me);
  const value = typeof standing.value === 'string' ? standing.value : '';
  const settle = (text: string) => say('state', { values: { [name]: text } });
  const offered = name === 'found.text' ? foundInWords(visit) : (seed.prefill[name] ?? '');
  const common = { label: field.label, draft: `${record}/field/${name}`, value, onSettle: settle };
  return (
    <div className="answer-field" data-testid={`field-${name}`}>
      {field.options ? (
        <>
          <p className="field-label">{field.label}</p>
          <Segments
            label={field.label}
            options={field.options}
            value={value || undefined}
            disabled={!writes}
            onChange={(chosen) => void settle(chosen)}
          />
        </>
      ) : field.long ? (
        <DictatedText {...common} maxLength={LONG_MOST} suggestions={value ? [] : [offered]} />
      ) : (
        <SettledInput {...common} maxLength={300} suggestions={value ? [] : [offered]} />
      )}
      <ConflictCard of={`field:${name}`} />
    </div>
  );
}
