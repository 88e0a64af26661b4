import { request } from '../api';
import { whereAmI, type Here } from '../dingtalk/bridge';

/**
 * Where the phone is now; DingTalk is asked with a signature of this page's address (without `#…`).
 *
 * @throws Error whose message is a sentence for the person
 */
export const whereIsThePhone = (): Promise<Here> =>
  whereAmI(() => request(`/api/jsapi?url=${encodeURIComponent(location.href.split('#')[0] ?? '')}`));
