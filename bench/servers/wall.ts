/** The product's server on a filled database, for the bench of the wall: 20 changes a second from inside, as its own loops would make them. */
import path from 'node:path';
import { CLOCK } from '../../models/core/access';
import { change } from '../../models/core/journal';
import { type Petition } from '../../models/petition/petition.schema';
import { petitions } from '../../models/petition/petition.store';
import { sleep } from '../support';
import { openQuietly, productApp, serve } from './product';

const clock = () => new Date();

/** Change one open petition after another, `perSecond` times a second, until the process ends or another rate is told. */
async function keepChanging(perSecond: () => number): Promise<void> {
  for (let n = 0; ; n += 1) {
    await sleep(1000 / Math.max(1, perSecond()));
    if (perSecond() === 0) continue;
    const now = clock();
    const decide = (petition: Petition) => ({
      document: {
        ...petition,
        officerName: n % 2 === 0 ? '王示海' : '李示涛',
        dueAt: new Date(now.getTime() + (n % 600) * 60_000),
      },
      event: { type: 'petition.remarked' },
    });
    await change(petitions, `bench-petition-${n % 100}`, { actor: CLOCK, now, door: 'clock' }, decide);
  }
}

async function main() {
  const [mongodbUri = '', pagesFolder = path.join(__dirname, '../../dist/miniapp')] = process.argv.slice(2);
  await openQuietly(mongodbUri);
  const { app, headers } = await productApp({
    pagesFolder,
    identity: { userIdOfCode: (code) => Promise.resolve(code), unionIdOfOAuthCode: () => Promise.resolve('') },
    settings: { publicUrl: 'http://localhost', loginBase: null, corpId: '', clientId: '', agentId: 0, demo: true },
  });
  let rate = 0;
  serve({ app, headers }, (told) => (rate = told));
  await keepChanging(() => rate);
}

void main();
