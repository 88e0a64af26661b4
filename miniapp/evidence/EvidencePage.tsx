import { useParams } from 'wouter';
import { type Me } from '../answers';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { EvidenceGrid, ExportLink } from './EvidenceGrid';

/** Everything photographed for one field record; heads, leaders and auditors take the export from here. */
export function EvidencePage({ me }: { me: Me }) {
  const { record = '' } = useParams<{ record: string }>();
  const reference = decodeURIComponent(record);
  return (
    <Page title="现场证据" back={goBack}>
      <section className="card">
        <EvidenceGrid record={reference} />
      </section>
      {me.may.exportRecord && <ExportLink record={reference} />}
    </Page>
  );
}
