import { useState } from 'react';
import { request } from '../api';
import { toast } from '../shell/toast';
import { useRemote } from '../useRemote';
import { sentenceOf } from '../wire';

interface Feed {
  since: string | null;
  url?: string;
}

/** The person's shifts in the calendar of their own telephone: an address that only they have, and can take back. */
export function FeedCard() {
  const { data, place } = useRemote<Feed>('/api/duty/ical', () => false);
  const [url, setUrl] = useState('');
  const [refused, setRefused] = useState('');
  const take = async (method: 'POST' | 'DELETE') => {
    setRefused('');
    try {
      const { url: made = '', since } = await request<Feed>('/api/duty/ical', { method });
      // The address is a secret: shown once, kept nowhere on the device.
      place({ since });
      setUrl(made);
    } catch (error) {
      setRefused(sentenceOf(error));
    }
  };
  const copy = () =>
    void navigator.clipboard?.writeText(url).then(
      () => toast('已复制，请粘贴到手机日历的“添加订阅日历”'),
      () => toast('请长按地址复制'),
    );
  return (
    <section className="card">
      <h2>放进手机日历</h2>
      <p className="hint">
        生成一个只属于您的订阅地址，手机日历会自动更新您的班次。地址不要给别人；重新生成后旧地址失效。
      </p>
      {url && (
        <p className="roster-url" data-testid="feed-url">
          {url}
        </p>
      )}
      {refused && (
        <p className="fault" role="alert">
          {refused}
        </p>
      )}
      <div className="row wrap">
        {url && (
          <button type="button" className="button primary" onClick={copy}>
            复制地址
          </button>
        )}
        <button type="button" className="button" onClick={() => void take('POST')} data-testid="make-feed">
          {data?.since ? '重新生成' : '生成订阅地址'}
        </button>
        {data?.since && (
          <button type="button" className="button danger" onClick={() => void take('DELETE')}>
            停用
          </button>
        )}
      </div>
    </section>
  );
}
