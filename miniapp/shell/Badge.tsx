import { type ReactNode } from 'react';

export type Tone = 'plain' | 'primary' | 'danger' | 'warning' | 'good';

/** A short word on coloured ground; the word alone says it too. */
export const Badge = ({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) => (
  <span className={`badge badge-${tone}`}>{children}</span>
);
