import { type CardCallback, type CardResponse, type RobotMessage } from './inbound';
import { type Log } from './settings';

/** Something changed in the organisation: re-read it. `data` holds DingTalk's fields in camelCase. */
export interface DingTalkEvent {
  type: string;
  id: string;
  data: unknown;
}

/**
 * Where everything inbound goes, by Stream or by HTTP. A handler resolves once its durable write is made and only then is
 * DingTalk told “received”; it must bear being called twice with the same thing.
 */
export interface InboundDoors {
  clock: () => Date;
  log: Log;
  onMessage: (message: RobotMessage) => Promise<void>;
  /** Has 2 s, of which some are spent on the way. */
  onCard: (callback: CardCallback) => Promise<CardResponse>;
  onEvent: (event: DingTalkEvent) => Promise<void>;
}
