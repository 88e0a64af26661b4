import { useLocation } from 'wouter';
import { type Me } from '../answers';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { ImportList } from './ImportList';
import { PaymentRows } from './PaymentRows';

/** 缴款 on the phone. */
export function PaymentsPage({ me }: { me: Me }) {
  const [, go] = useLocation();
  return (
    <Page title="罚没款缴款" back={goBack}>
      {me.may.importPayments && <ImportList />}
      <PaymentRows onChoose={(id) => go(`/payments/${encodeURIComponent(id)}`)} />
    </Page>
  );
}
