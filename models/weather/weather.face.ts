import { permits } from '../core/access';
import { type Face } from '../core/face';
import { COUNTIES } from '../core/place';
import { LEVELS, STATES, WARNING_KINDS, type WeatherWarning } from './weather.schema';
import { weatherDomain } from './weather';

const TONES = { BLUE: 'blue', YELLOW: 'orange', ORANGE: 'orange', RED: 'red' } as const;

/** 气象预警 as the doors see it. */
export const weatherFace: Face<WeatherWarning> = {
  domain: weatherDomain,
  path: 'weather',
  maySee: (_warning, actor) => permits('seeDesk', actor) || permits('seeIncident', actor),
  seenBy: [],
  outline: ({ kind, level, status, counties, windForce, waveMetres, words, endsAt }, { now }) => ({
    title: `${WARNING_KINDS[kind]}${LEVELS[level]}预警`,
    number: '',
    status: status === 'inForce' && endsAt < now ? '已到期' : STATES[status],
    tone: status === 'inForce' && endsAt > now ? TONES[level] : 'grey',
    facts: [
      ['范围', counties.length > 0 ? counties.map((county) => COUNTIES[county]).join('、') : '全市海陆'],
      ...(windForce === null ? [] : [['风力', `${windForce} 级`] as [string, string]]),
      ...(waveMetres === null ? [] : [['浪高', `${waveMetres} 米`] as [string, string]]),
      ...(words ? [['说明', words] as [string, string]] : []),
    ],
    note: '',
    until: status === 'inForce' ? endsAt : null,
  }),
  forms: {},
  sentences: { 'weather.entered': '录入预警', 'weather.lifted': '解除预警', 'weather.amended': '更新预警' },
};
