import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Ledger } from './Ledger';

/** 抽调公开账本 on the phone. */
export const LedgerPage = () => (
  <Page title="抽调公开账本" back={goBack}>
    <Ledger />
  </Page>
);
