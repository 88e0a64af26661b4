import { useState } from 'react';
import { Link } from 'wouter';
import { goBack } from '../shell/back';
import { Badge, type Tone } from '../shell/Badge';
import { Page } from '../shell/Page';
import { Sheet } from '../shell/Sheet';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { toast } from '../shell/toast';
import { useRemote } from '../useRemote';
import { type FactorStanding } from './answers';
import { SetPin } from './PinSheet';

interface Row {
  id: string;
  mine: boolean;
  number: string;
  status: string;
  tone: string;
  facts: [string, string][];
}
const TONES: Readonly<Partial<Record<string, Tone>>> = { green: 'good' };

/** 审批授权和审批密码: who may sign for whom, until when; and the PIN. */
export function DelegationsPage() {
  const { data, error, reload } = useRemote<{ items: Row[] }>(
    '/api/delegations',
    ({ store }) => store === 'delegations',
  );
  const factor = useRemote<FactorStanding>('/api/secondFactor', () => false);
  const [setsPin, setSetsPin] = useState(false);
  return (
    <Page title="审批授权" back={goBack}>
      <section className="card">
        <h2>审批密码</h2>
        <p className="hint">{factor.data?.set ? '已设置' : '还没有设置，审批时要用。'}</p>
        <button type="button" className="button" onClick={() => setSetsPin(true)} data-testid="open-pin">
          {factor.data?.set ? '修改审批密码' : '设置审批密码'}
        </button>
      </section>
      <Link href="/delegations/new" className="button big primary" data-testid="lend">
        授权他人代为审批
      </Link>
      {!data && (error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />)}
      {data?.items.length === 0 && (
        <Nothing title="没有授权">外出或休假时，可以授权另一位负责人在几天内代为审批。</Nothing>
      )}
      {data?.items.map(({ id, number, status, tone, facts }) => (
        <Link key={id} href={`/delegations/${encodeURIComponent(id)}`} className="card">
          <span className="row">
            <b>{number}</b>
            <Badge tone={TONES[tone] ?? 'plain'}>{status}</Badge>
          </span>
          {facts.map(([label, value]) => (
            <span key={label} className="hint">
              {label}：{value}
              <br />
            </span>
          ))}
        </Link>
      ))}
      {setsPin && (
        <Sheet title="审批密码" onClose={() => setSetsPin(false)} testId="set-pin-sheet">
          <SetPin
            isSet={factor.data?.set ?? false}
            onDone={() => {
              toast('审批密码已保存');
              setSetsPin(false);
              factor.reload();
            }}
          />
        </Sheet>
      )}
    </Page>
  );
}
