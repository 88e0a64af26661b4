import { useLocation } from 'wouter';
import { type Me } from '../answers';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { EnterpriseSearch } from './EnterpriseSearch';

/** 企业档案 on the phone: find one, open it. */
export function DossiersPage({ me }: { me: Me }) {
  const [, go] = useLocation();
  return (
    <Page title="企业档案" back={goBack}>
      <EnterpriseSearch onChoose={(id) => go(`/dossiers/${encodeURIComponent(id)}`)} withCounty={me.county === null} />
    </Page>
  );
}
