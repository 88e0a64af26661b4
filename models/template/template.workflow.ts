import { type Context, type Workflow } from '../core/workflow';
import { STATES, type Template } from './template.schema';

/** 文书模板: drafted by the legal office, put in force by a leader of the bureau. An edition is never changed, only followed by another. */
export const templateWorkflow = {
  noun: '文书模板',
  states: STATES,
  steps: {
    approve: {
      label: '批准启用',
      from: ['proposed'],
      to: 'approved',
      by: 'approveTemplate',
      unless: ownDraft,
      tone: 'primary',
    },
    refuse: {
      label: '不批准',
      from: ['proposed'],
      to: 'refused',
      by: 'approveTemplate',
      unless: ownDraft,
      tone: 'danger',
    },
    withdraw: { label: '停用', from: ['approved'], to: 'withdrawn', by: 'approveTemplate', unless: theLastResort },
  },
} as const satisfies Workflow<Template>;

/** Nobody approves what they drafted. */
function ownDraft({ author }: Template, { actor }: Pick<Context, 'actor'>) {
  return author === actor.id ? '自己提交的模板须由另一位局领导批准，请联系其他局领导。' : undefined;
}

function theLastResort({ origin }: Template) {
  return origin === 'BUILT_IN' ? '内置模板不能停用；请上传新的模板来代替它。' : undefined;
}
