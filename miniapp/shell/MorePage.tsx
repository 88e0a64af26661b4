import { Link } from 'wouter';
import { type Me } from '../answers';
import { Page } from './Page';
import { sections } from './sections';
import { Nothing } from './States';

/** Everything this person can open beyond tasks and reports. */
export function MorePage({ me }: { me: Me }) {
  const shown = sections.filter(({ shows, unlisted }) => !unlisted && shows(me));
  return (
    <Page title="更多">
      {shown.length === 0 && <Nothing title="没有更多功能">需要开通功能的，请联系系统管理员。</Nothing>}
      <ul className="list">
        {shown.map(({ path, label, hint }) => (
          <li key={path}>
            <Link href={path} className="card task" data-testid={`section-${path.slice(1)}`}>
              <strong>{label}</strong>
              <p className="hint">{hint}</p>
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}
