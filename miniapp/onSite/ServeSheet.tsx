import { useRef, useState } from 'react';
import { z } from 'zod';
import { Serving } from '../../models/serving/serving.schema';
import { KINDS, Kind } from '../../models/template/template.schema';
import { type Offered, type RecordAnswer } from '../answers';
import { useFirstFault } from '../form/StepSheet';
import { type Values } from '../form/values';
import { type Outcome } from '../offline/courier';
import { Sheet } from '../shell/Sheet';
import { Waiting } from '../shell/States';
import { toast } from '../shell/toast';
import { formOf } from '../useDocument';
import { useDraft } from '../useDraft';
import { ServingFields } from './ServingFields';
import { fieldOf, momentOf, servingOf } from './written';

const Extra = z.looseObject({
  officers: z.array(z.object({ id: z.string(), name: z.string() })),
  party: z.looseObject({ name: z.string(), representative: z.string(), address: z.string() }),
  documents: z.array(Kind),
});
const WHAT: Readonly<Record<string, string>> = { serve: '送达', take: '实施', handBack: '返还' };

/** Handing over what stands in a record already: the paper is opened, then signed for, or refused before a witness. */
export function ServeSheet({
  offered: { step, label },
  answer: { record, extra },
  onSend,
  onClose,
}: {
  offered: Offered;
  answer: RecordAnswer;
  onSend: (input: Record<string, unknown>, values: Values) => Promise<Outcome>;
  onClose: () => void;
}) {
  const known = Extra.safeParse(extra).data;
  const officers = known?.officers ?? [];
  const [start] = useState<Values>(() => ({
    ...{ served: 'signed', servedAt: momentOf(new Date()), receiver: known?.party.representative ?? '' },
    servedPlace: (known?.party.address ?? '').slice(0, 100),
  }));
  const draft = useDraft(formOf(record.path, record.id, step), start);
  const [state, setState] = useState<{ busy: boolean; faults: Record<string, string> }>({ busy: false, faults: {} });
  const isSending = useRef(false);
  useFirstFault(state.faults);
  const document = step === 'handBack' ? known?.documents.find((one) => one === 'holdDisposal') : known?.documents[0];

  async function submit() {
    if (isSending.current) return;
    const serving = servingOf(draft.values, officers);
    const faults: Record<string, string> = {};
    for (const { path, message } of Serving.safeParse(serving).error?.issues ?? [])
      faults[fieldOf(['serving', ...path])] ??= message;
    setState({ busy: false, faults });
    if (Object.keys(faults).length > 0) return;
    isSending.current = true;
    setState({ busy: true, faults: {} });
    try {
      draft.release();
      const outcome = await onSend({ serving }, draft.values);
      if ('refused' in outcome) return setState({ busy: false, faults: { '': outcome.refused.message } });
      toast('sent' in outcome ? `${label}：已提交` : '已保存在本机，有网络后自动发送');
      onClose();
    } catch {
      setState({ busy: false, faults: { '': '手机空间不够，没有存下来，请清理后再试。' } });
    } finally {
      isSending.current = false;
    }
  }
  return (
    <Sheet
      title={label}
      onClose={onClose}
      testId={`sheet-${step}`}
      footer={
        <>
          {state.faults[''] && (
            <p className="fault" role="alert" data-testid="refusal">
              {state.faults['']}
            </p>
          )}
          <button
            type="button"
            className="button big primary"
            data-testid="submit-step"
            disabled={state.busy || !draft.ready}
            onClick={() => void submit()}
          >
            {state.busy ? '正在提交…' : '提交'}
          </button>
        </>
      }
    >
      {document && (
        <a className="button big" href={`#/documents/${record.path}/${record.id}/${document}`}>
          先请当事人看{KINDS[document]}
        </a>
      )}
      {draft.ready ? (
        <ServingFields
          officers={officers}
          what={WHAT[step] ?? '送达'}
          values={draft.values}
          change={draft.change}
          faults={state.faults}
          record={{ id: record.id }}
        />
      ) : (
        <Waiting lines={1} />
      )}
    </Sheet>
  );
}
