import { useLocation } from 'wouter';
import { type Me } from '../answers';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Library } from './Library';

/** 检查事项库 on the phone. */
export function LibraryPage({ me }: { me: Me }) {
  const [, go] = useLocation();
  return (
    <Page title="检查事项库" back={goBack}>
      <Library me={me} onChoose={(id) => go(`/check-items/${encodeURIComponent(id)}`)} />
    </Page>
  );
}
