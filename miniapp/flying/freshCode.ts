import { authCode, insideDingTalk } from '../dingtalk/bridge';
import { session } from '../session';

/** A single-use code that proves who holds the phone now; only DingTalk's own client gives one. @throws Error with what to do */
export async function freshCode(): Promise<string> {
  const { hello } = session.get();
  if (!insideDingTalk() || !hello) throw new Error('请在手机钉钉里打开本页，再操作这一步。');
  return authCode(hello.corpId, hello.clientId);
}
