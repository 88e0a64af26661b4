import { useState } from 'react';
import { type Me } from '../answers';
import { freshId } from '../freshId';
import { request } from '../api';
import { holding } from '../offline/holder';
import { signOut } from '../session';
import { goBack } from '../shell/back';
import { Badge } from '../shell/Badge';
import { Page } from '../shell/Page';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { day } from '../time';
import { useNotice } from '../useNotice';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { sentenceOf } from '../wire';
import { RoomCard } from './RoomCard';
import './pack.css';

interface Item {
  id: string;
  name: string;
  personName: string | null;
  own: boolean;
  status: 'active' | 'revoked';
  stateLabel: string;
  registeredAt: string;
  seenAt: string;
  offered: ('revoke' | 'restore')[];
}
interface Step {
  label: string;
  ask: (name: string) => string;
}
const STEPS: Record<Item['offered'][number], Step> = {
  revoke: {
    label: '停用',
    ask: (name) => `停用“${name}”？它保存的内容将打不开，用它签的现场记录不再接收。找回后由安全管理员恢复。`,
  },
  restore: { label: '恢复使用', ask: (name) => `恢复“${name}”？请先确认手机已回到本人手中。` },
};

/** 我的手机: the phones and computers registered for me, this one marked; a lost one is stopped here. The security administrator finds anybody's. */
export function DevicesPage({ me }: { me: Me }) {
  const [name, setName] = useState('');
  const [asked, setAsked] = useState('');
  const path = asked ? `/api/devices?name=${encodeURIComponent(asked)}` : '/api/devices';
  const { data, error, reload } = useRemote<{ items: Item[] }>(path, ({ store }) => store === 'devices');
  return (
    <Page title="我的手机" back={goBack}>
      <RoomCard />
      {me.may.restoreDevice && (
        <form
          className="card row"
          onSubmit={(event) => {
            event.preventDefault();
            setAsked(name.trim());
          }}
        >
          <input
            className="input"
            aria-label="姓名"
            placeholder="按姓名查找别人的手机"
            value={name}
            maxLength={20}
            onChange={(event) => setName(event.target.value)}
            data-testid="device-person"
          />
          <button type="submit" className="button">
            查找
          </button>
        </form>
      )}
      {!data && (error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />)}
      {data?.items.length === 0 && <Nothing title="没有登记的手机">{asked && '请核对姓名后再查。'}</Nothing>}
      {data?.items.map((item) => (
        <Device key={item.id} item={item} onDone={reload} />
      ))}
      <section className="card">
        <p className="hint">退出后本机内容仍保留，重新登录后可继续发送；别人在这台手机上登录看不到。</p>
        <button type="button" className="button pack-act" onClick={() => void signOut()} data-testid="sign-out">
          退出登录
        </button>
      </section>
    </Page>
  );
}

function Device({ item, onDone }: { item: Item; onDone: () => void }) {
  const { device } = useNotice(holding);
  const [trouble, setTrouble] = useState('');
  const now = useNow();
  const take = async (step: keyof typeof STEPS) => {
    if (!window.confirm(STEPS[step].ask(item.name))) return;
    setTrouble('');
    await request(`/api/devices/${item.id}/${step}`, { method: 'POST', body: {}, key: freshId() }).then(
      onDone,
      (error: unknown) => setTrouble(sentenceOf(error)),
    );
  };
  return (
    <section className="card" data-testid="device">
      <div className="row wrap">
        <h2>{item.name}</h2>
        {item.id === device && <Badge tone="plain">这一台</Badge>}
        <Badge tone={item.status === 'active' ? 'good' : 'danger'}>{item.stateLabel}</Badge>
      </div>
      <p className="hint">
        {!item.own && item.personName && `${item.personName} · `}
        {day(item.registeredAt, now)} 登记，最近使用 {day(item.seenAt, now)}
      </p>
      {trouble && (
        <p className="fault" role="alert">
          {trouble}
        </p>
      )}
      <div className="row pack-act">
        {item.offered.map((step) => (
          <button
            key={step}
            type="button"
            className={step === 'revoke' ? 'button danger' : 'button'}
            onClick={() => void take(step)}
            data-testid={`device-${step}`}
          >
            {STEPS[step].label}
          </button>
        ))}
      </div>
    </section>
  );
}
