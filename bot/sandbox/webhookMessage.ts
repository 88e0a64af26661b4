import { listOf, objectOf, textOf, type Fields } from './fields';
import { Refusal } from './refusal';
import { type Look } from './robotMessage';
import { type Session } from './state';
import { type World } from './world';

/** Messages in the custom-robot language (dingtalk.md §5.6): also what sendBySession and callback replies use. */
const missing = (field: string) => new Refusal(400402, `missing parameter: ${field}`);

function need(body: Fields, section: string, fields: string[]): Fields {
  const part = objectOf(body[section]);
  if (!part) throw missing(section);
  for (const field of fields) if (!textOf(part[field])) throw missing(`${section}.${field}`);
  return part;
}

const LOOKS: Record<string, (body: Fields) => Look> = {
  text: (body) => ({ kind: 'text', text: textOf(need(body, 'text', ['content'])['content']) }),
  markdown: (body) => {
    const part = need(body, 'markdown', ['title', 'text']);
    return { kind: 'markdown', title: textOf(part['title']), text: textOf(part['text']) };
  },
  link: (body) => {
    const part = need(body, 'link', ['title', 'text', 'messageUrl']);
    return {
      kind: 'link',
      title: textOf(part['title']),
      text: textOf(part['text']),
      url: textOf(part['messageUrl']),
      imageUrl: textOf(part['picUrl']),
    };
  },
  actionCard: (body) => {
    const part = need(body, 'actionCard', ['title', 'text']);
    const several = Array.isArray(part['btns'])
      ? (part['btns'] as unknown[]).map((button) => objectOf(button) ?? {})
      : [];
    const all = several.length
      ? several.map((button) => [button['title'], button['actionURL']])
      : [[part['singleTitle'], part['singleURL']]];
    const buttons = all.map(([title, url]) => ({ title: textOf(title) ?? '', url: textOf(url) ?? '' }));
    return { kind: 'actionCard', title: textOf(part['title']), text: textOf(part['text']), buttons };
  },
  feedCard: (body) => {
    const part = objectOf(body['feedCard']);
    if (!Array.isArray(part?.['links']) || part['links'].length === 0) throw missing('feedCard.links');
    const links = (part['links'] as unknown[]).map((link) => objectOf(link) ?? {});
    return {
      kind: 'feedCard',
      buttons: links.map(({ title, messageURL }) => ({ title: textOf(title) ?? '', url: textOf(messageURL) ?? '' })),
    };
  },
};

/** @throws Refusal 400105 for an unknown msgtype, 400402 for a missing field */
export function webhookLook(body: Fields): Look & { atUserIds: string[]; atAll: boolean } {
  const msgtype = textOf(body['msgtype']) ?? '';
  if (!Object.hasOwn(LOOKS, msgtype))
    throw new Refusal(400105, '不支持的消息类型，msgtype 应为 text、link、markdown、actionCard 或 feedCard');
  const at = objectOf(body['at']);
  return { ...LOOKS[msgtype]!(body), atUserIds: listOf(at?.['atUserIds']) ?? [], atAll: at?.['isAtAll'] === true };
}

/** Shows a reply in the conversation the session belongs to. */
export function showWebhookMessage(world: World, session: Session, body: Fields): void {
  const look = webhookLook(body);
  const group = world.organisation.groups.find(
    ({ openConversationId }) => openConversationId === session.openConversationId,
  );
  for (const userId of group?.members ?? [session.userId])
    world.phones.deliver(userId, { ...look, from: 'bot', chat: group?.openConversationId ?? 'bot' });
}
