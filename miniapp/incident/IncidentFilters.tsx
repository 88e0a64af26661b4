import { COUNTIES } from '../../models/core/place';
import { type IncidentFilter } from './IncidentRows';

const WHICH = [
  { label: '正在处理', status: '' },
  { label: '待研判', status: 'received' },
  { label: '已派出', status: 'dispatched,onScene' },
  { label: '已办结', status: 'closed,closedInvalid,merged' },
] as const;

/** Which incidents, and of which county. */
export function IncidentFilters({
  filter,
  onChange,
  withCounty,
}: {
  filter: IncidentFilter;
  onChange: (filter: IncidentFilter) => void;
  withCounty: boolean;
}) {
  const { status: _status, ...others } = filter;
  const { county = '', ...rest } = filter;
  return (
    <div className="incident-filters">
      <div className="segments" role="tablist" aria-label="哪些事件">
        {WHICH.map(({ label, status }) => (
          <button
            key={label}
            type="button"
            role="tab"
            className="segment"
            aria-selected={(filter['status'] ?? '') === status}
            onClick={() => onChange(status ? { ...others, status } : others)}
          >
            {label}
          </button>
        ))}
      </div>
      {withCounty && (
        <label className="incident-county">
          县区
          <select
            value={county}
            onChange={({ target }) => onChange(target.value ? { ...rest, county: target.value } : rest)}
          >
            <option value="">全市</option>
            {Object.entries(COUNTIES).map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}
