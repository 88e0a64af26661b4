/** 文书模板 in words: for card, page and history. */
import { permits } from '../core/access';
import { shanghaiDay } from '../core/calendar';
import { type Face, type Tone } from '../core/face';
import { type Field } from '../core/form';
import { namesOf } from '../people/people.store';
import { templateDomain } from './template';
import { KINDS, STATES, type Template } from './template.schema';

const TONES: Record<Template['status'], Tone> = {
  ...{ proposed: 'orange', approved: 'green', refused: 'red', withdrawn: 'grey' },
};
const reason = (label: string): Field => ({
  ...{ name: 'reason', label, kind: 'textarea', required: true, maxLength: 300 },
});

export const templateFace: Face<Template> = {
  domain: templateDomain,
  path: 'templates',
  maySee: (template, actor) => permits('seeTemplates', actor, template),
  seenBy: [],
  outline: ({ kind, status, origin, proposedAt, inForceAt }) => ({
    title: '文书模板',
    number: KINDS[kind],
    status: STATES[status],
    tone: TONES[status],
    facts: [
      ['来源', origin === 'BUILT_IN' ? '系统内置' : '法制上传'],
      ['提交日期', shanghaiDay(proposedAt)],
      ...(inForceAt ? ([['启用日期', shanghaiDay(inForceAt)]] as [string, string][]) : []),
    ],
    note: status === 'proposed' ? '批准后新作出的文书按这一版生成；已作出的文书不变。' : '',
    until: null,
  }),
  forms: { refuse: [reason('不批准的理由')], withdraw: [reason('停用的理由')] },
  sentences: {
    'template.builtIn': '随系统启用',
    'template.proposed': ({ note }) => ({ what: '上传了新的一版', detail: String(note) }),
    'template.approved': '批准启用',
    'template.refused': ({ reason: why }) => ({ what: '不批准', detail: String(why) }),
    'template.withdrawn': ({ reason: why }) => ({ what: '停用', detail: String(why) }),
  },
  /** The wording must be looked at before it goes out under the bureau's name. */
  readFirst: ['approve'],
  extra: async ({ kind, note, size, origin, outline, author }) => ({
    ...{ kind, note, size, origin, outline },
    authorName: (await namesOf([author])).get(author) ?? null,
  }),
};
