import { useLocation } from 'wouter';
import { type Me } from '../answers';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { RegisterForm } from './RegisterForm';

/** 登记线索 on the phone. */
export function RegisterPage({ me }: { me: Me }) {
  const [, go] = useLocation();
  return (
    <Page title="登记线索" back={goBack}>
      <RegisterForm me={me} onDone={(id) => go(`/penalties/${encodeURIComponent(id)}`, { replace: true })} />
    </Page>
  );
}
