import { useLocation } from 'wouter';
import { type Me } from '../answers';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Tables } from './Tables';

/** 裁量表 on the phone. */
export function TablesPage({ me }: { me: Me }) {
  const [, go] = useLocation();
  return (
    <Page title="裁量表" back={goBack}>
      <Tables me={me} onChoose={(id) => go(`/discretion-tables/${encodeURIComponent(id)}`)} />
    </Page>
  );
}
