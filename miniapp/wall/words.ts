import { COUNTIES, type County } from '../../models/core/place';
import { type WallItem } from '../../models/wall/wall.schema';
import { stretch } from '../time';

const clockFormat = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});
const dayFormat = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  month: 'long',
  day: 'numeric',
  weekday: 'short',
});
const minuteFormat = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

export const timeOf = (at: Date | number): string => clockFormat.format(at);
export const dayOf = (at: Date | number): string => dayFormat.format(at);
/** 3/2 10:06 */
export const minuteOf = (at: Date | number): string => minuteFormat.format(at);
export const countyName = (county: County | null): string => (county ? COUNTIES[county] : '');

export interface Countdown {
  words: string;
  late: boolean;
  /** Within five minutes. */
  soon: boolean;
}
const SOON_MS = 300_000;

export function countdown(at: number, now: Date): Countdown {
  const left = at - now.getTime();
  return { words: stretch(left), late: left < 0, soon: left >= 0 && left < SOON_MS };
}

/** The clock that matters first: the deadline, or whoever hears of it next. */
export function firstClock({ clock, next }: WallItem): { label: string; at: number } | null {
  const escalation = next && { label: '升级', at: next.at };
  if (!clock || !escalation) return clock ?? escalation;
  return escalation.at < clock.at ? escalation : clock;
}

export const isLate = (item: WallItem, now: Date): boolean => item.clock !== null && item.clock.at < now.getTime();

const HEARD = { read: '已读', acted: '已答复' } as Readonly<Record<string, string>>;

/** 已通知3人，1人已读. */
export function toldWords({ told }: WallItem): string {
  if (told.length === 0) return '';
  const heard = told.filter(({ stage }) => stage in HEARD).length;
  const failed = told.filter(({ stage }) => stage === 'failed').length;
  return `通知${told.length}人 已读${heard}${failed > 0 ? ` 未达${failed}` : ''}`;
}
