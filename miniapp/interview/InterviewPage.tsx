import { Suspense, useEffect, useState } from 'react';
import { Link, useParams } from 'wouter';
import { FIELD_STATES } from '../../models/field/fieldState';
import { type Me } from '../answers';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Nothing, Waiting } from '../shell/States';
import { isTeam, VisitProvider } from '../siteRecord/fieldVisit';
import { StageRail } from '../siteRecord/StageRail';
import { STAGES } from './stages';
import { type InterviewVisit, useInterview } from './visit';
import '../siteRecord/visit.css';

/** How long the site record may take from the server before the page says that it is not on this phone. */
const PATIENCE_MS = 4_000;

/** One interview on the phone of one officer: stage by stage, with or without network. */
export function InterviewPage({ me }: { me: Me }) {
  const { id = '', stage } = useParams<{ id: string; stage?: string }>();
  return <OneInterview key={id} id={id} stage={stage} me={me.id} />;
}

function OneInterview({ id, stage, me }: { id: string; stage: string | undefined; me: string }) {
  const visit = useInterview(id, me);
  if (visit)
    return (
      <VisitProvider value={visit}>
        <Frame visit={visit} stage={stage} />
      </VisitProvider>
    );
  return (
    <Page title="询问笔录" back={goBack}>
      <NotYet />
    </Page>
  );
}

function NotYet() {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isLate) return <Waiting />;
  return (
    <Nothing title="这份询问笔录还不在这台手机上">
      <p>请先打开它所属的现场检查笔录，再从“在场人员”做询问笔录；没有信号的，出海前用“带上岛”带上。</p>
    </Nothing>
  );
}

function Frame({ visit, stage }: { visit: InterviewVisit; stage: string | undefined }) {
  const { home, seed, state, unsent, me, refused } = visit;
  const views = STAGES.map(({ key, label, optional, done, note }) => ({
    ...{ key, label, optional: optional ?? false, done: done({ state, me }), note: note?.({ state, me }) },
  }));
  const next = views.find(({ done, optional }) => !done && !optional);
  const [first] = useState(next?.key ?? 'submit');
  const here = STAGES.find(({ key }) => key === (stage ?? first)) ?? STAGES[0];
  const current = here?.key ?? '';
  useEffect(() => void window.scrollTo(0, 0), [current]);
  if (!here) return null;
  const isDone = views.find(({ key }) => key === current)?.done ?? false;
  const onward = next?.key === current ? undefined : next;
  return (
    <main className="page visit" data-testid="interview" data-stage={current} data-status={state.status}>
      <header className="visit-bar">
        <div className="visit-who">
          <button type="button" className="button quiet" onClick={goBack} aria-label="返回">
            ‹
          </button>
          <div>
            <strong>询问笔录{state.interviewee ? `：${state.interviewee.value.name}` : ''}</strong>
            <small>
              {seed.enterpriseName} · {FIELD_STATES[state.status]}
              {unsent > 0 ? ` · 未发送 ${unsent}` : ''}
            </small>
          </div>
          <Link href={`/siteRecord/${encodeURIComponent(seed.siteRecord)}`} className="button">
            检查笔录
          </Link>
        </div>
        <StageRail home={home} stages={views} here={current} />
      </header>
      {refused.map((one) => (
        <p key={one.id} className="notice" role="alert">
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
          <Link
            href={`${home}/${onward.key}`}
            replace
            className={`button big${isDone || here.optional ? ' primary' : ''}`}
            data-testid="stage-next"
          >
            {isDone || here.optional ? '下一步：' : '先去：'}
            {onward.label}
          </Link>
        </div>
      )}
    </main>
  );
}
