import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { clockWords } from '../../models/core/calendar';
import { basisOf } from '../../models/field/order';
import { READ_BY } from '../../models/field/steps.schema';
import { DocumentPages } from '../document/DocumentPages';
import { Conflicts } from './ConflictCard';
import { nameOf, useFieldVisit } from './fieldVisit';
import { hashesOf } from './readingPages';
import { StepsOpen } from './StepsOpen';
import { VoidList } from './VoidList';
import './ending.css';

/** 通读核对: the end of the check, what is still missing, the pages as they will be signed, and who read them. */
export function ReadStage() {
  const { record, state, events, pages, say, writes, home } = useFieldVisit();
  const [readBy, setReadBy] = useState<keyof typeof READ_BY>();
  const [isBusy, setBusy] = useState(false);
  const [, go] = useLocation();
  const noun = record.startsWith('interview:') ? '询问' : '检查';
  const missing = state.beforeReading.filter((sentence) => !sentence.includes('结束时间'));
  const { reading } = state;
  const isStale = reading !== null && (state.unread.length > 0 || state.corrections.some(({ at }) => at > reading.at));
  const isRead = reading !== null && !isStale;
  const finish = async () => {
    if (!readBy || isBusy) return;
    setBusy(true);
    const read = await say('finish', { basis: basisOf(events), pages: await hashesOf(pages()), readBy });
    setBusy(false);
    if (read) go(`${home}/sign`, { replace: true });
  };
  return (
    <>
      {reading && (
        <p className={isStale ? 'notice' : 'card ready'} role="status" data-testid="read-state">
          {clockWords(new Date(reading.at))} {nameOf(state, reading.by)}已核对，{READ_BY[reading.readBy]}，共
          {reading.pages.length}页。
          {isStale && ' 之后又有内容或更正，还没有核对，请再核对一次，由当事人重新签名。'}
        </p>
      )}
      {isRead && (
        <Link href={`${home}/sign`} replace className="button big primary">
          去签名
        </Link>
      )}
      {writes && (
        <section className="card">
          <h2>{noun}结束时间</h2>
          {state.endedAt && <p>{clockWords(new Date(state.endedAt))} 结束</p>}
          <button
            type="button"
            className={state.endedAt ? 'button' : 'button big primary'}
            onClick={() => void say('endCheck', {})}
            data-testid="end-check"
          >
            {state.endedAt ? `改为现在结束` : `${noun}结束，记下时间`}
          </button>
        </section>
      )}
      {missing.length > 0 && (
        <section className="card waits" data-testid="missing">
          <h2>通读前还缺</h2>
          <StepsOpen sentences={missing} here="read" />
        </section>
      )}
      <Conflicts />
      <h2 className="group-title">笔录（共{pages().length}页）</h2>
      <DocumentPages pages={pages()} />
      {writes && !isRead && (
        <section className="card" aria-label="核对方式">
          <h2>和当事人核对</h2>
          <div className="options" role="radiogroup" aria-label="核对方式">
            {(Object.keys(READ_BY) as (keyof typeof READ_BY)[]).map((one) => (
              <button
                key={one}
                type="button"
                role="radio"
                aria-checked={readBy === one}
                className={readBy === one ? 'option chosen' : 'option'}
                onClick={() => setReadBy(one)}
                data-testid={`read-${one}`}
              >
                {READ_BY[one]}
              </button>
            ))}
          </div>
          <button
            type="button"
            className="button big primary"
            disabled={!readBy || isBusy || state.beforeReading.length > 0}
            onClick={() => void finish()}
            data-testid="finish"
          >
            {isBusy ? '正在固定页面…' : '核对完毕，去签名'}
          </button>
          {state.beforeReading.length > 0 && <p className="hint">上面缺的办好后才能点。</p>}
          {!readBy && state.beforeReading.length === 0 && <p className="hint">请先选当事人是怎么核对的。</p>}
        </section>
      )}
      <VoidList />
    </>
  );
}
