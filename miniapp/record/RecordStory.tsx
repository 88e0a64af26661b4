import { type ReactNode, Suspense } from 'react';
import { type RecordAnswer } from '../answers';
import { Badge, type Tone } from '../shell/Badge';
import { Clocks } from './Clocks';
import { extras } from './extras';
import { History } from './History';
import { Messages } from './Messages';
import { type Act } from './useTaps';

const TONES: Record<RecordAnswer['record']['tone'], Tone> = {
  blue: 'primary',
  green: 'good',
  orange: 'warning',
  red: 'danger',
  grey: 'plain',
};

/** Everything there is to read about one record of any domain: what it is, what runs, what happened, who was told. */
export function RecordStory({ answer, act, children }: { answer: RecordAnswer; act?: Act; children?: ReactNode }) {
  const { record, clocks, history, messages, assignments } = answer;
  const Extra = extras[record.path];
  return (
    <div className="story" data-testid="record-story">
      <section className="card">
        <div className="row wrap">
          <Badge tone={TONES[record.tone]}>{record.stateLabel}</Badge>
          {record.number && (
            <span className="petition-number" data-testid="record-number">
              {record.number}
            </span>
          )}
        </div>
        <h2 className="record-title">{record.title}</h2>
        {record.statusWords !== record.stateLabel && <p className="hint">{record.statusWords}</p>}
        {record.note && <p className="petition-words">{record.note}</p>}
        <Facts facts={record.facts} />
      </section>
      <Clocks clocks={clocks} />
      {children}
      {Extra && (
        <Suspense>
          <Extra answer={answer} {...(act ? { act } : {})} />
        </Suspense>
      )}
      <History items={history} />
      <Messages messages={messages} assignments={assignments} />
    </div>
  );
}

/** Label and value, one under the other. */
function Facts({ facts }: { facts: RecordAnswer['record']['facts'] }) {
  if (facts.length === 0) return null;
  return (
    <dl className="facts">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
