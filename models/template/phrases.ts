/** Words of which the built-in templates are made; each is a part of an outline. */
import { type Outline, type Part, type Row } from './outline';

export interface Definition extends Outline {
  /** Whose signatures stand at the foot of every page. */
  footer: readonly string[];
}

export const p = (text: string, align?: 'center' | 'right'): Part => ({
  kind: 'paragraph',
  text,
  ...(align ? { align } : {}),
});
export const h = (text: string): Part => ({ kind: 'heading', level: 2, text });
export const when = (tag: string, ...parts: Part[]): Part => ({ kind: 'section', tag, unless: false, parts });
export const without = (tag: string, ...parts: Part[]): Part => ({ kind: 'section', tag, unless: true, parts });
export const ink = (slot: string, before: string, after = ''): Part => ({ kind: 'picture', slot, before, after });
export const table = (...rows: (readonly string[] | Row)[]): Part => ({
  kind: 'table',
  rows: rows.map((row) => ('cells' in row ? row : { cells: row })),
});
export const each = (list: string, ...cells: string[]): Row => ({ each: list, cells });

export const head = (title: string): Part[] => [
  p('{机关}', 'center'),
  { kind: 'heading', level: 1, text: title },
  p('{文号}', 'right'),
];
export const party: Part = table(
  ['当事人', '{当事人}'],
  ['{证件名称}', '{证件号码}'],
  ['法定代表人（负责人）', '{负责人}'],
  ['地址', '{地址}'],
);
export const verification = ink('二维码', '', '　扫码核验真伪　内容指纹 {指纹}');
export const close: Part[] = [p('{机关}', 'right'), p('{日期}', 'right'), verification];
export const remedy = p(
  '如不服本决定，可以自收到本决定书之日起六十日内向{复议机关}申请行政复议，也可以自收到本决定书之日起六个月内依法向{诉讼法院}提起行政诉讼。',
);
