/**
 * Texts to people who are not in DingTalk: the parties of cases. One gateway of the bureau's own (gateway.ts); the sandbox is one as well.
 * Nothing personal stands in a text, and a number is never logged.
 */
import { type GatewaySettings, signedGateway } from './gateway';

export interface Sms {
  /** The same id is the same text: it reaches the telephone once. */
  id: string;
  mobile: string;
  text: string;
  at: Date;
}

/** Hands over one text. @throws DingTalkError `refused` when the gateway said no or nothing for all attempts */
export type SmsGateway = (sms: Sms) => Promise<void>;

export function smsGateway(settings: GatewaySettings): SmsGateway {
  const send = signedGateway('smsGateway', settings);
  return ({ id, mobile, text, at }) => send({ id, at: at.toISOString(), mobile, text }, at);
}
