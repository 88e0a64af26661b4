import { Suspense, useEffect, useMemo, useState } from 'react';
import { Link, useParams } from 'wouter';
import { FIELD_STATES } from '../../models/field/fieldState';
import { foldSiteRecord } from '../../models/siteRecord/fold';
import { sitePagesToSign } from '../../models/siteRecord/pages';
import { SiteSeed } from '../../models/siteRecord/siteRecord.schema';
import { siteKind } from '../../models/siteRecord/siteRecord.steps';
import { type Me } from '../answers';
import { DossierFile } from '../enterprise/DossierFile';
import { useFieldRecord } from '../field/fieldLog';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Sheet } from '../shell/Sheet';
import { Nothing, Waiting } from '../shell/States';
import { isTeam, type SiteVisit, useSay, VisitProvider } from './fieldVisit';
import { StageRail } from './StageRail';
import { nextOf, STAGES, stageViews } from './stages';
import './visit.css';

/** How long a seed may take from the server before the page says that it is not on this phone. */
const PATIENCE_MS = 4_000;

/** One on-site record on the phone of one officer: stage by stage, everything kept at once, with or without network. */
export function VisitPage({ me }: { me: Me }) {
  const { id = '', stage } = useParams<{ id: string; stage?: string }>();
  return <OneVisit key={id} id={id} stage={stage} me={me.id} />;
}

function useSiteVisit(id: string, me: string): SiteVisit | undefined {
  const record = `siteRecord:${id}`;
  const { ready, events, seed: given, unsent, refused, append } = useFieldRecord(record);
  const seedText = useMemo(() => JSON.stringify(given), [given]);
  const seed = useMemo(() => (seedText ? SiteSeed.safeParse(JSON.parse(seedText)).data : undefined), [seedText]);
  const say = useSay(siteKind, seed, events, append);
  return useMemo(() => {
    if (!ready || !seed) return undefined;
    const state = foldSiteRecord(seed, events);
    const submitted = state.officers.find((officer) => officer.id === me)?.submittedAt;
    const pages: SiteVisit['pages'] = (known = events) => sitePagesToSign(foldSiteRecord(seed, known));
    return {
      ...{
        record,
        home: `/siteRecord/${encodeURIComponent(id)}`,
        me,
        seed,
        state,
        events,
        unsent,
        refused,
        pages,
        say,
      },
      writes: isTeam(seed) && !submitted && state.lockedAt === null,
    };
  }, [record, id, me, ready, seed, events, unsent, refused, say]);
}

function OneVisit({ id, stage, me }: { id: string; stage: string | undefined; me: string }) {
  const visit = useSiteVisit(id, me);
  if (!visit)
    return (
      <Page title="现场检查" back={goBack}>
        <NotYet />
      </Page>
    );
  return (
    <VisitProvider value={visit}>
      <VisitFrame visit={visit} stage={stage} />
    </VisitProvider>
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
    <Nothing title="这份笔录还不在这台手机上">
      <p>有信号时打开一次，或出海前用“带上岛”带上，就能离线填写。不是您的检查任务时打不开，请核对检查任务。</p>
      <Link href="/pack" className="button big">
        去“带上岛”
      </Link>
    </Nothing>
  );
}

function VisitFrame({ visit, stage }: { visit: SiteVisit; stage: string | undefined }) {
  const { home, seed, state, unsent, refused } = visit;
  const views = stageViews(visit);
  const [first] = useState(() => nextOf(views)?.key ?? 'submit');
  const here = STAGES.find(({ key }) => key === (stage ?? first)) ?? STAGES[0];
  const [isDossierOpen, setDossierOpen] = useState(false);
  const current = here?.key ?? '';
  useEffect(() => void window.scrollTo(0, 0), [current]);
  if (!here) return null;
  const isDone = views.find(({ key }) => key === current)?.done ?? false;
  const onward = isDone || here.optional ? nextOf(views, current) : undefined;
  return (
    <main className="page visit" data-testid="visit" data-stage={current} data-status={state.status}>
      <header className="visit-bar">
        <div className="visit-who">
          <button type="button" className="button quiet" onClick={goBack} aria-label="返回">
            ‹
          </button>
          <div>
            <strong>{seed.enterpriseName}</strong>
            <small>
              {FIELD_STATES[state.status]}
              {unsent > 0 ? ` · 未发送 ${unsent}` : ''}
            </small>
          </div>
          <Link href={`/on-site/${home.slice('/siteRecord/'.length)}`} className="button" data-testid="visit-documents">
            文书
          </Link>
          {seed.enterprise && (
            <button type="button" className="button" onClick={() => setDossierOpen(true)} data-testid="visit-dossier">
              档案
            </button>
          )}
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
      {isDossierOpen && seed.enterprise && (
        <Sheet title="企业档案" onClose={() => setDossierOpen(false)} testId="visit-dossier-sheet">
          <DossierFile id={seed.enterprise} />
        </Sheet>
      )}
    </main>
  );
}
