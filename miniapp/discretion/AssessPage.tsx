import { useParams } from 'wouter';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Assess } from './Assess';

/** 裁量 of a case on the phone. */
export function AssessPage() {
  const { id = '' } = useParams<{ id: string }>();
  return (
    <Page title="裁量" back={goBack}>
      <Assess key={id} id={id} />
    </Page>
  );
}
