import { CLOCK, type Actor, type Role } from '../models/core/access';
import { type Context } from '../models/core/workflow';
import { type Person } from '../models/people/people.schema';
import { draftPetition } from '../models/petition/reporting';
import { type Petition } from '../models/petition/petition.schema';

/** A working day, mid-morning in Asia/Shanghai. */
export const MORNING = new Date('2026-03-02T10:00:00+08:00');

/** Somebody acting: role, who, and what else the test is about. */
export function as(role: Role, id: string = role, change: Partial<Actor> & { now?: Date; key?: string } = {}): Context {
  const { now = MORNING, key, ...actor } = change;
  return {
    actor: { id, roles: [role], county: '330903', grid: null, unit: 'putuo', ...actor },
    now,
    door: 'page',
    ...(key ? { key } : {}),
  };
}

/** The clock acting at a moment. */
export const atTime = (now: Date): Context => ({ actor: CLOCK, now, door: 'clock' });

/** A registered petition of a rural supervisor in Putuo about blackened water, with what the test changes. */
export function aPetition(change: Partial<Petition> = {}): Petition {
  return {
    ...draftPetition('p1', { id: 'ref:villager', county: '330903', grid: '330903-zm' }, 'SUPERVISOR', MORNING),
    version: 3,
    status: 'registered',
    no: 'XF-2026-000123',
    registeredAt: MORNING,
    content: '东海鱼粉厂那边河水发黑，臭得很',
    medium: 'WATER',
    urgency: 'NORMAL',
    place: '展茅东海鱼粉厂附近',
    ...change,
  };
}

/** What a petition says once officer `wang` of the Putuo branch has it in hand. */
export const IN_HAND: Partial<Petition> = {
  status: 'investigating',
  path: 'PETITION_OPINION',
  unit: 'putuo',
  unitName: '普陀分局',
  head: 'head',
  officer: 'wang',
  officerName: '王示海',
  acceptedAt: MORNING,
  dueAt: new Date('2026-05-06T23:59:59.999+08:00'),
};
export const inHand = (change: Partial<Petition> = {}): Petition => aPetition({ ...IN_HAND, ...change });

/** Somebody of the Putuo branch, as the organisation's synchronisation leaves them, with what the test changes. */
export const aPerson = (id: string, name: string, roles: Role[], change: Partial<Person> = {}): Person => ({
  _id: id,
  unionId: `union-${id}`,
  name,
  pinyin: id,
  title: '科员',
  roles,
  unit: 'putuo',
  unitName: '普陀分局',
  county: '330903',
  grid: null,
  village: null,
  certificateNo: null,
  certificateValidTo: null,
  active: true,
  syncedAt: MORNING,
  ...change,
});

/** The purposes and receivers of the assignments that a decision opens. */
export const toldTo = (effects: readonly { kind: string; data: Record<string, unknown> }[] = []) =>
  effects
    .filter(({ kind }) => kind === 'assignment.open')
    .map(({ data }) => `${String(data['purpose'])} → ${String(data['person'])}`);
