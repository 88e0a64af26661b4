import { Link, useLocation } from 'wouter';
import { type Me } from '../answers';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { ClueRows } from './ClueRows';
import { SpotRows } from './SpotRows';

/** 行政处罚案件 on the phone. */
export function CluesPage({ me }: { me: Me }) {
  const [, go] = useLocation();
  return (
    <Page title="行政处罚案件" back={goBack}>
      {me.may.registerClue && (
        <Link href="/penalties/new" className="button big primary" data-testid="register-clue">
          登记线索
        </Link>
      )}
      <ClueRows onChoose={(id) => go(`/penalties/${encodeURIComponent(id)}`)} />
      {me.may.seeEnforcement && <SpotRows onChoose={(id) => go(`/spot-penalties/${encodeURIComponent(id)}`)} />}
    </Page>
  );
}
