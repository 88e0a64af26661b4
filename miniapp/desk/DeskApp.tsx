import { ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { Route, Router, Switch } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { type Me } from '../answers';
import { Gate } from '../shell/Gate';
import { Nothing } from '../shell/States';
import { DeskPage } from './DeskPage';

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
  if (!me.may.seeDesk)
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
          {({ id, step }) => <DeskPage key={me.id} me={me} id={id} step={step} />}
        </Route>
        <Route path="/register">
          <DeskPage key={me.id} me={me} id={null} step="register" />
        </Route>
        <Route>
          <DeskPage key={me.id} me={me} id={null} step={undefined} />
        </Route>
      </Switch>
    </Router>
  );
}
