import { Button, Drawer, Input, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { addCalendarDays, addCalendarMonths } from '../../models/core/calendar';
import { type Pattern } from '../../models/duty/pattern';
import { type RecordAnswer } from '../answers';
import { request } from '../api';
import { testId } from '../desk/StepModal';
import { freshId } from '../freshId';
import { Trouble, Waiting } from '../shell/States';
import { toast } from '../shell/toast';
import { useRemote } from '../useRemote';
import { sentenceOf } from '../wire';
import { LoadTable } from './LoadTable';
import { PatternTable } from './PatternTable';
import { type Chosen, PoolPicker } from './PoolPicker';
import { type Colleague, monthBeside, monthWords, type PlanExtra, type RosterMonth } from './rosterAnswer';
import { RosterGrid } from './RosterGrid';

interface Draft extends Chosen {
  from: string;
  to: string;
  pattern: Pattern;
}

const command = (id: string, step: string, body: object = {}) =>
  request(`/api/rosters/${encodeURIComponent(id)}/${step}`, { method: 'POST', key: freshId(), body });

const SHOW_ONLY = { editable: false, onDrag: () => {}, onDrop: () => {}, onChoose: () => {} };

/** One month of the preview, as the calendar will show it. */
function PreviewMonths({ id, from, to, version }: { id: string; from: string; to: string; version: number }) {
  const [month, setMonth] = useState(from.slice(0, 7));
  const { data, error, reload } = useRemote<Pick<RosterMonth, 'days' | 'shifts'>>(
    `/api/rosters/${encodeURIComponent(id)}/days?month=${month}`,
    ({ store }) => store === 'roster_plans',
  );
  useEffect(reload, [version, reload]);
  return (
    <>
      <div className="row">
        <Button size="small" disabled={month <= from.slice(0, 7)} onClick={() => setMonth(monthBeside(month, -1))}>
          ‹
        </Button>
        <b>{monthWords(month)}</b>
        <Button size="small" disabled={month >= to.slice(0, 7)} onClick={() => setMonth(monthBeside(month, 1))}>
          ›
        </Button>
      </div>
      {data ? (
        <RosterGrid
          days={data.days.filter(({ day }) => day >= from && day <= to)}
          shifts={data.shifts}
          today=""
          marked={null}
          handling={SHOW_ONLY}
          filter={() => true}
        />
      ) : error === undefined ? (
        <Waiting />
      ) : (
        <Trouble error={error} onAgain={reload} />
      )}
    </>
  );
}

function Outcome({ id, answer }: { id: string; answer: RecordAnswer<PlanExtra> }) {
  const { record, extra } = answer;
  if (record.status === 'drafted') return <p className="hint">点“预览”后，这里会显示排班结果、负担和问题。</p>;
  return (
    <>
      {extra.kept.length > 0 && (
        <p className="notice">这些天已有 {extra.kept.length} 个班次，保持不变；要改请在值班表里逐个调整。</p>
      )}
      {extra.problems.length > 0 ? (
        <ul className="roster-problems" data-testid="plan-problems">
          {extra.problems.map(({ words, help, kind }) => (
            <li key={words} className={kind === 'calendar' ? 'mild' : ''}>
              <b>{words}</b>
              <span className="hint">{help}</span>
            </li>
          ))}
        </ul>
      ) : (
        <p className="roster-fine">没有问题：每一分钟都有人，每人两班之间休息足够；节假日、夜班和次数见负担对照。</p>
      )}
      {extra.deviations.length > 0 && (
        <ul className="roster-problems">
          {extra.deviations.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      <div className="roster-outcome">
        <div className="roster-scroll">
          {extra.planned === 0 && <p className="notice">这几天没有需要新排的班次，请换一段日期。</p>}
          <PreviewMonths id={id} from={extra.from} to={extra.to} version={record.version} />
        </div>
        <div className="roster-side">
          <h3>负担对照</h3>
          <LoadTable loads={extra.loads} filter={() => true} marked={null} onMark={() => {}} />
        </div>
      </div>
    </>
  );
}

/** 排班: days, pattern and people, then a preview with its problems, then publishing. */
export function PlanWizard({
  id,
  today,
  people,
  onMade,
  onClose,
}: {
  id: string | null;
  today: string;
  people: readonly Colleague[];
  onMade: (plan: string) => void;
  onClose: () => void;
}) {
  const { data, error, reload } = useRemote<RecordAnswer<PlanExtra>>(
    id && `/api/rosters/${encodeURIComponent(id)}`,
    (change) => change.id === id,
  );
  const standard = useRemote<{ pattern: Pattern }>(id ? null : '/api/rosters/pattern', () => false);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState('');
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const version = data?.record.version;
  useEffect(() => {
    if (data) {
      const { from, to, pattern, included, excluded } = data.extra;
      setDraft({ from, to, pattern, included, excluded });
    }
    // Only a new version replaces what is being edited.
  }, [version]);
  useEffect(() => {
    if (id || !standard.data || draft) return;
    const from = `${monthBeside(today.slice(0, 7), 1)}-01`;
    const to = addCalendarDays(addCalendarMonths(from, 1), -1);
    setDraft({ from, to, pattern: standard.data.pattern, included: [], excluded: [] });
  }, [id, standard.data, draft, today]);

  const act = async (work: () => Promise<void>) => {
    setBusy(true);
    setRefused('');
    try {
      await work();
    } catch (failure) {
      setRefused(sentenceOf(failure));
    } finally {
      setBusy(false);
    }
  };
  const preview = () =>
    act(async () => {
      if (!draft) return;
      const plan = id ?? freshId();
      if (id) await command(id, 'revise', draft);
      else await request('/api/rosters', { method: 'POST', body: { id: plan, ...draft } });
      await command(plan, 'preview');
      if (id) reload();
      else onMade(plan);
    });
  const publish = (step: 'publish' | 'publishAnyway', body: object = {}) =>
    act(async () => {
      await command(id ?? '', step, body);
      toast('已发布，班次正在写入值班表');
      onClose();
    });
  const offered = new Set(data?.offered.map(({ step }) => step));
  const isNew = id === null;
  const mayPreview = isNew || offered.has('preview');
  return (
    <Drawer
      open
      size="92%"
      title={isNew ? '排班' : `值班表 · ${data?.record.number ?? ''}`}
      onClose={onClose}
      extra={
        <div className="row">
          {mayPreview && (
            <Button
              type="primary"
              loading={busy}
              disabled={!draft}
              onClick={() => void preview()}
              {...testId('preview-plan')}
            >
              预览
            </Button>
          )}
          {offered.has('publish') && (
            <Button type="primary" disabled={busy} onClick={() => void publish('publish')} {...testId('publish-plan')}>
              发布
            </Button>
          )}
          {offered.has('publishAnyway') && (
            <Button danger disabled={busy} onClick={() => setAsking(true)} {...testId('publish-anyway')}>
              带问题发布
            </Button>
          )}
          {offered.has('withdraw') && (
            <Button
              disabled={busy}
              onClick={() => void act(async () => (await command(id ?? '', 'withdraw'), onClose()))}
            >
              作废
            </Button>
          )}
        </div>
      }
    >
      <div className="roster-wizard" data-testid="plan-wizard">
        {refused && (
          <p className="fault" role="alert">
            {refused}
          </p>
        )}
        {id && !data && (error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />)}
        {draft && mayPreview && (
          <details open={isNew || data?.record.status === 'drafted'}>
            <summary>日期、班次和人选</summary>
            <div className="row">
              <label>
                从{' '}
                <Input
                  type="date"
                  value={draft.from}
                  onChange={(event) => setDraft({ ...draft, from: event.target.value })}
                />
              </label>
              <label>
                到{' '}
                <Input
                  type="date"
                  value={draft.to}
                  onChange={(event) => setDraft({ ...draft, to: event.target.value })}
                />
              </label>
              <span className="hint">最多一年</span>
            </div>
            <PatternTable pattern={draft.pattern} onChange={(pattern) => setDraft({ ...draft, pattern })} />
            <PoolPicker
              pattern={draft.pattern}
              people={people}
              chosen={draft}
              onChange={(chosen) => setDraft({ ...draft, ...chosen })}
            />
          </details>
        )}
        {id && data && <Outcome id={id} answer={data} />}
      </div>
      <Modal
        open={asking}
        title="带问题发布"
        okText="发布"
        okButtonProps={{ danger: true, disabled: reason.trim().length < 4 }}
        cancelText="取消"
        confirmLoading={busy}
        onCancel={() => setAsking(false)}
        onOk={() => void publish('publishAnyway', { reason }).then(() => setAsking(false))}
      >
        <p>还有问题没有解决，空岗会一直显示为缺口。请写明原因：</p>
        <Input.TextArea
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          maxLength={300}
          rows={3}
          aria-label="原因"
        />
      </Modal>
    </Drawer>
  );
}
