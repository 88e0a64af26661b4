import { Link } from 'wouter';
import { type Me } from '../answers';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { RoundList } from './RoundList';

/** 全员抽调 on the phone: every round, the public ledger, and for leaders a new round. */
export function RoundsPage({ me }: { me: Me }) {
  return (
    <Page title="全员抽调" back={goBack}>
      {me.may.runDraw && (
        <Link href="/rounds/new" className="button big primary" data-testid="open-round">
          发起一轮抽调
        </Link>
      )}
      <div className="row wrap round-ways">
        <Link href="/rotation/ledger" className="button" data-testid="to-ledger">
          公开账本
        </Link>
        <Link href="/rotation/mine" className="button" data-testid="to-mine">
          我的抽调、回避申报
        </Link>
      </div>
      <RoundList />
    </Page>
  );
}
