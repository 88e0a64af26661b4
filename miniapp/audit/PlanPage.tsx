import { useLocation } from 'wouter';
import { type Me } from '../answers';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { PlanForm } from './PlanForm';

/** 稽查立项 on the phone. */
export function PlanPage(_: { me: Me }) {
  const [, go] = useLocation();
  return (
    <Page title="稽查立项" back={goBack}>
      <PlanForm onDone={(id) => go(`/audits/${id}`, { replace: true })} />
    </Page>
  );
}
