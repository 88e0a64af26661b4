import { useState } from 'react';
import { request } from '../api';
import { signInAgain } from '../session';
import { Sheet } from '../shell/Sheet';
import { Refusal, sentenceOf } from '../wire';
import { type FactorStanding } from './answers';

const onlyDigits = (said: string) => said.replace(/\D/g, '').slice(0, 6);

/** Six digits that the phone neither shows nor keeps. */
export const PinField = ({
  label,
  value,
  onChange,
  testId,
}: {
  label: string;
  value: string;
  onChange: (pin: string) => void;
  testId: string;
}) => (
  <label className="labelled">
    {label}
    <input
      className="pin-field"
      type="password"
      inputMode="numeric"
      autoComplete="off"
      maxLength={6}
      value={value}
      data-testid={testId}
      onChange={({ target }) => onChange(onlyDigits(target.value))}
    />
  </label>
);

/** Set while the sign-in is fresh; otherwise after signing in once more. */
async function setAfterSignIn(body: { pin: string; old?: string }): Promise<FactorStanding> {
  const set = () => request<FactorStanding>('/api/secondFactor/set', { method: 'POST', body });
  try {
    return await set();
  } catch (error) {
    if (!(error instanceof Refusal && error.status === 401)) throw error;
    await signInAgain();
    return set();
  }
}

/** Setting or changing the PIN: signs in with DingTalk anew first. */
export function SetPin({ isSet, onDone }: { isSet: boolean; onDone: (standing: FactorStanding) => void }) {
  const [{ old, pin, again }, setPins] = useState({ old: '', pin: '', again: '' });
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const set = (change: object) => setPins((before) => ({ ...before, ...change }));
  async function submit() {
    if (pin !== again) return setFault('两次输入的不一样，请再输一次。');
    setBusy(true);
    setFault('');
    try {
      onDone(await setAfterSignIn({ pin, ...(isSet ? { old } : {}) }));
    } catch (error) {
      setFault(sentenceOf(error));
      setPins({ old: '', pin: '', again: '' });
    } finally {
      setBusy(false);
    }
  }
  const isWhole = pin.length === 6 && again.length === 6 && (!isSet || old.length === 6);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p className="hint">审批密码是六位数字，不要用生日、连号。不要告诉任何人，忘记了请联系安全管理员。</p>
      {isSet && (
        <PinField label="原来的审批密码" value={old} onChange={(said) => set({ old: said })} testId="pin-old" />
      )}
      <PinField label="新的审批密码" value={pin} onChange={(said) => set({ pin: said })} testId="pin-new" />
      <PinField label="再输一次" value={again} onChange={(said) => set({ again: said })} testId="pin-again" />
      {fault && (
        <p className="fault" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" className="button big primary" disabled={busy || !isWhole} data-testid="set-pin">
        {busy ? '正在保存…' : '保存审批密码'}
      </button>
    </form>
  );
}

function ProvePin({ onProved }: { onProved: (standing: FactorStanding) => void }) {
  const [pin, setPin] = useState('');
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  async function submit() {
    setBusy(true);
    setFault('');
    try {
      onProved(await request<FactorStanding>('/api/secondFactor', { method: 'POST', body: { pin } }));
    } catch (error) {
      setFault(error instanceof Refusal ? error.message : '网络不通，没有验证成，请在有网络的地方再试。');
      setPin('');
    } finally {
      setBusy(false);
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <PinField label="请输入六位审批密码" value={pin} onChange={setPin} testId="pin" />
      {fault && (
        <p className="fault" role="alert" data-testid="pin-fault">
          {fault}
        </p>
      )}
      <button type="submit" className="button big primary" disabled={busy || pin.length < 6} data-testid="prove-pin">
        {busy ? '正在验证…' : '确认'}
      </button>
    </form>
  );
}

/** Asks for the PIN, or has it set first. */
export function PinSheet({ isSet, onProved, onClose }: { isSet: boolean; onProved: () => void; onClose: () => void }) {
  const [set, setSet] = useState(isSet);
  return (
    <Sheet title={set ? '审批密码' : '先设置审批密码'} onClose={onClose} testId="pin-sheet">
      {set ? <ProvePin onProved={onProved} /> : <SetPin isSet={false} onDone={() => setSet(true)} />}
    </Sheet>
  );
}
