import { Link } from 'wouter';
import { type Me } from '../answers';
import { Page } from './Page';
import { type Section, sections } from './sections';
import { Nothing } from './States';

/** In which part of the work a section is looked for; what is named nowhere stands at the end. */
const GROUPS: readonly (readonly [title: string, paths: readonly string[]])[] = [
  ['检查', ['/inspections', '/on-site', '/pack', '/flying', '/dossiers', '/check-items']],
  ['案件', ['/approvals', '/penalties', '/discussions', '/hearings', '/transfers', '/payments', '/disclosures']],
  ['整改', ['/follow-ups', '/look-backs', '/rectifications']],
  ['值守', ['/roster', '/incidents', '/alerts', '/absences', '/rounds']],
  ['监督', ['/audits', '/responsibilities']],
  ['依据', ['/laws', '/discretion-tables', '/exemption-rules', '/settings']],
];
const OTHER = '其他';

/** The groups with what this person may open of each; empty ones are left out. */
function groupsOf(shown: readonly Section[]): [title: string, rows: Section[]][] {
  const named = GROUPS.flatMap(([, paths]) => paths);
  const all: [string, Section[]][] = [
    ...GROUPS.map(([title, paths]): [string, Section[]] => [title, shown.filter(({ path }) => paths.includes(path))]),
    [OTHER, shown.filter(({ path }) => !named.includes(path))],
  ];
  return all.filter(([, rows]) => rows.length > 0);
}

/** Everything this person can open beyond tasks and reports. */
export function MorePage({ me }: { me: Me }) {
  const groups = groupsOf(sections.filter(({ shows, unlisted }) => !unlisted && shows(me)));
  return (
    <Page title="更多">
      {groups.length === 0 && <Nothing title="没有更多功能">需要开通功能的，请联系系统管理员。</Nothing>}
      {groups.map(([title, rows]) => (
        <section key={title} aria-label={title}>
          <h2 className="group-title">{title}</h2>
          <ul className="list">
            {rows.map(({ path, label, hint }) => (
              <li key={path}>
                <Link href={path} className="card task" data-testid={`section-${path.slice(1)}`}>
                  <strong>{label}</strong>
                  <p className="hint">{hint}</p>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Page>
  );
}
