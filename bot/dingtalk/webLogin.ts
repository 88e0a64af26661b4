import { z } from 'zod';
import { type Call } from './call';
import { type DingTalkSettings } from './settings';

const UserToken = z.object({ accessToken: z.string().min(1) });
const Me = z.object({ unionId: z.string().min(1) });

export interface WebLogin {
  /** `authCode` of the login page → unionId of whoever signed in there. Source: 实现登录第三方网站. */
  unionIdOfOAuthCode(code: string): Promise<string>;
}

/** Signing in with DingTalk in a browser outside the client. The user's own token is used once and forgotten. */
export function webLogin(call: Call, { clientId, clientSecret }: DingTalkSettings): WebLogin {
  return {
    async unionIdOfOAuthCode(code) {
      const body = { clientId, clientSecret, code, grantType: 'authorization_code' };
      const { accessToken } = await call('userAccessToken', UserToken, { body });
      return (await call('me', Me, { token: accessToken })).unionId;
    },
  };
}
