/** 业务参数的调整 in words: for card, page and history. */
import { permits } from '../core/access';
import { type Face } from '../core/face';
import { REVIEW_STATES, REVIEW_TONES, reviewForms, reviewSentences } from '../law/reviewed';
import { figureNamed } from './figures';
import { GROUPS } from './labels';
import { settingDomain, settingRows, titleOf } from './setting';
import { type Setting } from './setting.schema';

/** 业务参数的调整 as the doors see it. */
export const settingFace: Face<Setting> = {
  domain: settingDomain,
  path: 'settings',
  maySee: (setting, actor) => permits('seeSetting', actor, setting),
  seenBy: [],
  outline: (setting) => {
    const { key, status, from, authorName, decidedByName, note } = setting;
    const group = figureNamed(key)?.group;
    return {
      title: titleOf(setting),
      number: group ? GROUPS[group] : key,
      status: status === 'inForce' ? `已批准，${from} 起` : REVIEW_STATES[status],
      tone: REVIEW_TONES[status],
      facts: [
        ...settingRows(setting).slice(1),
        ['理由', note],
        ['提出', authorName],
        ...(decidedByName ? ([['批准', decidedByName]] as [string, string][]) : []),
      ],
      note: status === 'proposed' ? '批准后从生效日起适用；已经告知或者决定的案件按当时冻结的数字，不受影响。' : '',
      until: null,
    };
  },
  forms: { ...reviewForms },
  sentences: reviewSentences('setting'),
  readFirst: ['approve'],
  extra: ({ key, value, before, from, legalSource, note }) => ({ key, value, before, from, legalSource, note }),
};
