/**
 * What a document says, page by page, before anybody decides how it looks: the phone draws it, Word is filled from it, and a signature
 * covers the hash of one page of it. Plain data without dates or functions, so that the same content is the same JSON everywhere.
 */
import { type Signature } from '../core/signature';

/** One person who signs, signed or not. Times are words (2026年11月24日 09:30), made by whoever makes the page. */
export interface Signed {
  /** 当事人, 执法人员, 记录人, 见证人 … */
  role: string;
  name: string;
  /** Of an officer. */
  certificateNo?: string;
  signature?: Signature;
  at?: string;
  /** Instead of a signature: 拒绝签名, 不在场, with the reason. */
  note?: string;
}

export interface PagePhoto {
  sha256: string;
  caption: string;
  /** 证明对象. */
  proves?: string;
  takenAt: string;
  by: string;
}

/** One thing that the officers put down differently, side by side; `agreed` is what was settled on. */
export interface Statements {
  label: string;
  agreed?: string;
  statements: readonly { author: string; text: string; at?: string }[];
}

export type Block =
  | { kind: 'heading'; text: string; /** 1 names the document, 2 a part of it. */ level: 1 | 2 }
  | {
      kind: 'paragraph';
      text: string;
      align?: 'center' | 'right';
      /** Struck out, as the blank rest of a form. */ struck?: boolean;
    }
  | { kind: 'facts'; rows: readonly (readonly [label: string, value: string])[] }
  | { kind: 'table'; head: readonly string[]; rows: readonly (readonly string[])[] }
  | ({ kind: 'statements' } & Statements)
  | { kind: 'signatures'; signatures: readonly Signed[] }
  | { kind: 'photos'; photos: readonly PagePhoto[] }
  | {
      kind: 'qr';
      /** What it opens; relative addresses are completed with the bureau's own. */ address: string;
      caption: string;
    };

/** `index` counts from 1. */
export interface Page {
  index: number;
  blocks: readonly Block[];
}

/** What a signature on the page covers: everything but signatures and the code, which come after it. Hash this (core/canonical). */
export const contentOf = ({ index, blocks }: Page): Page => ({
  index,
  blocks: blocks.filter(({ kind }) => kind !== 'signatures' && kind !== 'qr'),
});
