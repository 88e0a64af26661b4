import { useParams } from 'wouter';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { DossierFile } from './DossierFile';

/** 一企一档 on the phone. */
export function DossierPage() {
  const { id = '' } = useParams<{ id: string }>();
  return (
    <Page title="企业档案" back={goBack}>
      <DossierFile key={id} id={id} />
    </Page>
  );
}
