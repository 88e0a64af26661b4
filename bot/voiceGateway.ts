/** The last means: a telephone call by a gateway of the bureau's own (gateway.ts). Off unless an address is set. */
import { type GatewaySettings, gatewaySignature, signedGateway } from './gateway';

export type VoiceSettings = GatewaySettings;

export interface VoiceCall {
  id: string;
  /** DingTalk userid. */
  to: string;
  mobile: string | null;
  text: string;
  at: Date;
}

/** Makes one call, or tells why there is none. @throws DingTalkError `refused` when the gateway said no or nothing for all attempts */
export type VoiceGateway = (call: VoiceCall) => Promise<void>;

/** What the gateway checks. */
export const voiceSignature = gatewaySignature;

export function voiceGateway(settings: VoiceSettings): VoiceGateway {
  const send = signedGateway('voiceGateway', settings);
  return ({ id, to, mobile, text, at }) => send({ id, at: at.toISOString(), to, mobile, text }, at);
}
