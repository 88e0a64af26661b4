/** 文书模板: how an edition comes into being and into force. */
import { assign, settle } from '../assignment/assignment.effects';
import { type Domain } from '../core/domain';
import { DomainError } from '../core/errors';
import { create, type Stored } from '../core/journal';
import { advance, command, type Context, type Outcome } from '../core/workflow';
import { peopleWithRole } from '../people/people.store';
import { readTemplate } from './readWord';
import { ApproveTemplate, type Kind, KINDS, RefuseTemplate, type Template, WithdrawTemplate } from './template.schema';
import { edition, keepFile, templates } from './template.store';
import { templateWorkflow } from './template.workflow';
import { type z } from 'zod';

export const titleOf = ({ kind }: Pick<Template, 'kind'>): string => `文书模板 · ${KINDS[kind]}`;

function decided(
  template: Template,
  step: 'approve' | 'refuse' | 'withdraw',
  decision: string | null,
  context: Context,
): Outcome<Template> {
  const status = advance(templateWorkflow, step, template, context);
  const { actor, now } = context;
  const told = template.origin === 'UPLOADED' && template.author !== actor.id;
  return {
    document: {
      ...{ ...template, status, decision, decidedBy: actor.id },
      inForceAt: step === 'approve' ? now : template.inForceAt,
    },
    event: { type: `template.${status}`, data: decision ? { reason: decision } : {} },
    effects: [
      settle({}),
      ...(told
        ? [assign({ person: template.author, purpose: 'template.decided', title: titleOf(template), ladder: false })]
        : []),
    ],
  };
}

export const templateDomain: Domain<Template> = {
  store: templates,
  workflow: templateWorkflow,
  commands: {
    approve: command(ApproveTemplate, (template: Template, _input, context) =>
      decided(template, 'approve', null, context),
    ),
    refuse: command(RefuseTemplate, (template: Template, { reason }: z.infer<typeof RefuseTemplate>, context) =>
      decided(template, 'refuse', reason, context),
    ),
    withdraw: command(WithdrawTemplate, (template: Template, { reason }: z.infer<typeof WithdrawTemplate>, context) =>
      decided(template, 'withdraw', reason, context),
    ),
  },
  facts: {},
};

/**
 * Propose a changed template. The file is judged first; what stands is asked of every bureau leader but its author.
 *
 * @param id made on the device, so that a file sent twice is one proposal
 * @throws DomainError INVALID_INPUT naming tag and paragraph | TOO_LARGE | UNSUPPORTED_MEDIA
 */
export async function proposeTemplate(
  { id, kind, note, bytes }: { id: string; kind: Kind; note: string; bytes: Uint8Array },
  context: Context,
): Promise<Stored<Template>> {
  const outline = readTemplate(bytes, kind);
  const { actor, now } = context;
  const file = await keepFile(bytes);
  const document = edition({
    ...{ _id: id, kind, origin: 'UPLOADED', file, size: bytes.length, outline, note, author: actor.id, now },
  });
  const leaders = (await peopleWithRole('bureauLeader')).filter(({ _id }) => _id !== actor.id);
  const stored = await create(
    templates,
    {
      document,
      event: { type: 'template.proposed', data: { file, note } },
      effects: leaders.map(({ _id }) =>
        assign({ person: _id, purpose: 'template.approve', title: titleOf(document), ladder: false }),
      ),
    },
    context,
  );
  if (stored.author !== actor.id || stored.file !== file)
    throw new DomainError('INVALID_INPUT', '编号重复，请刷新页面后重新上传。', { id });
  return stored;
}
