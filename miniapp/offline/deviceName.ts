/** What the list of one's phones calls this one: 安卓手机 · 钉钉. */
export function deviceName(agent: string = navigator.userAgent): string {
  const kind = /iPhone|iPad/.test(agent)
    ? '苹果手机'
    : /HarmonyOS|OpenHarmony/.test(agent)
      ? '鸿蒙手机'
      : /Android/.test(agent)
        ? '安卓手机'
        : /Windows/.test(agent)
          ? 'Windows 电脑'
          : /Mac OS/.test(agent)
            ? '苹果电脑'
            : '电脑';
  return `${kind} · ${/DingTalk/i.test(agent) ? '钉钉' : '浏览器'}`;
}
