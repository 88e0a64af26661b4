import { useState } from 'react';
import { Badge } from '../shell/Badge';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { useRemote } from '../useRemote';
import { type Figure, type ListedSetting, type SettingsAnswer } from './answers';
import { SettingForm } from './SettingForm';
import '../inspection/inspection.css';
import './setting.css';

/** 业务参数: every figure with its value of today, what is planned, and what waits for approval. */
export function SettingsList({ onOpen }: { onOpen: (id: string) => void }) {
  const { data, error, reload } = useRemote<SettingsAnswer>('/api/settings', ({ store }) => store === 'settings');
  const [group, setGroup] = useState('penalty');
  const [chosen, setChosen] = useState<string>();
  if (!data) return error === undefined ? <Waiting lines={5} /> : <Trouble error={error} onAgain={reload} />;
  const figure = data.figures.find(({ key }) => key === chosen);
  if (figure && data.mayPropose)
    return (
      <SettingForm
        key={figure.key}
        figure={figure}
        today={data.today}
        onBack={() => setChosen(undefined)}
        onDone={onOpen}
      />
    );
  const [year] = data.missingYears;
  return (
    <>
      {year !== undefined && (
        <section className="card" role="status">
          <p>
            <Badge tone="warning">放假安排</Badge> {year}年国务院放假通知还没有录入，算到那一年的期限暂按周末推算。
          </p>
          {data.mayPropose && (
            <button type="button" className="button primary" onClick={() => setChosen(`calendar.${year}`)}>
              录入{year}年放假安排
            </button>
          )}
        </section>
      )}
      {data.refused.map(({ id, reason }) => (
        <p key={id} className="fault" role="alert">
          有一项已批准的调整没有启用：{reason}。请通知系统管理员核查。
        </p>
      ))}
      <Changes title="待批准" items={data.proposed} onOpen={onOpen} />
      <Changes title="已批准，待生效" items={data.planned} onOpen={onOpen} />
      <div className="registry-filters">
        <select aria-label="类别" value={group} onChange={({ target }) => setGroup(target.value)}>
          {Object.entries(data.groups).map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </div>
      <Figures
        figures={data.figures.filter((one) => one.group === group)}
        onChoose={data.mayPropose ? setChosen : undefined}
      />
    </>
  );
}

function Changes({ title, items, onOpen }: { title: string; items: ListedSetting[]; onOpen: (id: string) => void }) {
  if (items.length === 0) return null;
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      {items.map(({ id, label, from, words, beforeWords }) => (
        <button key={id} type="button" className="setting-row" onClick={() => onOpen(id)} data-testid="setting-change">
          <strong>{label}</strong>
          <span className="setting-value">
            {beforeWords} → {words}
          </span>
          <span className="hint">{from} 起</span>
        </button>
      ))}
    </section>
  );
}

function Figures({ figures, onChoose }: { figures: Figure[]; onChoose: ((key: string) => void) | undefined }) {
  if (figures.length === 0) return <Nothing title="这一类没有可以调整的参数">请选择其他类别。</Nothing>;
  return (
    <section className="card" aria-label="现行数值">
      {figures.map(({ key, label, words }) => (
        <button
          key={key}
          type="button"
          className="setting-row"
          disabled={!onChoose}
          onClick={() => onChoose?.(key)}
          data-testid="figure"
        >
          <span>{label}</span>
          <strong className="setting-value">{words}</strong>
        </button>
      ))}
      <p className="hint">
        {onChoose ? '点一项提出调整，由局领导批准后生效。' : '由法制审核人员提出调整，局领导批准。'}
      </p>
    </section>
  );
}
