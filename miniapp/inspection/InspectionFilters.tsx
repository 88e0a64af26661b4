import { COUNTIES } from '../../models/core/place';
import { CHECK_TYPES } from '../../models/inspection/inspection.schema';

/** What is filtered by: words of the address. */
export type InspectionFilter = Readonly<Record<string, string>>;

const WHICH = [
  { label: '未完成', status: 'planned,assigned,acknowledged,onSite' },
  { label: '待派员', status: 'planned' },
  { label: '已完成', status: 'done' },
  { label: '已取消', status: 'cancelled' },
] as const;
export const UNFINISHED: InspectionFilter = { status: WHICH[0].status };

const without = (filter: InspectionFilter, name: string): InspectionFilter =>
  Object.fromEntries(Object.entries(filter).filter(([own]) => own !== name));

/** Which checks: their state, kind and county. */
export function InspectionFilters({
  filter,
  onChange,
  withCounty,
}: {
  filter: InspectionFilter;
  onChange: (filter: InspectionFilter) => void;
  withCounty: boolean;
}) {
  const put = (name: string, value: string) => onChange(value ? { ...filter, [name]: value } : without(filter, name));
  const selects = [
    { name: 'checkType', all: '全部类型', words: CHECK_TYPES as Record<string, string> },
    ...(withCounty ? [{ name: 'county', all: '全市', words: COUNTIES as Record<string, string> }] : []),
  ];
  return (
    <div className="registry-filters">
      <div className="segments" role="tablist" aria-label="哪些检查">
        {WHICH.map(({ label, status }) => (
          <button
            key={status}
            type="button"
            role="tab"
            className="segment"
            aria-selected={filter['status'] === status}
            onClick={() => put('status', status)}
          >
            {label}
          </button>
        ))}
      </div>
      <div className="pair">
        {selects.map(({ name, all, words }) => (
          <select
            key={name}
            aria-label={all}
            value={filter[name] ?? ''}
            onChange={({ target }) => put(name, target.value)}
          >
            <option value="">{all}</option>
            {Object.entries(words).map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        ))}
      </div>
      <input
        type="search"
        aria-label="按企业名称或编号查找"
        placeholder="企业名称或编号"
        defaultValue={filter['words'] ?? ''}
        onChange={({ target }) => put('words', target.value.trim())}
      />
    </div>
  );
}

/** The address of the list with this filter. */
export const addressOf = (filter: InspectionFilter) =>
  `/api/inspections?${new URLSearchParams({ limit: '60', ...filter }).toString()}`;
