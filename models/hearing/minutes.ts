/** 听证笔录: page after page, each read and signed before the hearing ends. 行政处罚法 第六十四条第八项. */
import { DomainError } from '../core/errors';
import { advance, type Context, type Effect, type Outcome } from '../core/workflow';
import {
  type Confirmation,
  type ConfirmPage,
  type Hearing,
  type Line,
  type RefusedPage,
  type WritePage,
} from './hearing.schema';
import { hearingWorkflow } from './hearing.workflow';

/** How a decision of this record becomes an outcome (hearing.ts). */
type Outcomes = (document: Hearing, type: string, data: Record<string, unknown>, effects: Effect[]) => Outcome<Hearing>;

const SPEAKER = /^([^：:\s]{1,20})[：:]\s*(.*)$/;

/**
 * What was typed as “发言人：内容”, line by line; a line without a speaker goes on with what the one before said.
 *
 * @throws DomainError INVALID_INPUT when the first line names nobody
 */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (const said of text.split(/\r?\n/).map((line) => line.trim())) {
    if (!said) continue;
    const [, speaker, words] = SPEAKER.exec(said) ?? [];
    const last = lines.at(-1);
    if (speaker !== undefined && words !== undefined) lines.push({ speaker, words });
    else if (last) lines[lines.length - 1] = { ...last, words: `${last.words}\n${said}`.trim() };
    else
      throw new DomainError('INVALID_INPUT', '每段发言请以“发言人：”开头，如“主持人：现在开始听证。”', {
        field: 'text',
      });
  }
  const empty = lines.find(({ words }) => !words);
  if (empty) throw new DomainError('INVALID_INPUT', `“${empty.speaker}”后面还没有内容，请补上。`, { field: 'text' });
  return lines;
}

export const writePage =
  (outcome: Outcomes) =>
  (hearing: Hearing, { text }: WritePage, context: Context): Outcome<Hearing> => {
    advance(hearingWorkflow, 'writePage', hearing, context);
    if (hearing.minutes.length >= 100) throw new DomainError('NOT_NOW', '笔录最多100页，请结束本次听证。');
    const no = hearing.minutes.length + 1;
    const page = { no, lines: linesOf(text), writtenBy: context.actor.id, writtenAt: context.now, confirmations: [] };
    return outcome({ ...hearing, minutes: [...hearing.minutes, page] }, 'pageWritten', { page: no }, []);
  };

/** @throws DomainError INVALID_INPUT (no such page) | NOT_NOW (signed or refused already) */
function confirmed(hearing: Hearing, page: number, confirmation: Confirmation): Hearing {
  const found = hearing.minutes.find(({ no }) => no === page);
  if (!found) throw new DomainError('INVALID_INPUT', `笔录没有第${String(page)}页，请核对页码。`, { page });
  if (found.confirmations.some(({ role }) => role === confirmation.role && role === 'PARTY'))
    throw new DomainError('NOT_NOW', `第${String(page)}页已经签过名或注明拒签，不用再签。`, { page });
  const minutes = hearing.minutes.map((one) =>
    one === found ? { ...one, confirmations: [...one.confirmations, confirmation] } : one,
  );
  return { ...hearing, minutes };
}

/** By the party on its own telephone, or with its finger on the recorder's. */
export const signPage =
  (outcome: Outcomes, step: 'signPage' | 'confirmPage') =>
  (hearing: Hearing, { page, signature }: ConfirmPage, context: Context): Outcome<Hearing> => {
    advance(hearingWorkflow, step, hearing, context);
    const by = hearing.partyKey;
    const confirmation: Confirmation = { role: 'PARTY', by, at: context.now, signature, refusal: null };
    return outcome(confirmed(hearing, page, confirmation), 'pageSigned', { page }, []);
  };

export const refusedPage =
  (outcome: Outcomes) =>
  (hearing: Hearing, { page, reason }: RefusedPage, context: Context): Outcome<Hearing> => {
    advance(hearingWorkflow, 'refusedPage', hearing, context);
    const confirmation: Confirmation = {
      ...{ role: 'PARTY', by: context.actor.id, at: context.now, signature: null },
      refusal: reason,
    };
    return outcome(confirmed(hearing, page, confirmation), 'pageRefused', { page, reason }, []);
  };

/** Whoever was there for the bureau has read all pages so far. */
export const readPages =
  (outcome: Outcomes) =>
  (hearing: Hearing, _input: unknown, context: Context): Outcome<Hearing> => {
    advance(hearingWorkflow, 'readPages', hearing, context);
    const { id } = context.actor;
    const read: Confirmation = { role: 'INVESTIGATOR', by: id, at: context.now, signature: null, refusal: null };
    const minutes = hearing.minutes.map((page) =>
      page.confirmations.some(({ by }) => by === id) ? page : { ...page, confirmations: [...page.confirmations, read] },
    );
    return outcome({ ...hearing, minutes }, 'pagesRead', { pages: minutes.length }, []);
  };
