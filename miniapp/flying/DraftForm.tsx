import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { CHECK_TYPES, TRIGGERS } from '../../models/flying/flying.schema';
import { type Choice, type Listed } from '../answers';
import { request } from '../api';
import { freshId } from '../freshId';
import { Trouble, Waiting } from '../shell/States';
import { toast } from '../shell/toast';
import { useRemote } from '../useRemote';
import { Refusal, sentenceOf } from '../wire';
import { type Choices } from './answers';
import './flying.css';
import { Chosen } from '../form/Chosen';

/** Tomorrow at this hour in Asia/Shanghai, as the field writes it. */
const tomorrow = (hour: string) => `${new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10)}T${hour}`;
const instant = (local: string) => (local ? `${local}:00+08:00` : null);
const never = () => false;

const EMPTY = {
  ...{ target: null as Choice | null, checkType: 'CASE', campaignId: '', campaign: '', triggerKind: 'PETITION' },
  ...{ triggerNo: '', triggerText: '', direction: '', hints: '', boat: '', leader: '', deputy: '', point: '', kit: '' },
  ...{ assembleAt: '', revealAt: '', hours: 8 },
};
type Draft = typeof EMPTY;

function bodyOf(draft: Draft) {
  const { target, checkType, campaignId, campaign, triggerKind, triggerNo, triggerText, deputy, ...rest } = draft;
  return {
    ...rest,
    checkType,
    enterprise: target?.id ?? '',
    campaign: checkType === 'SPECIAL' ? { id: campaignId, text: campaign } : null,
    trigger: checkType === 'CASE' ? { kind: triggerKind, no: triggerNo || null, text: triggerText } : null,
    deputy: deputy || null,
    ...{ assembleAt: instant(draft.assembleAt), revealAt: instant(draft.revealAt) },
  };
}

/**
 * 起草. Nothing of it is kept on this device and nothing goes through the queue of unsent commands: the target must not lie anywhere. The id
 * stays the same for the same page, so a press repeated after a lost answer drafts one inspection.
 *
 * @param revised id of a draft that is written anew
 */
export function DraftForm({ revised }: { revised?: string }) {
  const { data: choices, error, reload } = useRemote<Choices>('/api/flying/choices', never);
  const [, go] = useLocation();
  const [id] = useState(() => revised ?? freshId());
  const [draft, setDraft] = useState<Draft>({ ...EMPTY, assembleAt: tomorrow('20:00'), revealAt: tomorrow('21:30') });
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  if (!choices) return error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />;
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const input = (name: Exclude<keyof Draft, 'target'>) => ({
    value: String(draft[name]),
    onChange: ({ target }: { target: { value: string } }) => set({ [name]: target.value }),
  });
  const filled = { ...draft, point: draft.point || choices.points[0]!.name, kit: draft.kit || choices.kits[0]! };

  async function submit() {
    setBusy(true);
    setFaults({});
    try {
      const path = revised ? `/api/flying/${revised}/revise` : '/api/flying';
      const body = revised ? bodyOf(filled) : { ...bodyOf(filled), id };
      await request(path, { method: 'POST', body, key: freshId() });
      toast('已加密保存，请批准的局领导查看');
      go(`/flying/${id}`, { replace: true });
    } catch (refused) {
      const fields = refused instanceof Refusal ? refused.fields.map(({ field, reason }) => [field, reason]) : [];
      setFaults({ '': sentenceOf(refused), ...(Object.fromEntries(fields) as Record<string, string>) });
      setBusy(false);
    }
  }

  return (
    <form
      className="card form-page"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit();
      }}
    >
      <p className="hint">本页内容不存在手机里，提交即加密；揭示前只有您和批准的局领导能查看，每次查看留痕。</p>
      <Enterprise chosen={draft.target} onChoose={(target) => set({ target })} fault={faults['enterprise']} />
      <Chosen
        label="检查类型"
        options={Object.entries(CHECK_TYPES)}
        value={draft.checkType}
        onChoose={(checkType) => set({ checkType })}
      />
      {draft.checkType === 'CASE' ? (
        <>
          <Chosen
            label="触发事由"
            options={Object.entries(TRIGGERS)}
            value={draft.triggerKind}
            onChoose={(triggerKind) => set({ triggerKind })}
          />
          <Line label="相关编号（可不填）" fault={undefined} {...input('triggerNo')} max={40} />
          <Line
            label="事由说明"
            fault={faults['trigger'] ?? faults['trigger.text']}
            {...input('triggerText')}
            max={300}
          />
        </>
      ) : (
        <>
          <Line
            label="专项行动编号"
            fault={faults['campaign'] ?? faults['campaign.id']}
            {...input('campaignId')}
            max={40}
          />
          <Line label="专项行动名称" fault={faults['campaign.text']} {...input('campaign')} max={100} />
        </>
      )}
      <Line label="检查方向" fault={faults['direction']} {...input('direction')} max={300} />
      <Line label="档案提示（可不填）" fault={faults['hints']} {...input('hints')} max={300} />
      <Line label="船只安排（可不填）" fault={faults['boat']} {...input('boat')} max={60} />
      <hr />
      <p className="hint">以下内容队员在揭示前能看到。时间、地点、装备和时长会让人猜测去处，请尽量每次相同。</p>
      <Select label="集合地点" options={choices.points.map(({ name }) => [name, name])} {...input('point')} />
      <Select label="携带装备" options={choices.kits.map((kit) => [kit, kit])} {...input('kit')} />
      <label>
        集合时间
        <input type="datetime-local" {...input('assembleAt')} />
        <Fault text={faults['assembleAt']} />
      </label>
      <label>
        揭示时间
        <input type="datetime-local" {...input('revealAt')} />
        <Fault text={faults['revealAt']} />
      </label>
      <label>
        预计时长（小时）
        <input type="number" min={1} max={72} {...input('hours')} />
        <Fault text={faults['hours']} />
      </label>
      <Select
        label="批准的局领导"
        options={[
          ['', '请选择'],
          ...choices.leaders.map(({ id: one, name, title }) => [one, `${name} ${title}`] as [string, string]),
        ]}
        {...input('leader')}
        fault={faults['leader']}
      />
      <Select
        label="备用解封人（可不选，不能查看目标）"
        options={[
          ['', '不设'],
          ...choices.leaders.map(({ id: one, name, title }) => [one, `${name} ${title}`] as [string, string]),
        ]}
        {...input('deputy')}
      />
      <p className="hint">一队3人：市执法队一名带队，另两名来自不同县区，由系统抽签，需要回避的自动排除。</p>
      {faults[''] && (
        <p className="fault" role="alert">
          {faults['']}
        </p>
      )}
      <button type="submit" className="button big primary" disabled={busy} data-testid="submit-flying">
        {busy ? '正在加密保存…' : revised ? '重新加密保存' : '加密保存，请局领导批准'}
      </button>
    </form>
  );
}

const Fault = ({ text }: { text: string | undefined }) => (text ? <span className="fault">{text}</span> : null);

interface LineProps {
  label: string;
  value: string;
  onChange: (event: { target: { value: string } }) => void;
  fault?: string | undefined;
  max?: number;
}
const Line = ({ label, value, onChange, fault, max }: LineProps) => (
  <label>
    {label}
    <textarea rows={label === '检查方向' ? 2 : 1} value={value} maxLength={max} onChange={onChange} />
    <Fault text={fault} />
  </label>
);
const Select = ({ label, options, value, onChange, fault }: LineProps & { options: [string, string][] }) => (
  <label>
    {label}
    <select value={value} onChange={onChange}>
      {options.map(([own, text]) => (
        <option key={own} value={own}>
          {text}
        </option>
      ))}
    </select>
    <Fault text={fault} />
  </label>
);

const PAUSE_MS = 300;

/** Searched for by a body, never by an address: addresses end in logs. */
function Enterprise({
  chosen,
  onChoose,
  fault,
}: {
  chosen: Choice | null;
  onChoose: (target: Choice | null) => void;
  fault: string | undefined;
}) {
  const [words, setWords] = useState('');
  const [found, setFound] = useState<Choice[]>([]);
  useEffect(() => {
    setFound([]);
    const asked = words.trim();
    if (chosen || asked.length < 2) return;
    let gone = false;
    const timer = setTimeout(() => {
      request<Listed<Choice>>('/api/flying/enterprises', { method: 'POST', body: { words: asked } }).then(
        ({ items }) => !gone && setFound(items.slice(0, 6)),
        () => undefined,
      );
    }, PAUSE_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [words, chosen]);
  return (
    <div>
      <label>
        检查对象
        <input
          value={chosen ? chosen.name : words}
          placeholder="输入企业名称查找"
          onChange={({ target }) => {
            onChoose(null);
            setWords(target.value);
          }}
        />
        <Fault text={fault} />
      </label>
      <div className="options">
        {found.map((enterprise) => (
          <button key={enterprise.id} type="button" className="option" onClick={() => onChoose(enterprise)}>
            {enterprise.name}
          </button>
        ))}
      </div>
    </div>
  );
}
