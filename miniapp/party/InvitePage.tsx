import { useState } from 'react';
import { useParams } from 'wouter';
import { HOLDERS, type Holder } from '../../models/party/party.schema';
import { request } from '../api';
import { freshId } from '../freshId';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Trouble, Waiting } from '../shell/States';
import { toast } from '../shell/toast';
import { moment } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { sentenceOf } from '../wire';

interface Invited {
  mayInvite: boolean;
  links: {
    id: string;
    holder: string;
    phone: string;
    issuedAt: string;
    expiresAt: string;
    open: boolean;
    enteredAt: string | null;
    revokedReason: string | null;
  }[];
  filings: {
    id: string;
    no: string | null;
    what: string;
    statusWords: string;
    receivedAt: string;
    text: string | null;
    refusal: string | null;
    files: { hash: string; name: string }[];
  }[];
}

/** 当事人: send the link to its telephone, withdraw it, and read what it has filed. The number is shown to nobody again. */
export function InvitePage() {
  const { id = '' } = useParams<{ id: string }>();
  const now = useNow(60_000);
  const path = `/api/penalties/${encodeURIComponent(id)}/party`;
  const { data, error, reload, place } = useRemote<Invited>(path, ({ id: changed }) => changed === id);
  if (!data)
    return (
      <Page title="当事人" back={goBack}>
        {error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />}
      </Page>
    );
  const revoke = async (link: string) => {
    const reason = window.prompt('撤销这个链接的原因（例如：号码填错）');
    if (!reason) return;
    try {
      place(await request<Invited>(`${path}/${link}/revoke`, { method: 'POST', body: { reason }, key: freshId() }));
      toast('已撤销');
    } catch (refused) {
      toast(sentenceOf(refused));
    }
  };
  return (
    <Page title="当事人" back={goBack}>
      {data.mayInvite && <Send path={path} onSent={place} />}
      <section className="card" aria-label="已发送的链接">
        <h2>已发送的链接</h2>
        {data.links.length === 0 && <p className="hint">还没有发送过。</p>}
        {data.links.map(({ id: link, holder, phone, issuedAt, expiresAt, open, enteredAt, revokedReason }) => (
          <div key={link} className="row">
            <span>
              {holder} {phone}
              <br />
              <span className="hint">
                {moment(issuedAt, now)} 发送，
                {open ? `${moment(expiresAt, now)} 到期` : revokedReason ? `已撤销：${revokedReason}` : '已到期'}
                {enteredAt ? `；最近登录 ${moment(enteredAt, now)}` : '；还没有登录过'}
              </span>
            </span>
            {open && data.mayInvite && (
              <button type="button" className="button quiet push" onClick={() => void revoke(link)}>
                撤销
              </button>
            )}
          </div>
        ))}
      </section>
      <section className="card" aria-label="当事人的提交">
        <h2>当事人的提交</h2>
        {data.filings.length === 0 && <p className="hint">还没有提交。</p>}
        {data.filings.map(({ id: filing, no, what, statusWords, receivedAt, text, refusal, files }) => (
          <div key={filing}>
            <strong>{what}</strong>
            <p className="hint">
              {moment(receivedAt, now)} · {refusal ?? statusWords} · 回执 {no}
            </p>
            {text && <p>{text}</p>}
            {files.map(({ hash, name }) => (
              <a key={hash} href={`${path}/files/${hash}`} download={name} className="button quiet">
                下载 {name}
              </a>
            ))}
          </div>
        ))}
      </section>
    </Page>
  );
}

function Send({ path, onSent }: { path: string; onSent: (answer: Invited) => void }) {
  const [mobile, setMobile] = useState('');
  const [name, setName] = useState('');
  const [holder, setHolder] = useState<Holder>('REPRESENTATIVE');
  const [id, setId] = useState(freshId);
  const [busy, setBusy] = useState(false);
  async function send() {
    setBusy(true);
    try {
      const body = { id, mobile, holder, ...(name.trim() ? { name } : {}) };
      onSent(await request<Invited>(path, { method: 'POST', body }));
      setMobile('');
      setName('');
      setId(freshId());
      toast('链接已发到当事人手机');
    } catch (refused) {
      toast(sentenceOf(refused));
    }
    setBusy(false);
  }
  return (
    <section className="card" aria-label="发送链接">
      <h2>发送链接</h2>
      <p className="hint">短信里只有案件编号和链接，当事人用短信验证码登录。手机号加密保存，发送后只显示尾号。</p>
      <label className="field">
        <span>手机号</span>
        <input
          inputMode="numeric"
          maxLength={13}
          value={mobile}
          data-testid="mobile"
          onChange={({ target }) => setMobile(target.value)}
        />
      </label>
      <label className="field">
        <span>手机是谁的</span>
        <select value={holder} onChange={({ target }) => setHolder(target.value as Holder)}>
          {Object.entries(HOLDERS).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>姓名（可不填）</span>
        <input maxLength={50} value={name} onChange={({ target }) => setName(target.value)} />
      </label>
      <button
        type="button"
        className="button big primary"
        disabled={busy || !mobile}
        data-testid="send-link"
        onClick={() => void send()}
      >
        发送
      </button>
    </section>
  );
}
