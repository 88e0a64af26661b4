import { Link } from 'wouter';
import { type Me } from '../answers';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { FlyingList } from './FlyingList';

/** 飞行检查 on the phone. */
export function FlyingsPage({ me }: { me: Me }) {
  return (
    <Page title="飞行检查" back={goBack}>
      {me.may.planFlying && (
        <Link href="/flying/new" className="button big primary" data-testid="draft-flying">
          起草飞行检查
        </Link>
      )}
      <FlyingList />
      <a className="button quiet" href="/flying-commitments" target="_blank" rel="noreferrer">
        公布的封存指纹
      </a>
    </Page>
  );
}
