import { type Field, type Form, optionsOf } from '../core/form';
import { COUNTIES } from '../core/place';
import { CHANNELS, MEDIA, PATHS, RESULTS, URGENCIES } from './petition.schema';
import { type PetitionStep } from './petition.workflow';

const required = (field: Omit<Field, 'required'>): Field => ({ ...field, required: true });
const optional = (field: Omit<Field, 'required'>): Field => ({ ...field, required: false });

const content = required({
  name: 'content',
  label: '看到的情况',
  kind: 'textarea',
  maxLength: 2000,
  placeholder: '什么时候、看到或闻到什么',
});
const medium = required({ name: 'medium', label: '污染类型', kind: 'choice', options: optionsOf(MEDIA) });
const urgency = required({ name: 'urgency', label: '紧急程度', kind: 'choice', options: optionsOf(URGENCIES) });
const place = required({
  name: 'place',
  label: '地点',
  kind: 'place',
  maxLength: 200,
  placeholder: '村名、路名或旁边的厂名',
});
const photos = optional({ name: 'photos', label: '照片', kind: 'photos' });
const reason = (label: string): Field => required({ name: 'reason', label, kind: 'textarea', maxLength: 500 });
const suggestedUnit = optional({ name: 'suggestedUnit', label: '建议交给', kind: 'unit' });

/** 随手报 on the page. */
export const reportForm: Form = [content, photos, place, medium, urgency];

/** 登记 at the duty desk. */
export const registerForm: Form = [
  required({ name: 'channel', label: '来源', kind: 'choice', options: optionsOf(CHANNELS) }),
  content,
  place,
  medium,
  urgency,
  optional({ name: 'enterpriseId', label: '涉及企业', kind: 'enterprise' }),
  optional({ name: 'groupSize', label: '涉及人数', kind: 'number' }),
  optional({ name: 'realName', label: '实名反映', kind: 'yesno' }),
  optional({ name: 'petitionerName', label: '信访人姓名（加密保存）', kind: 'text', maxLength: 40 }),
  optional({ name: 'petitionerPhone', label: '联系电话（加密保存）', kind: 'text', maxLength: 20 }),
  photos,
];

/** What each step asks for. A step that is absent asks for nothing: one tap. */
export const petitionForms: Partial<Record<PetitionStep, Form>> = {
  revise: [content, medium, place, urgency],
  classify: [
    medium,
    urgency,
    required({ name: 'path', label: '办理途径', kind: 'choice', options: optionsOf(PATHS) }),
    required({ name: 'county', label: '所在县区', kind: 'choice', options: optionsOf(COUNTIES) }),
    optional({ name: 'enterpriseId', label: '涉及企业', kind: 'enterprise' }),
    optional({ name: 'repeatOf', label: '重复信访', kind: 'repeat' }),
    optional({ name: 'groupSize', label: '涉及人数', kind: 'number' }),
  ],
  notAccept: [reason('不予受理的理由')],
  transfer: [required({ name: 'agency', label: '转送单位', kind: 'text', maxLength: 100 }), reason('转送理由')],
  assign: [
    required({ name: 'unit', label: '承办分局', kind: 'unit' }),
    optional({ name: 'instruction', label: '交办要求', kind: 'textarea', maxLength: 500 }),
  ],
  appoint: [required({ name: 'officer', label: '承办人', kind: 'officer' })],
  returnToCentre: [reason('退回理由'), suggestedUnit],
  returnTask: [reason('退回理由'), suggestedUnit],
  draftReply: [
    required({ name: 'result', label: '核查结论', kind: 'choice', options: optionsOf(RESULTS) }),
    required({ name: 'findings', label: '核查情况', kind: 'textarea', maxLength: 2000 }),
    required({ name: 'measures', label: '处理措施', kind: 'textarea', maxLength: 2000 }),
    required({ name: 'replyText', label: '给信访人的答复', kind: 'textarea', maxLength: 1000 }),
    photos,
  ],
  returnReply: [reason('退回修改的理由')],
  extend: [reason('延长期限的理由')],
  rate: [
    required({ name: 'satisfaction', label: '满意程度', kind: 'rating' }),
    optional({ name: 'text', label: '想说的话', kind: 'textarea', maxLength: 500 }),
  ],
  reopen: [reason('还有什么没有解决')],
  requestReview: [reason('申请复查的理由')],
  requestReReview: [reason('申请复核的理由')],
  review: [required({ name: 'opinion', label: '复查意见', kind: 'textarea', maxLength: 2000 })],
  reReview: [required({ name: 'opinion', label: '复核意见', kind: 'textarea', maxLength: 2000 })],
  remark: [required({ name: 'text', label: '批示', kind: 'textarea', maxLength: 500 })],
};
