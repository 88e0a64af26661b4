import { useState } from 'react';
import { type Choice } from '../answers';
import { request } from '../api';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { toast } from '../shell/toast';
import { useRemote } from '../useRemote';
import { sentenceOf } from '../wire';
import { useFound } from './useFound';
import './rotation.css';

interface Mine {
  member: { servedCount: number; lastServedAt: string | null; conflicts: { id: string; name: string }[] } | null;
}
const concerns = ({ store }: { store: string }) => store === 'rotation_rounds';

/** 我的抽调: how often this person has served, and the enterprises from which they must recuse themselves. */
export function ConflictsPage() {
  const { data, error, reload } = useRemote<Mine>('/api/rotation/mine', concerns);
  const [words, setWords] = useState('');
  const [busy, setBusy] = useState(false);
  const found = useFound(words.trim());
  if (!data)
    return (
      <Page title="我的抽调" back={goBack}>
        {error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />}
      </Page>
    );
  const { member } = data;
  if (!member)
    return (
      <Page title="我的抽调" back={goBack}>
        <Nothing title="您还不在抽调名册里">下一次抽签前会按钉钉通讯录自动更新；有疑问请联系人事处。</Nothing>
      </Page>
    );

  async function declare(enterprises: string[], said: string) {
    setBusy(true);
    try {
      await request('/api/rotation/conflicts', { method: 'POST', body: { enterprises } });
      toast(said);
      setWords('');
      reload();
    } catch (refused) {
      toast(sentenceOf(refused));
    } finally {
      setBusy(false);
    }
  }
  const ids = member.conflicts.map(({ id }) => id);
  const add = ({ id }: Choice) => declare([...ids, id], '已申报');
  return (
    <Page title="我的抽调" back={goBack}>
      <section className="card">
        <h2>已服务{member.servedCount}次</h2>
        <p className="hint">{member.lastServedAt ? `最近一次 ${member.lastServedAt}` : '还没有去过'}</p>
      </section>
      <section className="card form-page" aria-label="回避申报">
        <h2>回避申报</h2>
        <p className="hint">
          本人或近亲属任职、持股，或有其他利害关系的企业。检查这些企业时抽签会自动排除您，别人看不到原因。
        </p>
        <ul className="seats">
          {member.conflicts.map(({ id, name }) => (
            <li key={id} className="row">
              <span>{name}</span>
              <button
                type="button"
                className="button quiet push"
                disabled={busy}
                onClick={() =>
                  void declare(
                    ids.filter((other) => other !== id),
                    '已撤销',
                  )
                }
              >
                撤销
              </button>
            </li>
          ))}
        </ul>
        <label>
          添加企业
          <input value={words} placeholder="输入企业名称查找" onChange={({ target }) => setWords(target.value)} />
        </label>
        <div className="options">
          {found.map((enterprise) => (
            <button
              key={enterprise.id}
              type="button"
              className="option"
              disabled={busy}
              onClick={() => void add(enterprise)}
            >
              {enterprise.name}
            </button>
          ))}
        </div>
      </section>
    </Page>
  );
}
