import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { sitePagesToSign } from '../../models/siteRecord/pages';
import { SiteSeed } from '../../models/siteRecord/siteRecord.schema';
import { siteKind } from '../../models/siteRecord/siteRecord.steps';
import { type Me } from '../answers';
import { DossierFile } from '../enterprise/DossierFile';
import { Sheet } from '../shell/Sheet';
import { type SiteVisit, VisitProvider } from './fieldVisit';
import { NotOnPhone, StageFrame } from './StageFrame';
import { STAGES } from './stages';
import { useVisit } from './useVisit';

const SITE_RECORD = { word: 'siteRecord', kind: siteKind, Seed: SiteSeed, pagesToSign: sitePagesToSign } as const;

/** One on-site record on the phone of one officer: stage by stage, everything kept at once, with or without network. */
export function VisitPage({ me }: { me: Me }) {
  const { id = '', stage } = useParams<{ id: string; stage?: string }>();
  return <OneVisit key={id} id={id} stage={stage} me={me.id} />;
}

function OneVisit({ id, stage, me }: { id: string; stage: string | undefined; me: string }) {
  const visit = useVisit(SITE_RECORD, id, me);
  if (visit)
    return (
      <VisitProvider value={visit}>
        <VisitFrame visit={visit} stage={stage} />
      </VisitProvider>
    );
  return (
    <NotOnPhone title="现场检查" what="这份笔录">
      <p>有信号时打开一次，或出海前用“带上岛”带上，就能离线填写。不是您的检查任务时打不开，请核对检查任务。</p>
      <Link href="/pack" className="button big">
        去“带上岛”
      </Link>
    </NotOnPhone>
  );
}

function VisitFrame({ visit, stage }: { visit: SiteVisit; stage: string | undefined }) {
  const { home, seed } = visit;
  const [isDossierOpen, setDossierOpen] = useState(false);
  const ways = (
    <>
      <Link href={`/on-site/${home.slice('/siteRecord/'.length)}`} className="button" data-testid="visit-documents">
        文书
      </Link>
      {seed.enterprise && (
        <button type="button" className="button" onClick={() => setDossierOpen(true)} data-testid="visit-dossier">
          档案
        </button>
      )}
    </>
  );
  return (
    <>
      <StageFrame testId="visit" visit={visit} stages={STAGES} asked={stage} title={seed.enterpriseName} ways={ways} />
      {isDossierOpen && seed.enterprise && (
        <Sheet title="企业档案" onClose={() => setDossierOpen(false)} testId="visit-dossier-sheet">
          <DossierFile id={seed.enterprise} />
        </Sheet>
      )}
    </>
  );
}
