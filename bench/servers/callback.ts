/**
 * One of the two ends of the Stream that the callback bench compares, in a process of its own:
 *   bare     `ws`: the frame parsed, one durable updateOne, acknowledged
 *   product  the product's Stream client and card replies: person, message and record read, decided, written, the card drawn
 */
import { tmpdir } from 'node:os';
import { WebSocket } from 'ws';
import { startBot } from '../../bot/bot';
import { createDingTalk, type DingTalkSettings } from '../../bot/dingtalk/client';
import { openVault } from '../../models/core/identityVault';
import { petitions } from '../../models/petition/petition.store';
import { openDatabase } from '../../server/database';
import { CARD_TOPIC } from '../gateway';

const clock = () => new Date();
const quiet = { info: () => {}, warn: () => {}, error: console.error };

async function bare(apiBase: string) {
  const answer = await fetch(`${apiBase}/v1.0/gateway/connections/open`, {
    method: 'POST',
    body: JSON.stringify({ subscriptions: [{ type: 'CALLBACK', topic: CARD_TOPIC }] }),
  });
  const { endpoint, ticket } = (await answer.json()) as { endpoint: string; ticket: string };
  const socket = new WebSocket(`${endpoint}?ticket=${encodeURIComponent(ticket)}`);
  const acknowledge = async (text: string) => {
    const { headers, data } = JSON.parse(text) as { headers: { messageId: string }; data: string };
    const { outTrackId } = JSON.parse(data) as { outTrackId: string };
    await petitions.collection.updateOne(
      { _id: outTrackId },
      {
        $set: { status: 'investigating', updatedAt: clock() },
        $inc: { version: 1 },
      },
    );
    const response = JSON.stringify({ response: {} });
    socket.send(JSON.stringify({ code: 200, headers, message: 'OK', data: response }));
  };
  socket.on('message', (frame) => void acknowledge((frame as Buffer).toString('utf8')));
  await new Promise((open) => socket.once('open', open));
}

async function product(apiBase: string) {
  openVault({ current: 'k', keys: { k: Buffer.alloc(32, 1) }, pepper: Buffer.alloc(32, 2) });
  const settings: DingTalkSettings = {
    ...{ apiBase, oapiBase: apiBase, corpId: 'corp', agentId: 1, clientId: 'client', clientSecret: 'secret' },
    ...{ robotCode: 'robot', cardTemplateId: 'card', cardCallback: 'STREAM', jsapiDigest: 'sha256' },
    monthlyCallBudget: 1_000_000,
  };
  const dingtalk = createDingTalk(settings, { clock, log: quiet });
  const bot = startBot({ dingtalk, settings, appUrl: apiBase, clock, log: quiet, inbound: 'stream' });
  while (bot.state() !== 'open') await new Promise((next) => setTimeout(next, 10));
}

async function main() {
  const [kind = 'bare', mongodbUri = '', apiBase = ''] = process.argv.slice(2);
  await openDatabase({ mongodbUri, dataDir: tmpdir(), log: quiet });
  await (kind === 'product' ? product(apiBase) : bare(apiBase));
  process.on('disconnect', () => process.exit());
  process.on('message', () => process.send?.({ cpu: process.cpuUsage() }));
  process.send?.({ ready: true });
}

void main();
