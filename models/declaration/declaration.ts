/** 回避申报: the domain as the doors see it. One record per person; declaring again replaces what stood. */
import { type Domain } from '../core/domain';
import { change, create, defineStore, read, type Stored } from '../core/journal';
import { advance, type Context, command, type Outcome, type Workflow } from '../core/workflow';
import { type Declaration, DeclareRelations } from './declaration.schema';

export const declarations = defineStore<Declaration>('declarations');

export const declarationWorkflow = {
  noun: '回避申报',
  states: { current: '现行' },
  steps: { declare: { label: '申报', from: ['current'], by: 'declareRelations', tone: 'primary' } },
} as const satisfies Workflow<Declaration>;

/** 申报. The event says how many and nothing else: history is read by more people than the declaration. */
export function declareRelations(
  declaration: Declaration,
  { relations, origin }: DeclareRelations,
  context: Context,
): Outcome<Declaration> {
  const status = advance(declarationWorkflow, 'declare', declaration, context);
  return {
    document: { ...declaration, status, relations, origin, declaredAt: context.now },
    event: { type: 'declaration.made', data: { count: relations.length } },
  };
}

export const declarationDomain: Domain<Declaration> = {
  store: declarations,
  workflow: declarationWorkflow,
  commands: { declare: command(DeclareRelations, declareRelations) },
  facts: {},
};

/** What stands before somebody has declared anything. */
export const undeclared = (person: string, now: Date): Declaration => ({
  ...{ _id: person, version: 0, status: 'current', person, relations: [], origin: null, declaredAt: now },
});

/** Declare for oneself, for the first time or anew. @throws DomainError INVALID_INPUT | NOT_PERMITTED */
export async function declare(input: DeclareRelations, context: Context): Promise<Stored<Declaration>> {
  const { id } = context.actor;
  if (await read(declarations, id))
    return change(declarations, id, context, (document) => declareRelations(document, input, context));
  return create(declarations, declareRelations(undeclared(id, context.now), input, context), context);
}

/** What these people have declared, by person, with one query however many declared something. */
export async function declarationsOf(persons: readonly string[]): Promise<ReadonlyMap<string, Declaration>> {
  const found = await declarations.collection
    .find({ _id: { $in: [...persons] } } as never, { projection: { events: 0, outbox: 0 } })
    .toArray();
  return new Map(found.map((declaration) => [declaration._id, declaration]));
}
