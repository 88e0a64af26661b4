import { useLocation } from 'wouter';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { LawForm } from './LawForm';

/** 提出新的法律依据 on the phone. */
export function LawFormPage() {
  const [, go] = useLocation();
  return (
    <Page title="提出法律依据" back={goBack}>
      <LawForm onDone={(id) => go(`/law/${encodeURIComponent(id)}`, { replace: true })} />
    </Page>
  );
}
