/**
 * What an approval page shows, as plain JSON: its hash is what the signature covers, so it holds everything a reader could see and nothing
 * that changes by itself. Runs in the browser as well.
 */
export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'rows'; rows: readonly (readonly [label: string, value: string])[] }
  | { kind: 'evidence'; items: readonly ShownEvidence[] }
  | { kind: 'laws'; items: readonly ShownLaw[] }
  | { kind: 'amount'; title: string; lines: readonly ShownLine[]; totalFen: number }
  | { kind: 'points'; items: readonly ShownPoint[] }
  | { kind: 'checks'; items: readonly ShownCheck[] };

/** `of` says where the file is kept: camera evidence, or an uploaded file. */
export interface ShownEvidence {
  hash: string;
  of: 'evidence' | 'file';
  kind: 'photo' | 'video';
  caption: string;
}
export interface ShownLaw {
  /** 行为时的法律 / 现行法律, and whether it was chosen. */
  side: string;
  chosen: boolean;
  cited: string;
  text: string;
  minFen: number;
  maxFen: number;
  resultFen: number;
}
export interface ShownLine {
  label: string;
  step: string;
  fen: number;
}
export interface ShownPoint {
  point: string;
  adopted: boolean;
  reason: string;
}
/** One item of the veto list; `ok` null: does not apply. */
export interface ShownCheck {
  no: number;
  title: string;
  ok: boolean | null;
  because: string;
  proof: string;
}

/** One part of the page. `id` is what `Approval.opened` names. */
export interface ViewPart {
  id: string;
  label: string;
  blocks: readonly Block[];
}

export interface ApprovalView {
  store: string;
  record: string;
  step: string;
  label: string;
  no: string;
  title: string;
  deadline: string | null;
  parts: readonly ViewPart[];
}

const isEmpty = (block: Block): boolean => {
  if (block.kind === 'text') return block.text === '';
  if (block.kind === 'rows') return block.rows.length === 0;
  if (block.kind === 'amount') return false;
  return block.items.length === 0;
};

/** The part without its empty blocks; null when nothing is left to look at. */
export function partOf(id: string, label: string, blocks: readonly Block[]): ViewPart | null {
  const filled = blocks.filter((block) => !isEmpty(block));
  return filled.length > 0 ? { id, label, blocks: filled } : null;
}

/** Names of the parts that differ between two showings of one page: those that are new, changed or gone. */
export function changedParts(before: ApprovalView, after: ApprovalView): string[] {
  const was = new Map(before.parts.map((part) => [part.id, JSON.stringify(part)]));
  const is = new Map(after.parts.map((part) => [part.id, JSON.stringify(part)]));
  return [...new Set([...was.keys(), ...is.keys()])].filter((id) => was.get(id) !== is.get(id));
}
