import { useState } from 'react';
import { type ViewPart } from '../../models/approval/view';
import { type Values } from '../form/values';
import { type Outcome } from '../offline/courier';
import { send } from '../send';
import { formOf } from '../useDocument';
import { useRemote } from '../useRemote';
import { type ApprovalAnswer } from './answers';

/** What was opened, each part as it read then: a part that changed since has to be opened again. */
type Opened = Readonly<Record<string, string>>;

/** The state of one approval page: what is shown, which parts were opened, and how it is sent. */
export function useApproval(path: string, id: string, step: string) {
  const [lender, setLender] = useState<string>();
  const [opened, setOpened] = useState<Opened>({});
  const query = lender ? `?onBehalf=${encodeURIComponent(lender)}` : '';
  const address = `/api/${path}/${encodeURIComponent(id)}`;
  const remote = useRemote<ApprovalAnswer>(`${address}/approval/${step}${query}`, (change) => change.id === id);
  const { data } = remote;

  const stateOf = (part: ViewPart) => {
    const before = opened[part.id];
    if (before === undefined) return 'new' as const;
    return before === JSON.stringify(part) ? ('seen' as const) : ('changed' as const);
  };
  const open = (part: ViewPart) => setOpened((before) => ({ ...before, [part.id]: JSON.stringify(part) }));
  const parts = data?.view.parts ?? [];
  const seenParts = parts.filter((part) => stateOf(part) === 'seen').map((part) => part.id);
  const missing = parts.filter((part) => data?.required.includes(part.id) && !seenParts.includes(part.id));

  /** Kept on this device first and sent by the courier: once, however the network behaves. */
  const approve = (label: string, input: Record<string, unknown>, values: Values): Promise<Outcome> => {
    const onBehalf = data?.onBehalf ? { onBehalf: data.onBehalf.id } : {};
    const approval = { seen: data?.seen ?? '', opened: seenParts, ...onBehalf };
    return send({
      ...{ lane: id, step, values, path: `${address}/${step}`, title: `${label} ${data?.view.no ?? ''}` },
      ...{ input: { ...data?.preset, ...input, approval } },
      ...{ form: formOf(path, id, step), page: `/${path}/${id}/approve/${step}` },
    });
  };
  return { ...remote, parts, missing, stateOf, open, approve, lender, setLender };
}
