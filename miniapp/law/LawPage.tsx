import { Link, useLocation } from 'wouter';
import { type Me } from '../answers';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { LawList } from './LawList';

/** 法律依据 on the phone. */
export function LawPage({ me }: { me: Me }) {
  const [, go] = useLocation();
  return (
    <Page title="法律依据" back={goBack}>
      <div className="row wrap">
        <Link href="/law/compare" className="button">
          从旧兼从轻、追责时效
        </Link>
        <Link href="/law/hints" className="button">
          涉嫌犯罪提示
        </Link>
        {me.may.proposeLaw && (
          <Link href="/law/new" className="button primary" data-testid="propose-law">
            提出新依据
          </Link>
        )}
      </div>
      <LawList onChoose={(path, id) => go(`/${path}/${encodeURIComponent(id)}`)} />
    </Page>
  );
}
