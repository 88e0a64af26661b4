import { useState } from 'react';
import { useLocation, useParams } from 'wouter';
import { KINDS, type TransferKind } from '../../models/transfer/transfer.schema';
import { type ChangedRecord, type Me } from '../answers';
import { request } from '../api';
import { freshUlid } from '../freshUlid';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { toast } from '../shell/toast';
import { useRemote } from '../useRemote';
import { sentenceOf } from '../wire';
import '../inspection/inspection.css';

interface People {
  officers: { id: string; name: string; unitName: string }[];
  leaders: { id: string; name: string }[];
  principal: string | null;
}

/** 提出移送 from a case: who forms the group, who decides, what is suspected. What is written here is sealed. */
export function OpenPage({ me }: { me: Me }) {
  const { id: about = '' } = useParams();
  const [, go] = useLocation();
  const [id] = useState(freshUlid);
  const [kind, setKind] = useState<TransferKind>('CRIME');
  const [group, setGroup] = useState<readonly string[]>(me.roles.includes('officer') ? [me.id] : []);
  const [head, setHead] = useState('');
  const [suspicion, setSuspicion] = useState('');
  const [refusal, setRefusal] = useState('');
  const [busy, setBusy] = useState(false);
  const { data } = useRemote<People>('/api/transfers/people', () => false);
  const decides = head || (data?.principal ?? '');

  async function submit() {
    setBusy(true);
    setRefusal('');
    const body = { id, case: about, kind, group, head: decides, hints: [], suspicion };
    try {
      const { record } = await request<ChangedRecord>('/api/transfers', { method: 'POST', body });
      toast(`已提出：${record.number}`);
      go(`/transfers/${encodeURIComponent(record.id)}`, { replace: true });
    } catch (error) {
      setRefusal(sentenceOf(error));
      setBusy(false);
    }
  }

  return (
    <Page title="提出案件移送" back={goBack}>
      <form
        className="card registry-form"
        aria-label="提出案件移送"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void submit();
        }}
      >
        <label>
          种类
          <select value={kind} onChange={({ target }) => setKind(target.value as TransferKind)}>
            {Object.entries(KINDS).map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <div role="group" aria-label="专案组" className="labelled">
          <span>专案组（已选 {group.length} 人，至少 2 名执法人员）</span>
          <div className="chips">
            {data?.officers.map(({ id: person, name }) => (
              <button
                key={person}
                type="button"
                className={group.includes(person) ? 'chip chosen' : 'chip'}
                aria-pressed={group.includes(person)}
                onClick={() => setGroup(toggled(group, person))}
              >
                {name}
              </button>
            ))}
          </div>
        </div>
        <label>
          作出决定的主要负责人
          <select value={decides} onChange={({ target }) => setHead(target.value)}>
            <option value="">请选择</option>
            {data?.leaders.map((leader) => (
              <option key={leader.id} value={leader.id}>
                {leader.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          涉嫌犯罪的事实
          <textarea
            rows={6}
            maxLength={2_000}
            value={suspicion}
            placeholder="密封保存，公安立案以前只有专案组和负责人能看"
            onChange={({ target }) => setSuspicion(target.value)}
          />
        </label>
        {refusal && (
          <p className="fault" role="alert">
            {refusal}
          </p>
        )}
        <button type="submit" className="button big primary" disabled={busy} data-testid="submit-transfer">
          {busy ? '正在提交…' : '提出移送'}
        </button>
      </form>
    </Page>
  );
}

const toggled = (all: readonly string[], one: string) =>
  all.includes(one) ? all.filter((person) => person !== one) : [...all, one];
