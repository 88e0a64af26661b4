import { useLocation } from 'wouter';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { DisclosureRows } from './DisclosureRows';

/** 处罚信息公开 on the phone. */
export function DisclosuresPage() {
  const [, go] = useLocation();
  return (
    <Page title="处罚信息公开" back={goBack}>
      <DisclosureRows onChoose={(id) => go(`/disclosures/${encodeURIComponent(id)}`)} />
    </Page>
  );
}
