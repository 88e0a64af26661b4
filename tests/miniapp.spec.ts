import { petitionForms, registerForm, reportForm } from '../models/petition/petition.form';
import { ClassifyPetition, ReportPetition } from '../models/petition/petition.schema';
import { listPath, EMPTY_FILTER } from '../miniapp/desk/deskFilter';
import { changeWords } from '../miniapp/desk/changeWords';
import { faults, inputOf, photosIn, startingValues } from '../miniapp/form/values';
import { nearest } from '../miniapp/petition/places';
import { ladderWords } from '../miniapp/record/ladderWords';
import { moment, remaining, stretch } from '../miniapp/time';

const NOW = new Date('2026-03-02T10:00:00+08:00');
const FILLED = { content: '河水发黑', place: '展茅', medium: 'WATER', urgency: 'NORMAL' };

describe('a filled-in form', () => {
  it('names every required field that is empty, in the words of its label', () => {
    expect(faults(reportForm, { content: '  ' })).toEqual({
      content: '请填写看到的情况',
      place: '请填写地点',
      medium: '请选择污染类型',
      urgency: '请选择紧急程度',
    });
  });

  it('asks for fewer words instead of cutting them', () => {
    expect(faults(reportForm, { ...FILLED, content: '黑'.repeat(2001) })).toEqual({
      content: '看到的情况最多2000字，请精简后再提交',
    });
  });

  it('becomes an input that the command accepts, without empty fields', () => {
    const input = inputOf(reportForm, { ...FILLED, place: ' 展茅 ', location: [122.3, 30.03], photos: [{ id: 'a' }] });
    expect(input).toEqual({ ...FILLED, location: [122.3, 30.03] });
    expect(ReportPetition.parse(input)).toMatchObject({ place: '展茅', photos: [] });
  });

  it('names an enterprise by its id alone: the register knows what it is called', () => {
    const form = petitionForms.classify ?? [];
    const values = {
      medium: 'WATER',
      urgency: 'URGENT',
      path: 'PETITION_OPINION',
      county: '330903',
      enterpriseId: 'e1',
      enterpriseName: '东海鱼粉',
      groupSize: 3,
    };
    expect(inputOf(form, values)).not.toHaveProperty('enterpriseName');
    expect(ClassifyPetition.parse(inputOf(form, values))).toMatchObject({
      enterpriseId: 'e1',
      groupSize: 3,
    });
  });

  it('starts from the record as it is, but never from an old reason', () => {
    const record = { medium: 'SEA', reason: '旧理由', resultPhotos: ['h1'], findings: '上次写的' };
    expect(startingValues(petitionForms.classify ?? [], record)).toEqual({ medium: 'SEA' });
    expect(startingValues(petitionForms.returnTask ?? [], record)).toEqual({});
    const reply = startingValues(petitionForms.draftReply ?? [], record);
    expect(reply).toEqual({ findings: '上次写的', photos: [{ hash: 'h1' }] });
    expect(photosIn(reply)).toEqual([{ hash: 'h1' }]);
  });

  it('knows every kind of field that a petition asks for', () => {
    const kinds = [registerForm, ...Object.values(petitionForms)].flat().map(({ kind }) => kind);
    expect(new Set(kinds).size).toBeGreaterThan(8);
  });
});

describe('times on a page', () => {
  it('are told in Shanghai, with the year only when it is another one', () => {
    expect(moment('2026-03-01T16:05:00Z', NOW)).toBe('3月2日 00:05');
    expect(moment('2025-12-31T15:59:00Z', NOW)).toBe('2025年12月31日 23:59');
  });

  it('say how long is left, and how long it is over', () => {
    expect(remaining('2026-03-05T15:59:59.999Z', NOW)).toBe('还有 3 天');
    expect(remaining('2026-03-02T15:59:59.999Z', NOW)).toBe('还有 13小时59分');
    expect(remaining('2026-03-01T02:00:00Z', NOW)).toBe('已超期 1天0小时');
    expect(stretch(65_000)).toBe('1分05秒');
  });

  it('say when silence climbs the next rung', () => {
    const waiting = { rung: 0, nextRungAt: '2026-03-02T02:05:00Z', unreachable: false };
    expect(ladderWords(waiting, NOW)).toBe('等待签收，5分00秒后升级');
    expect(ladderWords({ ...waiting, rung: 2, nextRungAt: null }, NOW)).toBe('已提醒 2 次');
    expect(ladderWords({ ...waiting, unreachable: true }, NOW)).toBe('找不到可以通知的人，请人工联系');
  });
});

describe('the desk', () => {
  it('asks only for what the filter names', () => {
    expect(listPath(EMPTY_FILTER, 50)).toBe('/api/petitions?limit=50');
    const path = listPath({ ...EMPTY_FILTER, status: 'assigned,recheck', overdue: true, words: ' 东海 ' }, 50);
    expect(new URLSearchParams(path.split('?')[1]).get('words')).toBe('东海');
    expect(path).toContain('status=assigned%2Crecheck');
    expect(path).toContain('overdue=1');
  });

  it('compares this year with the same stretch of the last', () => {
    expect(changeWords({ changePercent: -5.1, registeredLastYearSamePeriod: 294 })).toBe('同比 −5.1%（去年同期 294）');
    expect(changeWords({ changePercent: null, registeredLastYearSamePeriod: 0 })).toBe('去年同期没有数据');
  });
});

describe('known places', () => {
  it('are offered nearest first', () => {
    expect(nearest([122.31, 30.02], 2).map(({ name }) => name)).toEqual(['展茅', '普陀山']);
  });
});
