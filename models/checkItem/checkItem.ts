/** 检查事项: every command behind its schema, the domain as the doors see it, and what an approval owes to the revision before. */
import { CLOCK } from '../core/access';
import { type Domain, perform } from '../core/domain';
import { each, type Handler } from '../core/outbox';
import { command } from '../core/workflow';
import { checkItemFacts } from './checkItem.facts';
import { AmendItem, type CheckItem, Nothing, RetireItem, SendBack, SupersedeItem } from './checkItem.schema';
import { checkItems } from './checkItem.store';
import { checkItemWorkflow } from './checkItem.workflow';
import { amendItem, approveItem, proposeItem, retireItem, sendBackItem, supersedeItem, withdrawItem } from './writing';

export const checkItemCommands = {
  amend: command(AmendItem, amendItem),
  propose: command(Nothing, proposeItem),
  approve: command(Nothing, approveItem),
  sendBack: command(SendBack, sendBackItem),
  withdraw: command(Nothing, withdrawItem),
  retire: command(RetireItem, retireItem),
  supersede: command(SupersedeItem, supersedeItem),
};

export const checkItemDomain: Domain<CheckItem> = {
  store: checkItems,
  workflow: checkItemWorkflow,
  commands: checkItemCommands,
  facts: checkItemFacts,
};

/** Handlers of the local outbox. */
export const checkItemHandlers: Record<string, Handler> = {
  'checkItem.supersede': each(async ({ id: key, data }, now) => {
    const { item, ...input } = data as { item: string };
    await perform(checkItemDomain, 'supersede', item, input, { actor: CLOCK, now, door: 'system', key });
  }),
};
