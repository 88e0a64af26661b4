import { useParams } from 'wouter';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { DraftForm } from './DraftForm';

/** 起草, or writing a draft anew: what was written before is not shown again, since it would have to be opened for that. */
export function DraftPage() {
  const { id } = useParams<{ id?: string }>();
  return (
    <Page title={id ? '重新填写' : '起草飞行检查'} back={goBack}>
      <DraftForm {...(id ? { revised: id } : {})} />
    </Page>
  );
}
