import { useLocation } from 'wouter';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { TransferRows } from './TransferRows';

/** 案件移送 on the phone. */
export function TransfersPage() {
  const [, go] = useLocation();
  return (
    <Page title="案件移送" back={goBack}>
      <TransferRows onChoose={(id) => go(`/transfers/${encodeURIComponent(id)}`)} />
    </Page>
  );
}
