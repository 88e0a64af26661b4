import { Button, Input, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { request } from '../api';
import { freshId } from '../freshId';
import { sentenceOf } from '../wire';

interface Identity {
  name: string | null;
  phone: string | null;
  watermark: string;
}
const SHOWN_SECONDS = 30;

/** Who the petitioner is: only with a reason, only for half a minute, under the reader's own name. */
export function IdentityReveal({ id }: { id: string }) {
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [state, setState] = useState<{ identity?: Identity; fault?: string; busy?: true }>({});
  const [left, setLeft] = useState(SHOWN_SECONDS);
  const { identity } = state;

  function close() {
    setOpen(false);
    setState({});
    setReason('');
    setLeft(SHOWN_SECONDS);
  }
  useEffect(() => {
    if (!identity) return;
    const timer = setInterval(() => setLeft((before) => before - 1), 1000);
    return () => clearInterval(timer);
  }, [identity]);
  useEffect(() => {
    if (left <= 0) close();
  }, [left]);

  async function reveal() {
    setState({ busy: true });
    try {
      const body = { reason };
      const path = `/api/petitions/${encodeURIComponent(id)}/identity`;
      setState({ identity: await request<Identity>(path, { method: 'POST', body, key: freshId() }) });
    } catch (error) {
      setState({ fault: sentenceOf(error) });
    }
  }

  return (
    <>
      <Button size="large" type="text" onClick={() => setOpen(true)} data-testid="reveal-identity">
        查看信访人
      </Button>
      <Modal
        open={isOpen}
        title="查看信访人身份"
        onCancel={close}
        maskClosable={false}
        destroyOnHidden
        footer={
          identity ? (
            <Button onClick={close}>看完了（{left} 秒后自动关闭）</Button>
          ) : (
            <Button
              type="primary"
              loading={state.busy ?? false}
              disabled={reason.trim().length < 4}
              onClick={() => void reveal()}
            >
              查看并留下记录
            </Button>
          )
        }
      >
        {identity ? (
          <div className="identity" data-testid="identity">
            <p>姓名：{identity.name ?? '未留姓名'}</p>
            <p>电话：{identity.phone ?? '未留电话'}</p>
            <div className="identity-mark" aria-hidden="true">
              {Array.from({ length: 9 }, (_, at) => (
                <span key={at}>{identity.watermark}</span>
              ))}
            </div>
          </div>
        ) : (
          <>
            <p>每次查看都会记下您的姓名、时间和事由，仅限办理需要。</p>
            <Input.TextArea
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              placeholder="查看的事由，至少4个字，例如：电话核实异味时段"
              maxLength={200}
              autoSize={{ minRows: 2 }}
              aria-label="查看的事由"
            />
          </>
        )}
        {state.fault && (
          <p className="fault" role="alert">
            {state.fault}
          </p>
        )}
      </Modal>
    </>
  );
}
