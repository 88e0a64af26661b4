import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { budget } from './budget';
import { caller } from './call';
import { type Cards, cards } from './cards';
import { type Contacts, contacts } from './contacts';
import { type Files, files } from './files';
import { type Messages, messages } from './messages';
import { type DingTalkDoors, type DingTalkSettings } from './settings';
import { signJsapi } from './signatures';
import { type Todos, todos } from './todos';
import { renewable } from './token';
import { type WebLogin, webLogin } from './webLogin';

export { type CardToDeliver } from './cards';
export { type DingTalkDepartment, type DingTalkUser } from './contacts';
export { DingTalkError, type DingTalkErrorKind } from './error';
export { type OaNotice, type WorkNotice, type WorkNoticeResult } from './messages';
export { type DingTalkDoors, type DingTalkSettings, type Log } from './settings';
export { type TodoChange, type TodoToCreate } from './todos';

/** What a page hands to `dd.config`. */
export interface JsapiConfig {
  agentId: number;
  corpId: string;
  timeStamp: string;
  nonceStr: string;
  signature: string;
}

/** DingTalk, as the rest of the house sees it. Every method throws DingTalkError and nothing else. */
export interface DingTalk extends Contacts, Messages, Cards, Todos, Files, WebLogin {
  /** @param url the page's `location.href` */
  jsapiConfig(url: string): Promise<JsapiConfig>;
  /** Calls of the current month (Asia/Shanghai) against the budget. */
  callBudget(): Promise<{ month: string; spent: number; budget: number }>;
}

const Ticket = z.object({ jsapiTicket: z.string().min(1), expireIn: z.number().positive() });

/** Connect to one app of one organisation. Nothing is sent before the first call. */
export function createDingTalk(settings: DingTalkSettings, doors: DingTalkDoors): DingTalk {
  const calls = budget(settings.monthlyCallBudget, doors);
  const { call } = caller(settings, doors, calls);
  const ticket = renewable(doors.clock, async () => {
    const { jsapiTicket, expireIn } = await call('jsapiTicket', Ticket);
    return { value: jsapiTicket, expiresIn: expireIn };
  });

  return {
    ...contacts(call),
    ...messages(call, settings),
    ...cards(call, settings),
    ...todos(call),
    ...files(call, settings),
    ...webLogin(call, settings),
    async jsapiConfig(url) {
      const nonceStr = randomUUID();
      const timeStamp = String(doors.clock().getTime());
      const signature = signJsapi(settings.jsapiDigest, { ticket: await ticket.get(), nonceStr, timeStamp, url });
      return { agentId: settings.agentId, corpId: settings.corpId, timeStamp, nonceStr, signature };
    },
    callBudget: () => calls.state(),
  };
}
