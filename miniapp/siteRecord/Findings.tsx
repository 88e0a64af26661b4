import { useState } from 'react';
import { type Result, RESULTS } from '../../models/checkItem/checkItem.schema';
import { type Finding } from '../../models/siteRecord/events.schema';
import { DictatedText } from '../form/DictatedText';
import { freshUlid } from '../freshUlid';
import { Badge } from '../shell/Badge';
import { ConflictCard } from './ConflictCard';
import { standingOf, type SiteVisit, useFieldVisit } from './fieldVisit';
import { Segments } from './Segments';
import { TakePhotos } from './TakePhotos';
import { ViolationFactsForm } from './ViolationFactsForm';

const VERDICTS = { PROBLEM: RESULTS.PROBLEM, VIOLATION: RESULTS.VIOLATION } as const;
const BY_MISTAKE = '录入有误';
/** The heading of a finding is the beginning of its words. */
const TITLE_MOST = 40;

/** 清单外的问题: what no item asks for. */
export function Findings() {
  const { state, writes } = useFieldVisit<SiteVisit>();
  const [fresh, setFresh] = useState<string>();
  const ids = state.findings.filter(({ struck }) => !struck).map(({ value }) => value.id);
  return (
    <section aria-label="清单外的问题">
      <h2 className="group-title">清单外的问题</h2>
      {[...new Set([...ids, ...(fresh ? [fresh] : [])])].map((id) => (
        <OneFinding key={id} id={id} />
      ))}
      {writes && (!fresh || ids.includes(fresh)) && (
        <button type="button" className="button big" data-testid="finding-add" onClick={() => setFresh(freshUlid())}>
          ＋ 记一个清单外的问题
        </button>
      )}
    </section>
  );
}

function OneFinding({ id }: { id: string }) {
  const { state, me, record, writes, say } = useFieldVisit<SiteVisit>();
  const of = `finding:${id}`;
  const finding = standingOf(state.registers[of], me).value as Finding | undefined;
  const [verdict, setVerdict] = useState<Result>('PROBLEM');
  const result = finding?.result ?? verdict;
  const write = (change: Partial<Finding>) => {
    const text = change.text ?? finding?.text ?? '';
    if (!text) return Promise.resolve(undefined);
    const facts = change.facts ?? finding?.facts;
    const next = { result, evidence: [], clause: finding?.clause ?? '', ...change };
    return say('finding', {
      ...{ id, result: next.result, text, evidence: [], clause: next.clause, title: text.slice(0, TITLE_MOST) },
      ...(next.result === 'VIOLATION' && facts ? { facts } : {}),
    });
  };
  return (
    <section className="card item" data-testid="finding">
      {finding && (
        <p className="row">
          <strong>{finding.title}</strong>
          <Badge tone={finding.result === 'VIOLATION' ? 'danger' : 'warning'}>{RESULTS[finding.result]}</Badge>
        </p>
      )}
      <ConflictCard of={of} />
      {writes && (
        <>
          <Segments
            label="结果"
            options={VERDICTS}
            value={result as keyof typeof VERDICTS}
            onChange={(chosen) => {
              setVerdict(chosen);
              void write({ result: chosen });
            }}
          />
          <DictatedText
            label="发现了什么"
            draft={`${record}/${of}`}
            value={finding?.text ?? ''}
            onSettle={(text) => write({ text })}
            maxLength={1000}
          />
          {finding?.result === 'VIOLATION' && (
            <ViolationFactsForm
              facts={finding.facts}
              draft={`${record}/${of}/facts`}
              onChange={(facts) => void write({ facts })}
            />
          )}
          {finding && (
            <button
              type="button"
              className="button quiet"
              onClick={() => void say('strike', { of, reason: BY_MISTAKE })}
            >
              录错了，划去
            </button>
          )}
        </>
      )}
      {finding && <TakePhotos of={of} wanted={null} />}
    </section>
  );
}
