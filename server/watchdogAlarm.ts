/** How the watchdog says that something stands still, without any part of the server: a group robot's webhook and work notices of its own. */
import { createHmac } from 'node:crypto';
import { type Finding, FINDINGS, type FindingKind } from '../models/probe/findings';

const SHANGHAI_MS = 8 * 3_600_000;
const timeWords = (at: Date) => new Date(at.getTime() + SHANGHAI_MS).toISOString().slice(5, 16).replace('T', ' ');

/** Stores in words; names and ids stay in the findings. */
const STORES: Readonly<Record<string, string>> = {
  petitions: '信访',
  assignments: '任务',
  incidents: '事件',
  signals: '信号',
  shifts: '值班',
  absences: '请假',
  probes: '自检',
};

type Told = Pick<Finding, 'kind' | 'store' | 'count' | 'oldest'>;
const amount = (count: number) => (count >= 1000 ? '1000项以上' : `${count}项`);
const TEXTS: Partial<Record<FindingKind, (finding: Told) => string>> = {
  probe: ({ oldest }) => `${FINDINGS.probe}${oldest ? `（最近一次 ${timeWords(oldest)}）` : ''}`,
  server: ({ oldest }) => `${FINDINGS.server}${oldest ? `（自 ${timeWords(oldest)}）` : ''}`,
  database: ({ oldest }) => `${FINDINGS.database}${oldest ? `（自 ${timeWords(oldest)}）` : ''}`,
};

/** One finding in words: what, how many, since when. */
export function findingWords(finding: Told): string {
  const own = TEXTS[finding.kind];
  if (own) return own(finding);
  const { kind, store, count, oldest } = finding;
  return `${STORES[store] ?? store}：${FINDINGS[kind]} ${amount(count)}${oldest ? `，最早应于 ${timeWords(oldest)}` : ''}`;
}

/** What is said when something is found, still stands, or is mended. Names no person and no case. */
export function alarmText(standing: readonly Told[], cleared: readonly Told[], now: Date): string {
  const lines = [
    ...(standing.length > 0 ? ['【联动·看门狗告警】', ...standing.map((one) => `· ${findingWords(one)}`)] : []),
    ...(cleared.length > 0 ? ['【联动·已恢复】', ...cleared.map((one) => `· ${FINDINGS[one.kind]}`)] : []),
    `${timeWords(now)} 请值班员查看“运行状态”，必要时用电话通知。`,
  ];
  return lines.join('\n').slice(0, 1_500);
}

/** One way of telling. Rejects when it could not be told. */
export type Way = (text: string, now: Date) => Promise<void>;

const TIMEOUT_MS = 5_000;

/** A group robot (自定义机器人), signed where it has a secret. @param timestamp comes from the clock of the organisation's DingTalk */
export function webhookWay(url: string, secret: string | undefined): Way {
  return async (content, now) => {
    const address = new URL(url);
    if (secret) {
      const timestamp = String(now.getTime());
      address.searchParams.set('timestamp', timestamp);
      address.searchParams.set('sign', createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'));
    }
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ msgtype: 'text', text: { content } }),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const answer = (await response.json().catch(() => ({}))) as { errcode?: number };
    if (!response.ok || (answer.errcode ?? 0) !== 0)
      throw new Error(`webhook ${response.status} ${answer.errcode ?? ''}`);
  };
}

/**
 * Tell by every way there is; one that fails hinders no other.
 *
 * @returns whether anybody was told
 */
export async function tellAll(
  ways: readonly Way[],
  text: string,
  now: Date,
  onError: (error: unknown) => void,
): Promise<boolean> {
  const told = await Promise.all(
    ways.map((way) =>
      way(text, now).then(
        () => true,
        (error: unknown) => {
          onError(error);
          return false;
        },
      ),
    ),
  );
  return told.some(Boolean);
}

/** A sign of life for an outside watcher (GET or POST to its address): it rings when the sign stays away. */
export async function signal(url: string, method: 'GET' | 'POST'): Promise<void> {
  const response = await fetch(url, { method, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
  await response.body?.cancel();
  if (response.status >= 400) throw new Error(`dead-man signal ${response.status}`);
}
