/** What pages of field records share: lines cut into pages of a bounded length, so that the same content is the same pages everywhere. */
import { clockWords, shanghaiDay } from '../core/calendar';
import { type Block, type Page, type Signed } from '../template/page';
import { CONFIRMATIONS, REFUSALS, ROLES } from './steps.schema';
import { type FieldState } from './fieldState';

/** 2026年11月24日 09:30 in Asia/Shanghai; 未记录 for nothing. */
export function instantWords(at: string | null): string {
  if (!at) return '未记录';
  const moment = new Date(at);
  const [year, month, day] = shanghaiDay(moment).split('-').map(Number);
  return `${year}年${month}月${day}日 ${clockWords(moment)}`;
}

/** How many lines of about forty characters a block takes on A4. */
function linesOf(block: Block): number {
  const wrapped = (text: string, width = 40) => Math.max(1, Math.ceil(text.length / width));
  switch (block.kind) {
    case 'heading':
      return 2;
    case 'paragraph':
      return wrapped(block.text);
    case 'facts':
      return block.rows.reduce((sum, [, value]) => sum + wrapped(value, 30), 0);
    case 'table':
      return 1 + block.rows.reduce((sum, row) => sum + Math.max(...row.map((cell) => wrapped(cell, 12)), 1), 0);
    case 'statements':
      return 1 + block.statements.reduce((sum, { text }) => sum + wrapped(text, 34), 0);
    case 'photos':
      return block.photos.length * 2 + 1;
    default:
      return 0;
  }
}

const LINES = 34;

/** Blocks in order, as many on a page as fit; a block stands whole. */
export function paged(blocks: readonly Block[]): Page[] {
  const pages: Block[][] = [[]];
  let used = 0;
  for (const block of blocks) {
    const lines = linesOf(block);
    if (used > 0 && used + lines > LINES) {
      pages.push([]);
      used = 0;
    }
    pages.at(-1)?.push(block);
    used += lines;
  }
  return pages.map((own, at) => ({ index: at + 1, blocks: own }));
}

/** Signatures of the reading that counts under each page, the officers' and the confirmation under the last; nothing before it was read. */
export function withSignatures(pages: readonly Page[], state: FieldState): Page[] {
  const { reading, refusals, people, officers } = state;
  const person = new Map(people.map((one) => [one.id, one]));
  return pages.map(({ index, blocks }) => {
    const isLast = index === pages.length;
    const party: Signed[] = (reading?.signatures ?? [])
      .filter(({ page }) => page === index)
      .map(({ signer, signature, at }) => {
        const { role = 'OTHER', name = '' } = person.get(signer) ?? {};
        return { role: ROLES[role], name, signature, at: instantWords(at) };
      });
    const refused: Signed[] = refusals.map(({ kind, note, at }) => ({
      ...{ role: '当事人', name: '', note: `${REFUSALS[kind]}：${note}`, at: instantWords(at) },
    }));
    const witnesses: Signed[] = refusals.flatMap(({ witness, at }) =>
      witness
        ? [
            {
              ...{ role: '见证人', name: [witness.name, witness.workUnit].filter(Boolean).join('，') },
              ...(witness.signature ? { signature: witness.signature } : {}),
              at: instantWords(at),
            },
          ]
        : [],
    );
    const own: Signed[] = officers.map(({ id, name, certificateNo }) => {
      const signed = reading?.countersigned.find(({ officer }) => officer === id);
      const done = signed ? { signature: signed.signature, at: instantWords(signed.at) } : {};
      return { role: '执法人员', name, certificateNo, ...done };
    });
    const confirmation = reading && isLast ? CONFIRMATIONS[reading.readBy] : '';
    return {
      index,
      blocks: [
        ...blocks,
        ...(party.length > 0 && confirmation
          ? [{ kind: 'signatures' as const, signatures: [{ role: '确认', name: '', note: confirmation }] }]
          : []),
        { kind: 'signatures' as const, signatures: isLast ? [...party, ...refused, ...witnesses, ...own] : party },
      ],
    };
  });
}
