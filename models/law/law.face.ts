/** 法律依据 in words: for card, page and history. */
import { permits } from '../core/access';
import { type Face, type Outline } from '../core/face';
import { lawDomain } from './law';
import { basisRows, presentBasis } from './law.rows';
import { cited, type LegalBasis, OFFENCES } from './law.schema';
import { REVIEW_STATES, REVIEW_TONES, reviewForms, reviewSentences } from './reviewed';
import { daysWords } from './validity';

function outline(row: LegalBasis): Outline {
  const { offence, status, authorName, decidedByName } = row;
  return {
    title: cited(row),
    number: OFFENCES[offence],
    status: status === 'inForce' ? `${REVIEW_STATES.inForce}，${daysWords(row)}` : REVIEW_STATES[status],
    tone: REVIEW_TONES[status],
    facts: [
      ...basisRows(row),
      ['提出', authorName],
      ...((decidedByName ? [['批准', decidedByName]] : []) as Outline['facts']),
    ],
    note: status === 'proposed' ? '批准后从生效日起适用；已经办理的案件按当时冻结的规定，不受影响。' : '',
    until: null,
  };
}

/** 法律依据 as the doors see it. */
export const lawFace: Face<LegalBasis> = {
  domain: lawDomain,
  path: 'law',
  maySee: (row, actor) => permits('seeLaw', actor, row),
  seenBy: [],
  outline,
  forms: reviewForms,
  sentences: {
    ...reviewSentences('law'),
    'law.superseded': ({ covered, lastDay }) =>
      covered ? '由新的规定整个代替' : `由新的规定代替，适用到 ${String(lastDay)}`,
  },
  readFirst: ['approve'],
  extra: (row) => presentBasis(row),
};
