import { Link } from 'wouter';
import { type Me } from '../answers';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { AuditList } from './AuditList';

/** 稽查 on the phone. */
export const AuditsPage = ({ me }: { me: Me }) => (
  <Page title="执法稽查" back={goBack}>
    {me.may.planAudit && (
      <Link href="/audits/new" className="button big primary" data-testid="plan-audit">
        立项
      </Link>
    )}
    <AuditList />
  </Page>
);
