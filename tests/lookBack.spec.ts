import { lotOrder } from '../models/audit/sampling';
import { drawLookBack, monthBefore, openRound } from '../models/lookBack/drawing';
import { type LookBackItem } from '../models/lookBack/lookBack.schema';
import { atTime, MORNING } from './builders';

const SEED = '07'.repeat(32);
const item = (n: number, priority: LookBackItem['priority'] = 'NONE'): LookBackItem => ({
  ...{ kind: 'followUp', id: `followup-${n}`, no: `HD-2026-${n}`, priority },
});
const items = [...Array.from({ length: 10 }, (_, n) => item(n)), item(10, 'CENTRAL'), item(11, 'PROVINCIAL')];
const figures = { permille: 200, least: 1 };

describe('a look-back round', () => {
  it('looks at all that the inspectors named and at a fifth of the rest, the same for the same seed in whatever order', () => {
    const drawn = drawLookBack(SEED, 'lookback-2026-12-3', items, figures);
    expect(drawn.certain).toEqual(['followup-10', 'followup-11']);
    expect(drawn.lot).toHaveLength(2);
    const others = drawn.frame.filter(({ priority }) => priority === 'NONE').map(({ id }) => id);
    expect(drawn.lot).toEqual(lotOrder(SEED, 'lookback-2026-12-3', others).slice(0, 2));
    expect(drawLookBack(SEED, 'lookback-2026-12-3', [...items].reverse(), figures)).toEqual(drawn);
    expect(drawLookBack('08'.repeat(32), 'lookback-2026-12-3', items, figures).frameHash).toBe(drawn.frameHash);
  });

  it('rounds a share up, and takes nothing from nothing', () => {
    expect(drawLookBack(SEED, 'r', items.slice(0, 6), figures).lot).toHaveLength(2);
    expect(drawLookBack(SEED, 'r', items.slice(0, 1), figures).lot).toHaveLength(1);
    expect(drawLookBack(SEED, 'r', [], figures)).toMatchObject({ frame: [], certain: [], lot: [] });
  });

  it('looks at the sign-offs of three and of six months before, also over the turn of a year', () => {
    expect([monthBefore('2026-12', 3), monthBefore('2027-01', 3), monthBefore('2026-08', 6)]).toEqual([
      ...['2026-09', '2026-10', '2026-02'],
    ]);
  });

  it('owes one review for each drawn item', () => {
    const { document, effects = [] } = openRound({ month: '2026-12', after: 3 }, items, atTime(MORNING), {
      ...{ seed: SEED, ...figures },
    });
    expect(document).toMatchObject({ _id: 'lookback-2026-12-3', signedOffIn: '2026-09' });
    expect(effects.map(({ data }) => data['item']).sort()).toEqual([...document.certain, ...document.lot].sort());
  });
});
