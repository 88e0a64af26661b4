/** What the list of the desk is narrowed to; `''` means everything. */
export interface DeskFilter {
  status: string;
  county: string;
  medium: string;
  urgency: string;
  overdue: boolean;
  words: string;
}
export const EMPTY_FILTER: DeskFilter = { status: '', county: '', medium: '', urgency: '', overdue: false, words: '' };

/** Groups of states as the duty officer thinks of them. */
export const STATUS_GROUPS = [
  { value: '', label: '未办结' },
  { value: 'registered,classified,accepted', label: '待交办' },
  { value: 'assigned,recheck', label: '待签收' },
  { value: 'investigating', label: '办理中' },
  { value: 'replyDraft', label: '答复待审' },
  { value: 'replied', label: '已答复' },
  { value: 'closed,notAccepted,transferred', label: '已办结' },
];

/** The address of the list this filter asks for. */
export function listPath(filter: DeskFilter, limit: number): string {
  const { overdue, ...rest } = filter;
  const asked = new URLSearchParams({ limit: String(limit) });
  for (const [name, value] of Object.entries(rest)) if (value.trim()) asked.set(name, value.trim());
  if (overdue) asked.set('overdue', '1');
  return `/api/petitions?${asked.toString()}`;
}
