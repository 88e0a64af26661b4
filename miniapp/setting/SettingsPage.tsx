import { useLocation } from 'wouter';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { SettingsList } from './SettingsList';

/** 业务参数 on the phone. */
export function SettingsPage() {
  const [, go] = useLocation();
  return (
    <Page title="业务参数" back={goBack}>
      <SettingsList onOpen={(id) => go(`/settings/${encodeURIComponent(id)}`)} />
    </Page>
  );
}
