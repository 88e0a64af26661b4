import { useEffect, useRef, useState } from 'react';
import { type ChecklistItem, type Result, RESULTS } from '../../models/checkItem/checkItem.schema';
import { suggestedText } from '../../models/checkItem/checklist';
import { citation } from '../../models/checkItem/legalBasis';
import { type Answer } from '../../models/siteRecord/events.schema';
import { DictatedText } from '../form/DictatedText';
import { Badge, type Tone } from '../shell/Badge';
import { AnswerFields } from './AnswerFields';
import { ConflictCard } from './ConflictCard';
import { standingOf, type SiteVisit, useFieldVisit } from './fieldVisit';
import { TakePhotos } from './TakePhotos';
import { ViolationFactsForm } from './ViolationFactsForm';

const TONES: Record<Result, Tone> = { OK: 'good', PROBLEM: 'warning', VIOLATION: 'danger', NA: 'plain' };
const BIG: readonly Result[] = ['OK', 'PROBLEM', 'VIOLATION'];
/** What `suggestedText` leaves where a figure is missing. */
const BLANK = '＿＿';
const isGrave = (result: Result | undefined) => result === 'PROBLEM' || result === 'VIOLATION';
type Values = Answer['values'];

/** Changes of the answer that nobody has written yet: a grave one without words is not an answer. */
interface Draft {
  result?: Result;
  values: Values;
}

interface Props {
  item: ChecklistItem;
  isOpen: boolean;
  onOpen: () => void;
  onAnswered: (isPlain: boolean) => void;
  onDone: () => void;
}

/** One question of the checklist: shut it is a line, open it has all that belongs to it. */
export function CheckItemCard({ item, isOpen, onOpen, onAnswered, onDone }: Props) {
  const { state, me } = useFieldVisit<SiteVisit>();
  const { value, differs } = standingOf(state.registers[`answer:${item.key}`], me);
  const answer = value as Answer | undefined;
  const card = useRef<HTMLElement>(null);
  const wasOpen = useRef(isOpen);
  useEffect(() => {
    if (isOpen && !wasOpen.current) card.current?.scrollIntoView({ block: 'start' });
    wasOpen.current = isOpen;
  }, [isOpen]);
  return (
    <section
      ref={card}
      className={isOpen ? 'card item' : 'card item shut'}
      data-testid={`item-${item.key}`}
      data-answer={answer?.result}
    >
      <button type="button" className="item-line" aria-expanded={isOpen} onClick={onOpen}>
        <span className={isOpen ? 'item-question' : ''}>{item.question}</span>
        {differs ? (
          <Badge tone="warning">不一致</Badge>
        ) : (
          answer && <Badge tone={TONES[answer.result]}>{RESULTS[answer.result]}</Badge>
        )}
      </button>
      {isOpen && <OpenItem {...{ item, answer, onAnswered, onDone }} />}
    </section>
  );
}

function OpenItem({
  item,
  answer,
  onAnswered,
  onDone,
}: Pick<Props, 'item' | 'onAnswered' | 'onDone'> & { answer: Answer | undefined }) {
  const { record, writes, say } = useFieldVisit<SiteVisit>();
  const of = `answer:${item.key}`;
  const [draft, setDraft] = useState<Draft>({ values: {} });
  const result = draft.result ?? answer?.result;
  const values = { ...answer?.values, ...draft.values };

  function write(change: Partial<Pick<Answer, 'result' | 'text' | 'values' | 'facts'>>) {
    const next = { result, text: answer?.text ?? '', values, facts: answer?.facts, ...change };
    if (!next.result) return Promise.resolve(undefined);
    return say('answer', {
      ...{ item: item.key, revision: item.id, result: next.result, text: next.text.trim(), evidence: [] },
      ...{ values: next.values, ...(next.result === 'VIOLATION' && next.facts ? { facts: next.facts } : {}) },
    });
  }
  async function choose(chosen: Result) {
    const text = isOwnText(item, answer) ? (answer?.text ?? '') : suggestedText(item, chosen, values);
    const needsMore = isGrave(chosen) && !text;
    if (needsMore) {
      setDraft({ ...draft, result: chosen });
      return onAnswered(false);
    }
    if (!(await write({ result: chosen, text }))) return;
    setDraft({ values: {} });
    onAnswered(!isGrave(chosen) && !text.includes(BLANK));
  }
  function fill(name: string, value: Values[string]) {
    const filled = { ...values, [name]: value };
    setDraft({ ...draft, values: { ...draft.values, [name]: value } });
    if (!answer || !result) return;
    const text = isOwnText(item, answer) ? answer.text : suggestedText(item, result, filled);
    void write({ values: filled, text });
  }
  const suggestion = result ? suggestedText(item, result, values) : '';
  return (
    <>
      <About item={item} />
      <div className="verdicts" role="radiogroup" aria-label={item.question}>
        {[...BIG, 'NA' as const]
          .filter((one) => item.results.includes(one))
          .map((one) => (
            <button
              key={one}
              type="button"
              role="radio"
              aria-checked={result === one}
              className={`verdict ${one}${one === 'NA' ? ' small' : ''}`}
              disabled={!writes}
              data-testid={`verdict-${one}`}
              onClick={() => void choose(one)}
            >
              {RESULTS[one]}
            </button>
          ))}
      </div>
      <ConflictCard of={of} />
      {result && writes && (
        <AnswerFields fields={fieldsFor(item, result)} values={values} onChange={fill} draft={`${record}/${of}`} />
      )}
      {result && result !== 'NA' && writes && (
        <DictatedText
          key={result}
          label={isGrave(result) ? '具体情况' : '写入笔录的话'}
          draft={`${record}/${of}/text`}
          value={answer && answer.result === result ? answer.text : ''}
          onSettle={(text) => write({ text })}
          maxLength={1000}
          rows={2}
          suggestions={answer?.text || !suggestion ? [] : [suggestion]}
        />
      )}
      {result === 'VIOLATION' && answer && writes && (
        <ViolationFactsForm
          facts={answer.facts}
          draft={`${record}/${of}/facts`}
          onChange={(facts) => void write({ facts })}
        />
      )}
      <TakePhotos of={of} wanted={item.photos} />
      {result && isGrave(result) && (
        <button type="button" className="button big primary" onClick={onDone} data-testid="item-done">
          下一项
        </button>
      )}
      {result && !isGrave(result) && fieldsFor(item, result).length > 0 && (
        <button type="button" className="button big" onClick={onDone} data-testid="item-done">
          下一项
        </button>
      )}
    </>
  );
}

/** What helps to judge: last time, the clause, what to look at. */
function About({ item }: { item: ChecklistItem }) {
  const { seed } = useFieldVisit<SiteVisit>();
  const last = seed.lastVisit?.answers[item.key];
  return (
    <>
      {last && (
        <p className="hint" data-testid="last-visit">
          上次（{seed.lastVisit?.on}）：<strong>{RESULTS[last.result]}</strong>
          {last.text && `，${last.text}`}
        </p>
      )}
      {(item.bases.length > 0 || item.hint) && (
        <details>
          <summary>依据和怎么查</summary>
          {item.hint && <p>{item.hint}</p>}
          {item.bases.map((basis) => (
            <p key={citation(basis)}>{citation(basis)}</p>
          ))}
          {!item.confirmed && <p className="hint">依据待法制机构确认</p>}
        </details>
      )}
    </>
  );
}

const fieldsFor = ({ fields }: ChecklistItem, result: Result) =>
  fields.filter(({ with: results }) => (results ? results.includes(result) : result !== 'NA'));

/** Words of the officer's own stay when the result or a figure changes; offered ones are made anew. */
const isOwnText = (item: ChecklistItem, answer: Answer | undefined) =>
  Boolean(answer?.text) && answer?.text !== suggestedText(item, answer?.result ?? 'NA', answer?.values ?? {});
