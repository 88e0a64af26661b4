import { type ComponentType, type ReactNode, Suspense, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { FIELD_STATES, type FieldState } from '../../models/field/fieldState';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Nothing, Waiting } from '../shell/States';
import { type FieldVisit, isTeam } from './fieldVisit';
import { StageRail } from './StageRail';
import './visit.css';

/** One thing after the other that makes up a record in the field; `K` is what tells how far it is. */
export interface Stage<K> {
  key: string;
  label: string;
  /** One line under the heading: what is done here. */
  lead: string;
  optional?: true;
  done: (known: K) => boolean;
  /** How far it is, in two or three words. */
  note?: (known: K) => string | undefined;
  Page: ComponentType;
}

/** A stage as the rail shows it. */
export interface StageView {
  key: string;
  label: string;
  done: boolean;
  note: string | undefined;
  optional: boolean;
}

const viewsOf = <K,>(stages: readonly Stage<K>[], known: K): StageView[] =>
  stages.map(({ key, label, optional, done, note }) => ({
    ...{ key, label, optional: optional ?? false, done: done(known), note: note?.(known) },
  }));

/** What is to be done next: the first stage behind this one that is wanted and not done, else the first at all; undefined when all is. */
function nextOf(views: readonly StageView[], here?: string): StageView | undefined {
  const isOpen = ({ done, optional, key }: StageView) => !done && !optional && key !== here;
  const behind = views.slice(views.findIndex(({ key }) => key === here) + 1);
  return behind.find(isOpen) ?? views.find(isOpen);
}

interface FrameProps<K extends FieldVisit> {
  testId: string;
  visit: K;
  stages: readonly Stage<K>[];
  /** The stage named in the address; by default the first that is not done. */
  asked: string | undefined;
  title: string;
  /** In the head, beside what it is called. */
  ways: ReactNode;
}

/** The page of a record in the field: who and where, the rail of stages, the stage, and the way onward. */
export function StageFrame<K extends FieldVisit>({ testId, visit, stages, asked, title, ways }: FrameProps<K>) {
  const { home, seed, state, unsent, refused } = visit;
  const views = viewsOf(stages, visit);
  const [first] = useState(() => nextOf(views)?.key ?? 'submit');
  const here = stages.find(({ key }) => key === (asked ?? first)) ?? stages[0];
  const current = here?.key ?? '';
  useEffect(() => void window.scrollTo(0, 0), [current]);
  if (!here) return null;
  const isDone = views.find(({ key }) => key === current)?.done ?? false;
  const onward = isDone || here.optional ? nextOf(views, current) : undefined;
  return (
    <main className="page visit" data-testid={testId} data-stage={current} data-status={state.status}>
      <header className="visit-bar">
        <div className="visit-who">
          <button type="button" className="button quiet" onClick={goBack} aria-label="返回">
            ‹
          </button>
          <div>
            <strong>{title}</strong>
            <small>{wordsOf(title, seed.enterpriseName, state, unsent)}</small>
          </div>
          {ways}
        </div>
        <StageRail home={home} stages={views} here={current} />
      </header>
      {refused.map((one) => (
        <p key={one.id} className="notice" role="alert" data-testid="visit-refused">
          有一条没有被采用：{one.sentence}
        </p>
      ))}
      <h1 className="stage-title">{here.label}</h1>
      <p className="stage-lead">{here.lead}</p>
      {!isTeam(seed) && <p className="notice">您不是这次检查的执法人员，只能查看。</p>}
      <Suspense fallback={<Waiting />}>
        <here.Page key={current} />
      </Suspense>
      {onward && (
        <div className="action-bar">
          <Link href={`${home}/${onward.key}`} replace className="button big primary" data-testid="stage-next">
            下一步：{onward.label}
          </Link>
        </div>
      )}
    </main>
  );
}

const wordsOf = (title: string, enterpriseName: string, { status }: FieldState, unsent: number): string =>
  [title === enterpriseName ? '' : enterpriseName, FIELD_STATES[status], unsent > 0 ? `未发送 ${unsent}` : '']
    .filter(Boolean)
    .join(' · ');

/** How long a record may take from the server before the page says that it is not on this phone. */
const PATIENCE_MS = 4_000;

/** A record that has not been opened yet, and, after a while, what to do about it. */
export function NotOnPhone({ title, what, children }: { title: string; what: string; children: ReactNode }) {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Page title={title} back={goBack}>
      {isLate ? <Nothing title={`${what}还不在这台手机上`}>{children}</Nothing> : <Waiting />}
    </Page>
  );
}
