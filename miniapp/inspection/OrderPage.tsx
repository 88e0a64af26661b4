import { useLocation } from 'wouter';
import { type Me } from '../answers';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { OrderForm } from './OrderForm';

/** 下达检查任务 on the phone. */
export function OrderPage({ me }: { me: Me }) {
  const [, go] = useLocation();
  return (
    <Page title="下达检查任务" back={goBack}>
      <OrderForm me={me} onDone={(id) => go(`/inspections/${encodeURIComponent(id)}`, { replace: true })} />
    </Page>
  );
}
