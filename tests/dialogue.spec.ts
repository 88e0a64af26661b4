import { idFrom, toldBy } from '../bot/reporting';
import { understand } from '../models/petition/understanding';

const NOTHING = { content: '', medium: null, place: null, location: null, urgency: null, enterpriseId: null };
const BEGUN = { ...NOTHING, content: '河水发黑', medium: 'WATER' as const };
const tell = (text: string, draft: Parameters<typeof toldBy>[2]) => toldBy(text, understand(text, []), draft);

describe('what a message adds to the draft', () => {
  it('is words and facts when it is the first', () => {
    expect(tell('展茅横街村河水发黑，快来', NOTHING)).toEqual({
      words: '展茅横街村河水发黑，快来',
      facts: { medium: 'WATER', urgency: 'URGENT', place: '展茅横街村', county: '330903' },
    });
  });

  it('is the fact alone when it answers the open question', () => {
    expect(tell('在展茅横街村', BEGUN)).toEqual({ facts: { place: '展茅横街村', county: '330903' } });
    expect(tell('村口老樟树下面', BEGUN)).toEqual({ facts: { place: '村口老樟树下面' } });
    expect(tell('不急', { ...BEGUN, place: '展茅' })).toEqual({ facts: { urgency: 'NORMAL' } });
  });

  it('is kept in the reporter’s words when it says more', () => {
    expect(tell('还很臭', BEGUN)).toEqual({ words: '还很臭', facts: {} });
    const long = '在展茅横街村，从昨天晚上开始就一直这样，今天早上我去看又更加黑了，两边都是';
    expect(tell(long, BEGUN)).toMatchObject({ words: long, facts: { place: '展茅横街村' } });
  });

  it('never overwrites what stands: a correction is asked for by name', () => {
    const full = { ...BEGUN, place: '展茅', urgency: 'URGENT' as const };
    expect(tell('六横那边噪声一般', full)).toEqual({ words: '六横那边噪声一般', facts: {} });
  });

  it('is nothing but its photos when there are no words', () => {
    expect(toldBy('', {}, BEGUN)).toEqual({ facts: {} });
  });
});

describe('the id of a draft', () => {
  it('is the same for the same message and tells nothing of it', () => {
    expect(idFrom('msgAbc==')).toBe(idFrom('msgAbc=='));
    expect(idFrom('msgAbc==')).toMatch(/^[0-9a-f]{24}$/);
  });
});
