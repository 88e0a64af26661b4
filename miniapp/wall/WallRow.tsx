import { memo } from 'react';
import { type AlertOnWall, KINDS, type WallItem } from '../../models/wall/wall.schema';
import { countdown, countyName, firstClock, toldWords } from './words';

interface RowProps {
  item: WallItem;
  now: Date;
  chosen: boolean;
  top: number;
  alert: AlertOnWall | undefined;
  onChoose: (id: string) => void;
}

/** One open matter in two lines: what and until when; whose, how far, and who hears of it next. */
export const WallRow = memo(function WallRow({ item, now, chosen, top, alert, onChoose }: RowProps) {
  const { id, kind, no, title, status, level, county, whose, next } = item;
  const first = firstClock(item);
  const left = first && countdown(first.at, now);
  const told = alert
    ? `已答复${alert.answered}/${alert.people}${alert.help > 0 ? ` 求援${alert.help}` : ''}`
    : toldWords(item);
  return (
    <li
      className={`wall-row ${level}${chosen ? ' chosen' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
      data-testid="wall-item"
      data-id={id}
      aria-selected={chosen}
      role="option"
      onClick={() => onChoose(id)}
    >
      <span className="row-line">
        <span className="row-kind">{KINDS[kind]}</span>
        <strong className="row-title">{title}</strong>
        {first && left && (
          <span className={`row-clock${left.late ? ' late' : left.soon ? ' soon' : ''}`}>
            <small>{left.late ? `${first.label}已超` : first.label}</small>
            {left.words}
          </span>
        )}
      </span>
      <span className="row-line second">
        <span className="row-whose">{whose}</span>
        <span className="row-how">{[countyName(county), status, told, no].filter(Boolean).join(' · ')}</span>
        {next && (
          <span className="row-next">
            {countdown(next.at, now).late ? '正在升级' : `${countdown(next.at, now).words}后`} → {next.to}
          </span>
        )}
      </span>
    </li>
  );
});
