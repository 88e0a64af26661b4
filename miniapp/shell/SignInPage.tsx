import { insideDingTalk } from '../dingtalk/bridge';
import { renewSession, session } from '../session';
import { useNotice } from '../useNotice';

const RETURNED: Record<string, string> = {
  again: '刚才的登录没有完成，请再登录一次。',
  unknown: '通讯录里没有找到您的账号，可能尚未同步或已停用，请联系系统管理员。',
};

/** What the way back from DingTalk's login page said, in the address after `#`. */
function returned(): string | undefined {
  const [key] = new URLSearchParams(location.hash.split('?')[1] ?? '').keys();
  return key ? RETURNED[key] : undefined;
}

/** Outside DingTalk, or when sign-in did not work: what to do next. */
export function SignInPage() {
  const { phase, hello, trouble } = useNotice(session);
  const isOutside = phase === 'outside';
  return (
    <main className="sign-in" data-testid="sign-in">
      <img src="/icon.svg" alt="" width="72" height="72" />
      <h1>一体化联动执法</h1>
      {isOutside ? (
        <>
          <p>{returned() ?? '请在钉钉中打开：钉钉 → 工作台 → 联动执法。'}</p>
          {trouble && <p role="status">{trouble}</p>}
        </>
      ) : (
        <p role="alert">{trouble ?? '正在登录…'}</p>
      )}
      {!isOutside && (
        <button type="button" className="button primary" onClick={() => void renewSession().catch(() => undefined)}>
          再试一次
        </button>
      )}
      {!insideDingTalk() && hello?.loginUrl && (
        <a
          className="button primary"
          href={`${hello.loginUrl}?to=${location.pathname.slice(1)}`}
          data-testid="scan-to-sign-in"
        >
          用钉钉扫码登录
        </a>
      )}
      <p className="hint">登录后只能看到您职责范围内的事项，所有查看和操作都会留下记录。</p>
    </main>
  );
}
