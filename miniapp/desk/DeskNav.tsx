import { Link, useLocation } from 'wouter';
import { type Me } from '../answers';
import { deskSections } from './sections';

/** The bar between the sections of the desk, and the way to the big screen. */
export function DeskNav({ me }: { me: Me }) {
  const [here] = useLocation();
  const shown = deskSections.filter(({ shows, hidden }) => !hidden && shows(me));
  if (shown.length === 0) return null;
  const isIn = (path: string) => here === path || here.startsWith(`${path}/`);
  const rows = [...(me.may.seeDesk ? [{ path: '/', label: '信访' }] : []), ...shown];
  const current = shown.find(({ path }) => isIn(path))?.path ?? '/';
  return (
    <nav className="desk-nav" aria-label="值班台栏目">
      {rows.map(({ path, label }) => (
        <Link
          key={path}
          href={path}
          className={path === current ? 'desk-nav-item here' : 'desk-nav-item'}
          aria-current={path === current ? 'page' : undefined}
          data-testid={`desk-nav-${path.slice(1) || 'petitions'}`}
        >
          {label}
        </Link>
      ))}
      {me.may.seeWall && (
        <a className="desk-nav-item push" href="/wall" target="_blank" rel="noreferrer">
          指挥大屏 ↗
        </a>
      )}
    </nav>
  );
}
