/** An officer's phone as far as its events go: a real key, a real chain, a clock that can be wrong. */
import { ulid } from 'ulid';
import { canonicalJson, sha256Hex } from '../../models/core/canonical';
import { type Signature } from '../../models/core/signature';
import { makeDeviceKey, sealEvent, type PublicKey } from '../../models/field/chain';
import { type FieldEvent, type FieldPosition } from '../../models/field/fieldEvent.schema';
import { basisOf } from '../../models/field/order';
import { foldSiteRecord } from '../../models/siteRecord/fold';
import { sitePagesToSign } from '../../models/siteRecord/pages';
import { type SiteSeed } from '../../models/siteRecord/siteRecord.schema';
import { contentOf } from '../../models/template/page';

export const SITE: [number, number] = [122.31, 30.03];
export const ARRIVAL = new Date('2026-03-02T09:00:00+08:00');

/** A name in four strokes. */
export const SIGNATURE: Signature = {
  ...{ width: 1000, height: 500 },
  strokes: [
    [
      [100, 100, 0],
      [400, 120, 100],
    ],
    [
      [250, 60, 200],
      [240, 400, 400],
    ],
    [
      [120, 250, 500],
      [420, 240, 600],
    ],
    [
      [500, 90, 700],
      [780, 380, 900],
    ],
  ],
};

export const officer = (id: string, name: string) => ({
  ...{ id, name, certificateNo: `ZF-${id}`, certificateValidTo: '2028-12-31' },
});

export function aSeed(change: Partial<SiteSeed> = {}): SiteSeed {
  return {
    ...{ record: 'siteRecord:task-1', inspection: 'task-1', no: 'JC-2026-000001', checkType: 'ROUTINE' },
    ...{ ground: '日常检查，2026-1', enterprise: 'E07', enterpriseName: '东海鱼粉示例有限公司', sector: 'SEAFOOD' },
    ...{
      county: '330903',
      place: '展茅',
      location: SITE,
      officers: [officer('wang', '王示海'), officer('zhang', '张示潮')],
    },
    ...{ actionCode: 'ZS-330903-20260302-ABCDEFGH1', plannedOn: '2026-03-02', instruction: '', checklist: [] },
    ...{ prefill: {}, prefilledFrom: null, lastVisit: null, supplements: null, madeAt: ARRIVAL.toISOString() },
    limits: {
      ...{ nearMetres: 300, farMetres: 500, apartMetres: 500, startMinutes: 30 },
      ...{ submitHours: 24, lateHours: 24, turnedMinutes: 10 },
    },
    ...change,
  };
}

const REQUIRED = {
  'party.name': '东海鱼粉示例有限公司',
  'production.state': 'NORMAL',
  'pollution.operation': 'NORMAL',
  'found.text': '厂区整洁，废水处理设施运行。',
} as const;

export class Writer {
  readonly boot = ulid();
  readonly events: FieldEvent[] = [];
  /** What other phones wrote, as far as this one knows. */
  readonly others: FieldEvent[] = [];
  /** By which its clock is behind the true time, and what it knows of that. */
  behindMs = 0;
  skewMs: number | null = 0;
  private minutes = 0;

  private constructor(
    readonly author: string,
    readonly device: string,
    readonly key: Awaited<ReturnType<typeof makeDeviceKey>>['privateKey'],
    readonly publicKey: PublicKey,
    readonly seed: SiteSeed,
    private readonly start: Date,
  ) {}

  static async of(author: string, seed = aSeed(), start = ARRIVAL): Promise<Writer> {
    const { privateKey, publicKey } = await makeDeviceKey();
    return new Writer(author, ulid(), privateKey, publicKey, seed, start);
  }

  /** True time so many minutes after the arrival. */
  at(minutes: number): Date {
    return new Date(this.start.getTime() + minutes * 60_000);
  }

  readonly here = (location: [number, number] = SITE, mock?: boolean): FieldPosition => ({
    ...{ location, accuracy: 12, at: this.at(this.minutes).toISOString() },
    ...(mock === undefined ? {} : { mock }),
  });

  /** Write one event, by default a minute after the last one. */
  async say(type: string, data: object = {}, position?: FieldPosition, at = ++this.minutes): Promise<FieldEvent> {
    this.minutes = at;
    const shown = new Date(this.at(at).getTime() - this.behindMs);
    const event = await sealEvent(
      {
        ...{ id: ulid(), record: this.seed.record, device: this.device, author: this.author },
        ...{ at: shown.toISOString(), skewMs: this.skewMs, uptimeMs: at * 60_000, boot: this.boot },
        ...{ type, data: data as FieldEvent['data'] },
        ...(position ? { position } : {}),
      },
      this.events.at(-1),
      this.key,
    );
    this.events.push(event);
    return event;
  }

  get known(): FieldEvent[] {
    return [...this.events, ...this.others];
  }
  state() {
    return foldSiteRecord(this.seed, this.known);
  }

  /** 到场、亮证、告知、亮码. */
  async begin(): Promise<void> {
    await this.say('arrive', {}, this.here());
    await this.say('showCertificate', { to: 'PARTY', certificateNo: `ZF-${this.author}` });
    await this.say('tellRights', { to: 'PARTY', recusalAsked: false, recusalReason: '' });
    await this.say('scanCode', { code: this.seed.actionCode });
  }

  /** Everything a record without findings needs before it is read over. */
  async describe(change: object = {}): Promise<void> {
    await this.say('state', { values: { ...REQUIRED, ...change } });
    const person = { role: 'ON_SITE_HEAD', name: '何示厂', idNumber: '', position: '厂长', phone: '', workUnit: '' };
    const more = { gender: '', birthday: '', address: '', relation: '' };
    await this.say('person', { id: PARTY, ...person, ...more });
    await this.say('endCheck');
  }

  /** 通读: fixes the pages of all that is known here. */
  async read(): Promise<FieldEvent> {
    const pages = sitePagesToSign(this.state());
    const hashes = await Promise.all(pages.map((page) => sha256Hex(canonicalJson(contentOf(page)))));
    return this.say('finish', { basis: basisOf(this.known), pages: hashes, readBy: 'PARTY' });
  }

  async sign(reading: FieldEvent): Promise<void> {
    const pages = reading.data['pages'] as string[];
    for (const [index, contentHash] of pages.entries())
      await this.say('sign', {
        reading: reading.id,
        signer: PARTY,
        page: { index: index + 1, contentHash, signature: SIGNATURE },
      });
    for (const { id } of this.seed.officers)
      await this.say('countersign', { reading: reading.id, officer: id, signature: SIGNATURE });
  }
}

/** The party on site, by the id that every phone knows. */
export const PARTY = '01J00000000000000000000000';

/** One visit on two phones: the first writes and has it signed, the second is there and hands in. */
export async function aVisit(seed = aSeed()): Promise<{ first: Writer; second: Writer; all: FieldEvent[] }> {
  const [first, second] = await Promise.all([Writer.of('wang', seed), Writer.of('zhang', seed)]);
  await first.begin();
  await second.begin();
  await first.describe();
  await first.sign(await first.read());
  await first.say('submit', { colleague: false });
  await second.say('submit', { colleague: true }, undefined, 60);
  return { first, second, all: [...first.events, ...second.events] };
}
