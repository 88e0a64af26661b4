import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Compare } from './Compare';

/** 从旧兼从轻、追责时效 on the phone. */
export const ComparePage = () => (
  <Page title="从旧兼从轻、追责时效" back={goBack}>
    <Compare />
  </Page>
);
