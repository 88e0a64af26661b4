import { useState } from 'react';
import { type Said } from '../../models/field/said';
import { type Ask } from '../../models/interview/events.schema';
import { CLOSING, MANDATORY, QUESTION_SETS, type Question, questionsFor } from '../../models/interview/questions';
import { type Participant } from '../../models/field/steps.schema';
import { DictatedText } from '../form/DictatedText';
import { freshUlid } from '../freshUlid';
import { ConflictCard } from '../siteRecord/ConflictCard';
import { useFieldVisit } from '../siteRecord/fieldVisit';
import { StrikeButton } from '../siteRecord/StrikeButton';
import { type InterviewVisit } from './visit';

/** One line of the outline: a question that may have been asked already. */
interface Line extends Question {
  order: number;
}
/** Questions are printed in this order: the law's first, those of the chosen sets, the officers' own, the closing ones. */
const ORDER = { mandatory: 0, sets: 1_000, own: 50_000, closing: 90_000 } as const;
const SET_ROOM = 100;

const placed = (questions: readonly Question[], from: number): Line[] =>
  questions.map((question, at) => ({ ...question, order: from + at }));

/** What the person is likely to answer, from what was written of them. */
function likely(id: string, person: Participant | undefined): string[] {
  if (!person) return [];
  const { name, idNumber, workUnit, position, phone } = person;
  if (id === 'self')
    return [
      `我叫${name}${idNumber ? `，身份证号${idNumber}` : ''}${workUnit ? `，在${workUnit}工作` : ''}${position ? `，任${position}` : ''}${phone ? `，电话${phone}` : ''}。`,
    ];
  if (id === 'relation')
    return [`我是${workUnit || '被检查单位'}的${position || '工作人员'}，可以就今天的事情作说明。`];
  return [];
}

/** 问答: the outline by taps, answers spoken, tapped or typed; each stands in the record when it is left. */
export function AskStage() {
  const { state, seed, say, writes } = useFieldVisit<InterviewVisit>();
  const [opened, setOpened] = useState<readonly string[]>([]);
  const [own, setOwn] = useState('');
  const asked = new Map(state.questions.flatMap((one) => (one.value.template ? [[one.value.template, one]] : [])));
  const sets = questionsFor(seed.sector);
  const isOpen = (id: string) =>
    opened.includes(id) || QUESTION_SETS.some((set) => set.id === id && set.questions.some((one) => asked.has(one.id)));
  const chosen = QUESTION_SETS.flatMap(({ id, questions }, at) =>
    isOpen(id) ? placed(questions, ORDER.sets + at * SET_ROOM) : [],
  );
  const owns = state.questions.filter(({ value }) => value.template === null);
  const lines = (questions: readonly Line[]) =>
    questions.map((line) => <AskedLine key={line.id} line={line} said={asked.get(line.id)} />);
  const addOwn = async () => {
    const order = ORDER.own + owns.length;
    if (await say('ask', { id: freshUlid(), template: null, order, question: own.trim(), answer: '' })) setOwn('');
  };
  return (
    <>
      <h2 className="group-title">必问</h2>
      {lines(placed(MANDATORY, ORDER.mandatory))}
      <h2 className="group-title">按事项选问题</h2>
      {writes && (
        <div className="picks" role="group" aria-label="询问提纲">
          {sets.map(({ id, name }) => (
            <button
              key={id}
              type="button"
              className={isOpen(id) ? 'option chosen' : 'option'}
              aria-pressed={isOpen(id)}
              onClick={() => setOpened(opened.includes(id) ? opened.filter((one) => one !== id) : [...opened, id])}
              data-testid={`set-${id}`}
            >
              {name}
            </button>
          ))}
        </div>
      )}
      {lines(chosen)}
      <h2 className="group-title">自己问的</h2>
      {owns.map((one) => (
        <AskedLine
          key={one.key}
          line={{ id: one.value.id, question: one.value.question, order: one.value.order }}
          said={one}
        />
      ))}
      {writes && (
        <section className="card">
          <label className="field-label" htmlFor="own-question">
            再问一个问题
          </label>
          <textarea
            id="own-question"
            className="plain-text"
            rows={2}
            maxLength={500}
            value={own}
            onChange={(event) => setOwn(event.target.value)}
          />
          <button
            type="button"
            className="button"
            disabled={!own.trim()}
            onClick={() => void addOwn()}
            data-testid="add-question"
          >
            记下这个问题
          </button>
        </section>
      )}
      <h2 className="group-title">最后问</h2>
      {lines(placed(CLOSING, ORDER.closing))}
    </>
  );
}

/** One question with its answer; a question of the outline stands in the record once it is answered. */
function AskedLine({ line, said }: { line: Line; said: Said<Ask> | undefined }) {
  const { state, say, writes, record } = useFieldVisit<InterviewVisit>();
  const [fresh] = useState(freshUlid);
  const id = said?.value.id ?? fresh;
  const template = said ? said.value.template : line.id;
  const { question, order } = said?.value ?? line;
  const usual = [...(line.usual ? [line.usual] : []), ...likely(line.id, state.interviewee?.value)];
  const answer = said?.value.answer ?? '';
  if (!writes)
    return said ? (
      <section className="card">
        <strong>问：{question}</strong>
        <p>答：{answer || '（未回答）'}</p>
      </section>
    ) : null;
  return (
    <section className={answer ? 'card ready' : 'card'} data-testid={`question-${line.id}`}>
      <DictatedText
        label={question}
        draft={`${record}/ask/${line.id}`}
        value={answer}
        onSettle={(text) => say('ask', { id, template, order, question, answer: text })}
        maxLength={2000}
        placeholder="点这里记回答"
        suggestions={answer ? [] : usual}
        rows={answer.length > 60 ? 4 : 2}
      />
      {said && <ConflictCard of={said.key} />}
      {said?.value.template === null && <StrikeButton of={said.key} noun="问答" />}
    </section>
  );
}
