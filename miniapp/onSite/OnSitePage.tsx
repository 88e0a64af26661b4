import { Link, useLocation, useParams } from 'wouter';
import { type Me } from '../answers';
import { InspectionRows } from '../inspection/InspectionRows';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { ON_SITE } from './kinds';
import { OnSiteRows } from './OnSiteRows';
import { PackedVisits } from './PackedVisits';
import './onSite.css';

/** 现场文书: those of one visit, or, from “更多”, all of one's own and the visits to begin one from. */
export function OnSitePage({ me }: { me: Me }) {
  const { record } = useParams<{ record?: string }>();
  const [, go] = useLocation();
  const open = (id: string) => go(`/on-site/${encodeURIComponent(id)}`);
  const mayWrite = me.roles.some((role) => role === 'officer' || role === 'branchHead');
  return (
    <Page title="现场文书" back={goBack}>
      {record && mayWrite && (
        <nav className="on-site-kinds" aria-label="制作文书">
          {ON_SITE.map(({ path, label, hint }) => (
            <Link
              key={path}
              href={`/on-site/new/${path}/${encodeURIComponent(record)}`}
              className="button"
              data-testid={`new-${path}`}
            >
              <strong>{label}</strong>
              <span className="hint">{hint}</span>
            </Link>
          ))}
        </nav>
      )}
      <OnSiteRows record={record} onChoose={(path, id) => go(`/${path}/${encodeURIComponent(id)}`)} />
      {!record && mayWrite && (
        <section aria-label="从检查任务制作">
          <h2>从检查任务制作</h2>
          <PackedVisits onChoose={open} />
          <InspectionRows path="/api/inspections/mine" onChoose={open} empty="有了检查任务，就能从这里制作现场文书。" />
        </section>
      )}
    </Page>
  );
}
