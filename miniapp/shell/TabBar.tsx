import { Link, useLocation } from 'wouter';
import { type Me } from '../answers';
import { sections } from './sections';

const TABS = [
  { to: '/', label: '我的任务', shows: (me: Me) => !isReporterOnly(me) },
  { to: '/report', label: '随手报', shows: ({ may }: Me) => may.submitPetition },
  { to: '/mine', label: '我的上报', shows: ({ may }: Me) => may.submitPetition },
  { to: '/more', label: '更多', shows: (me: Me) => sections.some(({ shows }) => shows(me)) },
];
const SHAPES: Record<string, string> = {
  '/': 'M5 4h14v16H5zM9 9h6M9 13h6M9 17h3',
  '/report': 'M4 8h4l2-3h4l2 3h4v11H4zM12 10.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6',
  '/more': 'M5 6h14M5 12h14M5 18h14',
  '/mine': 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4 20c1-5 4-6 8-6s7 1 8 6',
};

/** Whether this person only reports and rates: villagers, supervisors, enterprises. They get the simple, large pages. */
export const isReporterOnly = (me: Me): boolean =>
  me.roles.every((role) => role === 'ruralSupervisor' || role === 'public' || role === 'enterprise');

/** The pages this person has, within reach of the thumb. */
export function TabBar({ me }: { me: Me }) {
  const [here] = useLocation();
  return (
    <nav className="tab-bar" aria-label="主要页面">
      {TABS.filter(({ shows }) => shows(me)).map(({ to, label }) => (
        <Link
          key={to}
          href={to}
          className={here === to ? 'tab here' : 'tab'}
          aria-current={here === to ? 'page' : undefined}
        >
          <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
            <path d={SHAPES[to]} />
          </svg>
          <span>{label}</span>
        </Link>
      ))}
    </nav>
  );
}
