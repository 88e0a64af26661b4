import { Button, Checkbox, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { COUNTIES } from '../../models/core/place';
import { MEDIA, URGENCIES } from '../../models/petition/petition.schema';
import { type DeskFilter, EMPTY_FILTER, STATUS_GROUPS } from './deskFilter';

const choices = (words: Record<string, string>, all: string) => [
  { value: '', label: all },
  ...Object.entries(words).map(([value, label]) => ({ value, label })),
];
const CHOICES = {
  medium: choices(MEDIA, '全部类型'),
  county: choices(COUNTIES, '全部县区'),
  urgency: choices(URGENCIES, '不限缓急'),
};
const LABELS = { medium: '污染类型', county: '县区', urgency: '缓急' };

/** Narrowing the list; words are sent a moment after the last key. */
export function DeskFilters({
  filter,
  onChange,
  isCity,
}: {
  filter: DeskFilter;
  onChange: (filter: DeskFilter) => void;
  isCity: boolean;
}) {
  const [words, setWords] = useState(filter.words);
  useEffect(() => {
    const timer = setTimeout(() => words !== filter.words && onChange({ ...filter, words }), 250);
    return () => clearTimeout(timer);
  }, [words, filter, onChange]);
  const set = (change: Partial<DeskFilter>) => onChange({ ...filter, words, ...change });
  const shown = (['county', 'medium', 'urgency'] as const).filter((name) => isCity || name !== 'county');
  return (
    <div className="desk-filters">
      <Input
        value={words}
        onChange={(event) => setWords(event.target.value)}
        placeholder="编号、企业或地点"
        aria-label="查找"
        data-testid="desk-words"
        maxLength={50}
        allowClear
      />
      <div className="desk-filter-row">
        <Select
          value={filter.status}
          options={STATUS_GROUPS}
          onChange={(status) => set({ status })}
          aria-label="状态"
          data-testid="filter-status"
        />
        {shown.map((name) => (
          <Select
            key={name}
            value={filter[name]}
            options={CHOICES[name]}
            onChange={(value) => set({ [name]: value })}
            aria-label={LABELS[name]}
            data-testid={`filter-${name}`}
          />
        ))}
      </div>
      <div className="row">
        <Checkbox
          checked={filter.overdue}
          onChange={(event) => set({ overdue: event.target.checked })}
          data-testid="filter-overdue"
        >
          只看超期
        </Checkbox>
        <Button
          type="link"
          className="push"
          onClick={() => {
            setWords('');
            onChange(EMPTY_FILTER);
          }}
        >
          清空条件
        </Button>
      </div>
    </div>
  );
}
