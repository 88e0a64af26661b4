import { type Carried, probeCommands, startProbe } from '../models/probe/probe.commands';
import { as, atTime, MORNING } from './builders';

const later = (seconds: number) => new Date(MORNING.getTime() + seconds * 1000);
const started = () => startProbe('p1', 'probe01', { now: MORNING }).document;
const judged = (carried: Carried, at = later(60)) => probeCommands.wake.decide(started(), {}, atTime(at), carried);

describe('a probe', () => {
  it('tells one account by one card, waits for nobody and climbs no ladder', () => {
    const { effects, document } = startProbe('p1', 'probe01', { now: MORNING });
    expect(document).toMatchObject({ status: 'sent', startedAt: MORNING, wakeAt: later(60), ms: null });
    expect(effects?.map(({ kind, data }) => [kind, data['purpose'], data['ladder']])).toEqual([
      ['assignment.open', 'probe.run', false],
    ]);
  });

  it('answered took as long as it took, and is over', () => {
    const { document, effects } = probeCommands.answer.decide(
      started(),
      {},
      { ...as('machine', 'probe01'), now: later(1.5) },
      undefined,
    );
    expect(document).toMatchObject({ status: 'answered', ms: 1500, wakeAt: null, stuckAt: null });
    expect(effects?.map(({ kind }) => kind)).toEqual(['assignment.close']);
  });

  it('unanswered but taken by DingTalk counts by the moment it was taken', () => {
    const { document } = judged([{ acceptedAt: later(2), failed: null }]);
    expect(document).toMatchObject({ status: 'delivered', ms: 2000 });
  });

  it.each<[string, Carried]>([
    ['任务没有生成（本地队列）', undefined],
    ['消息没有发出（发送队列）', []],
    ['钉钉没有应答', [{ acceptedAt: null, failed: null }]],
    ['钉钉拒绝了消息', [{ acceptedAt: null, failed: 'param.invalid' }]],
  ])('that came no further than “%s” has failed and says so', (stuckAt, carried) => {
    expect(judged(carried).document).toMatchObject({ status: 'failed', ms: null, stuckAt, wakeAt: null });
  });

  it('is answered by the account it went to alone, and judged by the clock alone, after its minute', () => {
    const refused = (code: string) => expect.objectContaining({ code }) as Error;
    const answer = (id: string) => () => probeCommands.answer.decide(started(), {}, as('machine', id), undefined);
    expect(answer('probe02')).toThrow(refused('NOT_PERMITTED'));
    expect(() => judged([], later(59))).toThrow(refused('NOT_NOW'));
    const judge = () => probeCommands.wake.decide(started(), {}, as('machine', 'probe01'), []);
    expect(judge).toThrow(refused('NOT_PERMITTED'));
  });
});
