import { useState } from 'react';
import { type Outcome } from '../offline/courier';
import { whereIsThePhone } from '../petition/whereIsThePhone';
import { Badge } from '../shell/Badge';
import { toast } from '../shell/toast';
import { moment, remaining } from '../time';
import { useNow } from '../useNow';
import { type Order, type Recipient } from './answers';

type Answering = (choice: string, words: string, location: [number, number] | null) => Promise<Outcome>;

/** The order as its reader gets it, and the answers, each one tap. */
export function AnswerCard({ order, mine, onAnswer }: { order: Order; mine: Recipient | null; onAnswer: Answering }) {
  const now = useNow(1000);
  const isOver = order.status === 'cancelled';
  return (
    <section className={order.drill ? 'card alert-order drill' : 'card alert-order'} data-testid="alert-order">
      <div className="row wrap">
        <Badge tone={order.status === 'sent' ? 'danger' : 'plain'}>{order.statusLabel}</Badge>
        <span className="hint">{order.no}</span>
        {order.sentAt && (
          <span className="push hint">
            {order.sentByName} {moment(order.sentAt, now)}
          </span>
        )}
      </div>
      <h2>{order.title}</h2>
      <p className="petition-words">{order.text}</p>
      {(order.place || order.assembleAt) && (
        <p className="alert-assembly">
          <strong>集合：</strong>
          {[order.assembleAt && moment(order.assembleAt, now), order.place].filter(Boolean).join('，')}
        </p>
      )}
      {isOver && <p className="notice">这次通知已经取消，不用再回复。{order.remark ? `原因：${order.remark}` : ''}</p>}
      {order.status === 'sent' && (
        <p className={new Date(order.answerBy) < now ? 'fault' : 'hint'}>回复截止：{remaining(order.answerBy, now)}</p>
      )}
      {mine && !isOver && <Answers order={order} mine={mine} onAnswer={onAnswer} />}
    </section>
  );
}

function Answers({ order, mine, onAnswer }: { order: Order; mine: Recipient; onAnswer: Answering }) {
  const [words, setWords] = useState(mine.answer?.words ?? '');
  const [location, setLocation] = useState<[number, number] | null>(null);
  const [busy, setBusy] = useState('');
  const given = mine.answer;
  async function locate() {
    try {
      setLocation((await whereIsThePhone()).location);
    } catch (error) {
      toast(error instanceof Error ? error.message : '暂时定不了位，请在补充说明里写明地点。');
    }
  }
  async function answer(choice: string) {
    if (busy) return;
    setBusy(choice);
    try {
      const outcome = await onAnswer(choice, words.trim(), location);
      toast(
        'sent' in outcome
          ? `已回复：${choice}`
          : 'refused' in outcome
            ? outcome.refused.message
            : '已保存在本机，有网络后自动发送',
      );
    } finally {
      setBusy('');
    }
  }
  return (
    <div className="alert-mine">
      {given && (
        <p className="alert-given" data-testid="my-answer" role="status">
          您已回复：<strong>{given.choice}</strong>
          {given.late ? '（迟到）' : ''}
          {given.words ? `，${given.words}` : ''}
          {given.location ? '，已附位置' : ''}
        </p>
      )}
      <label className="alert-label">
        补充说明（可不填）
        <input
          className="alert-input"
          value={words}
          maxLength={200}
          placeholder="如：在岱山码头，14点的船"
          data-testid="answer-words"
          onChange={(event) => setWords(event.target.value)}
        />
      </label>
      <button type="button" className="button alert-locate" data-testid="answer-locate" onClick={() => void locate()}>
        {location ? '✓ 回复时附上位置' : '附上我的位置'}
      </button>
      {order.choices.map(({ text, help }) => (
        <button
          key={text}
          type="button"
          className={help ? 'button big danger' : given?.choice === text ? 'button big' : 'button big primary'}
          data-testid={`answer-${text}`}
          disabled={busy !== ''}
          onClick={() => void answer(text)}
        >
          {busy === text ? '正在提交…' : given?.choice === text ? `✓ ${text}` : text}
        </button>
      ))}
      {given && <p className="hint">情况有变化，可以再按一次别的回复。</p>}
    </div>
  );
}
