import { type Automatic } from './automatic';
import { type Blobs } from './blobs';
import { type CallLog } from './callLog';
import { type Clock } from './clock';
import { type Credentials } from './credentials';
import { type Faults } from './faults';
import { type Gateway } from './gateway';
import { type Limits } from './limits';
import { type Organisation, type Person } from './organisation';
import { type Phones } from './phones';
import { type State } from './state';

/** The one app of the demo organisation. Fixed and worthless outside the sandbox, so that a restart needs no new settings. */
export const DEMO_APP = {
  corpId: 'ding5a0d80c4de9c41e3',
  agentId: 100_200_300,
  clientId: 'dingdemozhoushan0001',
  clientSecret: 'sandbox-only-app-secret-0001',
  robotCode: 'dingdemozhoushan0001',
  cardTemplateId: 'liandong-generic-card.schema',
  webhookToken: 'sandbox-only-custom-robot-0001',
  webhookSecret: 'SECsandbox-only-custom-robot-0001',
} as const;
export type App = typeof DEMO_APP;

/** Addresses of what runs beside the sandbox, told by whoever started it. */
export interface Addresses {
  app: string | null;
  desk: string | null;
  phones: string | null;
}

export interface World {
  app: App;
  /** Base address clients use, without a slash at the end. */
  url: string;
  addresses: Addresses;
  organisation: Organisation;
  state: State;
  clock: Clock;
  credentials: Credentials;
  limits: Limits;
  faults: Faults;
  phones: Phones;
  gateway: Gateway;
  blobs: Blobs;
  calls: CallLog;
  automatic: Automatic;
  log: (line: string) => void;
}

/** Ids in the order they were given out; unique across restarts because the sequence is part of the snapshot. */
export function nextId(world: Pick<World, 'state'>, prefix: string): string {
  world.state.sequence += 1;
  return `${prefix}${world.state.sequence}`;
}

export const personById = ({ organisation }: World, userId: string): Person | undefined =>
  organisation.people.find((person) => person.userId === userId);

export const personByUnionId = ({ organisation }: World, unionId: string): Person | undefined =>
  organisation.people.find((person) => person.unionId === unionId);

/** Forget the oldest entries of a growing table; insertion order is age. */
export function trim(table: Record<string, unknown>, keep: number): void {
  const keys = Object.keys(table);
  if (keys.length < keep * 1.1) return;
  for (const key of keys.slice(0, keys.length - keep)) delete table[key];
}
