import { ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { Suspense } from 'react';
import { Redirect, Route, Router, Switch } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { type Me } from '../answers';
import { Gate } from '../shell/Gate';
import { Nothing, Waiting } from '../shell/States';
import { DeskPage } from './DeskPage';
import { DeskRecord } from './DeskRecord';
import { DeskSectionFrame } from './DeskSectionFrame';
import { deskSections } from './sections';

const THEME = {
  token: {
    colorPrimary: '#0b4fb3',
    colorLink: '#0b4fb3',
    colorError: '#b3160e',
    fontSize: 15,
    controlHeight: 36,
    colorTextPlaceholder: '#5d6674',
  },
};

/** The desk: the same sign-in and the same records as the phone, laid out for a wide screen. */
export function DeskApp() {
  return (
    <ConfigProvider locale={zhCN} theme={THEME}>
      <Gate>{(me) => <Signed me={me} />}</Gate>
    </ConfigProvider>
  );
}

function Signed({ me }: { me: Me }) {
  const entry = me.may.seeDesk ? null : deskSections.find(({ opens, shows }) => opens && shows(me));
  if (entry === undefined)
    return (
      <Nothing title="值班台只对指挥中心和各级负责人开放">
        <a className="button primary" href="/">
          去“我的任务”办理
        </a>
      </Nothing>
    );
  return (
    <Router hook={useHashLocation}>
      <Switch>
        <Route path="/petitions/:id/:step?">
          {({ id, step }) =>
            entry ? <Redirect to={entry.path} replace /> : <DeskPage key={me.id} me={me} id={id} step={step} />
          }
        </Route>
        <Route path="/register">
          {entry ? <Redirect to={entry.path} replace /> : <DeskPage key={me.id} me={me} id={null} step="register" />}
        </Route>
        {deskSections.map(({ path, shows, Page }) => (
          <Route key={path} path={`${path}/:id?/:step?`}>
            {({ id, step }) =>
              shows(me) ? (
                <DeskSectionFrame me={me}>
                  <Suspense fallback={<Waiting />}>
                    <Page me={me} id={id} step={step} />
                  </Suspense>
                </DeskSectionFrame>
              ) : (
                <Redirect to="/" replace />
              )
            }
          </Route>
        ))}
        <Route path="/:path/:id/:step?">
          {({ path, id, step }) => (
            <DeskSectionFrame me={me}>
              <DeskRecord key={id} path={path} id={id} step={step} />
            </DeskSectionFrame>
          )}
        </Route>
        <Route>
          {entry ? <Redirect to={entry.path} replace /> : <DeskPage key={me.id} me={me} id={null} step={undefined} />}
        </Route>
      </Switch>
    </Router>
  );
}
