import { useState } from 'react';
import { clockWords } from '../../models/core/calendar';
import { MEDIA, type Sample } from '../../models/siteRecord/events.schema';
import { freshUlid } from '../freshUlid';

import { ConflictCard } from './ConflictCard';
import { standingOf, type SiteVisit, useFieldVisit } from './fieldVisit';
import { Segments } from './Segments';
import { SettledInput } from './SettledInput';
import { TakePhotos } from './TakePhotos';

const BY_MISTAKE = '录入有误';
/** Usual ones of each medium, to be tapped. */
const ITEMS: Partial<Record<Sample['medium'], string>> = {
  WATER: 'pH、化学需氧量、氨氮、总磷、悬浮物',
  GAS: '非甲烷总烃、颗粒物',
  NOISE: '等效连续 A 声级',
  SEA: '石油类、悬浮物',
};
const KEPT: Partial<Record<Sample['medium'], string>> = { WATER: '冷藏避光', SEA: '冷藏避光', SOIL: '冷藏避光' };

/** 采样: number, time and names stand already; medium and place make it a sample. */
export function SampleStage() {
  const { state, writes } = useFieldVisit<SiteVisit>();
  const [fresh, setFresh] = useState<string>();
  const ids = state.samples.filter(({ struck }) => !struck).map(({ value }) => value.id);
  const shown = [...new Set([...ids, ...(fresh ? [fresh] : [])])];
  if (!state.codeScannedAt && writes) return <p className="notice">请先亮证、告知、亮码，再采样。</p>;
  return (
    <>
      {shown.map((id, at) => (
        <OneSample key={id} id={id} at={at + 1} />
      ))}
      {writes && (!fresh || ids.includes(fresh)) && (
        <button type="button" className="button big" data-testid="sample-add" onClick={() => setFresh(freshUlid())}>
          ＋ 添加一个样品
        </button>
      )}
    </>
  );
}

/** What stands in a sample before anybody writes; `takenAt` is the moment it was begun. */
function useBlank(id: string, at: number): Sample {
  const { seed, state, me } = useFieldVisit<SiteVisit>();
  const [takenAt] = useState(() => new Date().toISOString());
  const mineFirst = [...state.officers].sort((a, b) => Number(b.id === me) - Number(a.id === me));
  const party = state.persons.find(({ struck }) => !struck)?.value.name ?? '';
  const index = mineFirst[0] ? state.officers.findIndex((officer) => officer.id === me) + 1 : 1;
  return {
    ...{ id, no: `${seed.no ?? 'YP'}-${index}${String(at).padStart(2, '0')}`, medium: 'WATER', point: '', takenAt },
    ...{ items: '', container: '', preservative: '', takenBy: mineFirst.map(({ name }) => name).join('、') },
    accompaniedBy: party,
  };
}

function OneSample({ id, at }: { id: string; at: number }) {
  const { state, me, record, seed, writes, say } = useFieldVisit<SiteVisit>();
  const of = `sample:${id}`;
  const said = standingOf(state.registers[of], me).value as Sample | undefined;
  const blank = useBlank(id, at);
  const [draft, setDraft] = useState<Partial<Sample>>({});
  const sample: Sample = { ...blank, ...said, ...draft };
  /** Written as soon as all that it needs is there. */
  function change(part: Partial<Sample>) {
    const next = { ...sample, ...part };
    setDraft({ ...draft, ...part });
    if (!next.point || !next.no || !next.takenBy || !next.accompaniedBy || !(draft.medium ?? part.medium ?? said))
      return Promise.resolve(undefined);
    return say('sample', next);
  }
  const line = (name: keyof Sample, label: string, suggestions: readonly string[] = []) => (
    <SettledInput
      label={label}
      draft={`${record}/${of}/${name}`}
      value={sample[name]}
      maxLength={
        name === 'items' ? 200 : name === 'no' ? 40 : name === 'takenBy' || name === 'accompaniedBy' ? 60 : 100
      }
      suggestions={sample[name] ? [] : suggestions}
      onSettle={(text) => change({ [name]: text })}
    />
  );
  const points = (seed.prefill['pollution.discharge'] ?? '').split('；').filter(Boolean).slice(0, 4);
  return (
    <section className="card item" aria-label={`样品 ${at}`} data-testid="sample">
      <p className="row">
        <strong>{sample.no}</strong>
        <span className="push hint">
          {said ? `已记下 · ${clockWords(new Date(sample.takenAt))}` : '选类别和点位就记下'}
        </span>
      </p>
      <ConflictCard of={of} />
      {writes ? (
        <>
          <p className="field-label">类别</p>
          <Segments
            label="类别"
            options={MEDIA}
            value={draft.medium ?? said?.medium}
            onChange={(medium) => void change({ medium })}
          />
          {line('point', '采样点位', points)}
          {line('accompaniedBy', '陪同人', ['当事人不在场'])}
          {line('items', '监测项目', [ITEMS[sample.medium] ?? ''])}
          {line('container', '容器和数量', ['500 mL 玻璃瓶 2 个', '1 L 聚乙烯瓶 1 个'])}
          {line('preservative', '保存方法', [KEPT[sample.medium] ?? ''])}
          {line('no', '样品编号')}
          {line('takenBy', '采样人')}
          {said && (
            <button
              type="button"
              className="button quiet"
              onClick={() => void say('strike', { of, reason: BY_MISTAKE })}
            >
              录错了，划去
            </button>
          )}
        </>
      ) : (
        <p>
          {MEDIA[sample.medium]}，{sample.point}
        </p>
      )}
      {said && <TakePhotos of={of} wanted="采样点位、样品和封签" />}
    </section>
  );
}
