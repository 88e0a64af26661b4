import { permits } from '../core/access';
import { type Face } from '../core/face';
import { probeDomain } from './probe';
import { type Probe, STATES } from './probe.schema';

const TONES = { sent: 'blue', answered: 'green', delivered: 'green', failed: 'red' } as const;
const timeWords = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 19);

/** 链路自检 on the card and the page. */
export const probeFace: Face<Probe> = {
  domain: probeDomain,
  path: 'probes',
  maySee: ({ person }, actor) => person === actor.id || permits('seeStatus', actor),
  seenBy: ['person'],
  outline: ({ startedAt, status, ms, stuckAt }) => ({
    title: '链路自检',
    number: timeWords(startedAt),
    status: STATES[status],
    tone: TONES[status],
    facts: [
      ['发出', timeWords(startedAt)],
      ...(ms === null ? [] : [['用时', `${(ms / 1000).toFixed(2)}秒`] as [string, string]]),
      ...(stuckAt ? [['停在', stuckAt] as [string, string]] : []),
    ],
    note: '系统每隔几分钟给这个账号发一条自检消息，看看整条线路通不通。不用办理，也可以点“收到”。',
    until: null,
  }),
  forms: {},
  sentences: {
    'probe.started': '发出自检',
    'probe.answered': '收到回应',
    'probe.delivered': '钉钉已接收，没有等到回应',
    'probe.failed': '一分钟内没有送达',
  },
};
