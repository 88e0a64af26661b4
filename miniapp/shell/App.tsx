import { Suspense } from 'react';
import { Redirect, Route, Router, Switch } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { type Me } from '../answers';
import { TasksPage } from '../assignment/TasksPage';
import { Gate } from './Gate';
import { MorePage } from './MorePage';
import { page, sections } from './sections';
import { Waiting } from './States';
import { isReporterOnly, TabBar } from './TabBar';
import { UnsentBanner } from './UnsentBanner';

const ReportPage = page(() => import('../petition/ReportPage').then((module) => module.ReportPage));
const MinePage = page(() => import('../petition/MinePage').then((module) => module.MinePage));
const PetitionPage = page(() => import('../petition/PetitionPage').then((module) => module.PetitionPage));
const RecordPage = page(() => import('../record/RecordPage').then((module) => module.RecordPage));
const PlacePage = page(() => import('../petition/PlacePage').then((module) => module.PlacePage));

/** The micro-app: sign-in, then pages by the address after `#`. */
export function App() {
  return <Gate>{(me) => <Pages key={me.id} me={me} />}</Gate>;
}

function Pages({ me }: { me: Me }) {
  return (
    <Router hook={useHashLocation}>
      <UnsentBanner />
      <Suspense fallback={<Waiting />}>
        <Switch>
          <Route path="/">{isReporterOnly(me) ? <Redirect to="/report" replace /> : <TasksPage />}</Route>
          <Route path="/report">
            <ReportPage />
          </Route>
          <Route path="/mine">
            <MinePage />
          </Route>
          <Route path="/petitions/:id/place">{({ id }) => <PlacePage id={id} />}</Route>
          <Route path="/petitions/:id/:step?">{({ id, step }) => <PetitionPage id={id} step={step} />}</Route>
          <Route path="/more">
            <MorePage me={me} />
          </Route>
          {sections.map(({ path, shows, Page }) => (
            <Route key={path} path={path}>
              {shows(me) ? <Page me={me} /> : <Redirect to="/" replace />}
            </Route>
          ))}
          <Route path="/:path/:id/:step?">
            {({ path, id, step }) => <RecordPage key={id} path={path} id={id} step={step} />}
          </Route>
          <Route>
            <Redirect to="/" replace />
          </Route>
        </Switch>
      </Suspense>
      <TabBar me={me} />
    </Router>
  );
}
