/** 离岗 in words: for card, page and history. The reason is for the person and whoever decides, on the page only. */
import { permits } from '../core/access';
import { type Face, type Tone } from '../core/face';
import { type Field } from '../core/form';
import { absenceDomain, titleOf } from './absence';
import { type Absence, KINDS, STATES } from './absence.schema';
import { spanWords } from './absence.words';

const TONES: Record<Absence['status'], Tone> = {
  requested: 'orange',
  approved: 'green',
  refused: 'red',
  cancelled: 'grey',
};
const reason: Field = { name: 'reason', label: '不批准的理由', kind: 'textarea', required: true, maxLength: 300 };

export const absenceFace: Face<Absence> = {
  domain: absenceDomain,
  path: 'absences',
  maySee: (absence, actor) => permits('seeAbsence', actor, absence),
  seenBy: ['person', 'head'],
  outline: (absence, { actor }) => ({
    title: '离岗申请',
    number: titleOf(absence),
    status: STATES[absence.status],
    tone: TONES[absence.status],
    facts: [
      ['申请人', absence.personName],
      ['单位', absence.unitName ?? '局机关'],
      ['类型', KINDS[absence.kind]],
      ['起止', spanWords(absence)],
    ],
    note:
      absence.status === 'requested' && absence.person !== actor.id
        ? '批准后，这段时间里的班次会按规则另派人顶替。'
        : '',
    until: absence.status === 'requested' ? absence.from : null,
  }),
  forms: { refuse: [reason] },
  sentences: {
    'absence.requested': '提出离岗申请',
    'absence.approved': '批准，期间的班次另派人顶替',
    'absence.refused': ({ reason: why }) => ({ what: '不批准', detail: String(why) }),
    'absence.cancelled': '撤回',
  },
  /** Why somebody is away is for them and for whoever decides; whoever plans the roster needs the days. */
  extra: (absence, { actor }) => ({
    reason: absence.person === actor.id || permits('approveAbsence', actor, absence) ? absence.reason : null,
    decision: absence.decision,
  }),
};
