/** The three queues of what comes after a decision. */
export const KINDS = {
  'follow-ups': {
    label: '后督查',
    store: 'follow_ups',
    empty: '处罚决定送达后，系统会自动制定后督查。',
  },
  rectifications: {
    label: '整改项',
    store: 'rectification_items',
    empty: '检查发现的问题登记后会出现在这里。',
  },
  'look-backs': {
    label: '回头看',
    store: 'look_backs',
    empty: '销号满三个月、六个月后按月抽取。',
  },
} as const;
export type Kind = keyof typeof KINDS;
