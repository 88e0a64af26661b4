import fc from 'fast-check';
import { MOST_POINTS, Signature, signatureFault, signatureOf, signaturePath, SignedBy } from '../models/core/signature';

type Drawn = [number, number][][];
const SURFACE = { width: 800, height: 400 };
const written = (drawn: Drawn) =>
  signatureOf(
    drawn.map((stroke) => stroke.map(([x, y], at): [number, number, number] => [x, y, 5_000 + at * 16])),
    SURFACE,
  );
/** Points along straight lines, as a finger leaves them. */
const along = (...corners: [number, number][]): [number, number][] =>
  corners.flatMap(([x, y], at) => {
    const [fromX, fromY] = corners[at - 1] ?? [x, y];
    return Array.from({ length: 12 }, (_, part): [number, number] => [
      fromX + ((x - fromX) * part) / 11,
      fromY + ((y - fromY) * part) / 11,
    ]);
  });
const ring = (turns: number): [number, number][] =>
  Array.from({ length: 80 }, (_, at) => {
    const angle = (at / 79) * turns * 2 * Math.PI;
    return [400 + 120 * Math.cos(angle), 200 + 120 * Math.sin(angle)];
  });
/** 丁一, as short as a name can be. */
const DING_YI: Drawn = [
  along([100, 100], [260, 100]),
  along([180, 100], [180, 260], [160, 240]),
  along([380, 180], [560, 180]),
];
const CURSIVE: Drawn = [along([100, 200], [180, 80], [200, 240], [260, 120], [300, 260], [360, 140], [440, 220])];

describe('a signature', () => {
  it.each<[string, Drawn]>([
    ['a short name of three strokes', DING_YI],
    ['a name written in one cursive stroke', CURSIVE],
    ['two loops that run into each other', [ring(2)]],
  ])('stands: %s', (_, drawn) => {
    expect(signatureFault(written(drawn))).toBeUndefined();
  });

  it.each<[string, Drawn, RegExp]>([
    ['a dot', [[[400, 200]]], /一个点/],
    ['a trembling dot', [along([400, 200], [404, 203], [399, 198])], /一个点/],
    ['three dots far apart', [[[100, 200]], [[300, 200]], [[500, 200]]], /太短/],
    ['a short line', [along([100, 200], [300, 200])], /太短/],
    ['a straight line across the box', [along([100, 200], [700, 190])], /打勾、打叉或一条线/],
    ['a tick', [along([200, 200], [300, 320], [600, 80])], /打勾/],
    ['a cross', [along([200, 100], [500, 300]), along([500, 100], [200, 300])], /打叉/],
    ['a ring', [ring(1)], /画圈/],
  ])('is refused in words: %s', (_, drawn, words) => {
    const fault = signatureFault(written(drawn));
    expect(fault).toMatch(words);
    expect(fault).toMatch(/请.*姓名/);
    expect(SignedBy.safeParse(written(drawn)).error?.issues[0]?.message).toBe(fault);
  });

  it('is the same whatever the size of the screen it was written on', () => {
    const small = signatureOf(
      DING_YI.map((stroke) => stroke.map(([x, y], at) => [x / 2, y / 2, at])),
      { width: 400, height: 200 },
    );
    expect(small.strokes.map((stroke) => stroke.map(([x, y]) => [x, y]))).toEqual(
      written(DING_YI).strokes.map((stroke) => stroke.map(([x, y]) => [x, y])),
    );
  });

  it('begins its time with the first touch', () => {
    expect(written(CURSIVE).strokes[0]?.[0]?.[2]).toBe(0);
  });

  it('is drawn by one move per stroke, a dot too', () => {
    const path = signaturePath(written([[[400, 200]], along([100, 100], [200, 100])]));
    expect(path).toBe('M500 250h0.1M125 125L250 125');
  });

  it('always fits into one field event, whatever was drawn', () => {
    const point = fc.tuple(fc.integer({ min: -50, max: 900 }), fc.integer({ min: -50, max: 500 }), fc.nat(900_000));
    fc.assert(
      fc.property(
        fc.array(fc.array(point, { minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 30 }),
        (drawn) => {
          const signature = signatureOf(drawn, SURFACE);
          expect(Signature.safeParse(signature).success).toBe(true);
          expect(JSON.stringify(signature).length).toBeLessThan(6_500);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each<[string, unknown]>([
    ['no stroke', { width: 1000, height: 500, strokes: [] }],
    ['an empty stroke', { width: 1000, height: 500, strokes: [[]] }],
    ['a point outside the box', { width: 1000, height: 500, strokes: [[[1001, 10, 0]]] }],
    ['a fraction', { width: 1000, height: 500, strokes: [[[10.5, 10, 0]]] }],
    ['something unknown', { width: 1000, height: 500, strokes: [[[1, 1, 0]]], picture: 'data:' }],
    ['too many points', { width: 1000, height: 500, strokes: [Array(MOST_POINTS + 1).fill([1, 1, 0])] }],
    ['too many strokes', { width: 1000, height: 500, strokes: Array(81).fill([[1, 1, 0]]) }],
  ])('of another shape is refused: %s', (_, value) => {
    expect(Signature.safeParse(value).success).toBe(false);
  });
});
