import { type DingTalkSettings } from './settings';

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\]|[\w.-]+\.localhost)$/;
const PORTS: Record<string, string> = { 'https:': '443', 'wss:': '443', 'http:': '80', 'ws:': '80' };

const portOf = (url: URL): string => url.port || (PORTS[url.protocol] ?? '');

/** The same machine under one of its names, and the same port: a sandbox beside us may call itself either. */
const sameDoor = (url: URL, base: URL): boolean =>
  portOf(url) === portOf(base) &&
  (url.hostname === base.hostname || (LOOPBACK.test(url.hostname) && LOOPBACK.test(base.hostname)));

/**
 * May we follow an address that came in an answer or a message? Only to DingTalk itself, the configured bases and the
 * configured file hosts; otherwise whoever forges a message could make the server call its own inner network.
 *
 * @param schemes the schemes the use allows, e.g. `['https:', 'http:']`
 * @returns the parsed address, or undefined when it must not be followed
 */
export function followable(
  address: string,
  schemes: readonly string[],
  settings: Pick<DingTalkSettings, 'apiBase' | 'oapiBase' | 'fileHosts'>,
): URL | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (!schemes.includes(url.protocol) || url.username || url.password) return undefined;
  const ofDingTalk = /(^|\.)dingtalk\.com$/.test(url.hostname) && portOf(url) === PORTS[url.protocol];
  const ofSettings = [settings.apiBase, settings.oapiBase].some((base) => sameDoor(url, new URL(base)));
  const ofFiles = settings.fileHosts?.includes(url.host) ?? false;
  return ofDingTalk || ofSettings || ofFiles ? url : undefined;
}
