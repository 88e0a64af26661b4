/** A process of its own that appends to the audit log: `auditWriter.ts <uri> <database> <actor> <facts>`. */
import mongoose from 'mongoose';
import { connectOptions } from '../../server/database';
import { appendAudit } from '../../models/core/auditLog';

async function main([uri = '', dbName = '', actor = '', facts = '0']: string[]) {
  await mongoose.connect(uri, { ...connectOptions, dbName });
  const appends = Array.from({ length: Number(facts) }, async (_, index) => {
    await appendAudit([
      {
        factId: `shared-${index}`,
        at: new Date(0),
        actor,
        action: 'test',
        objectType: 'thing',
        objectId: 'x',
        result: 'ok',
      },
      { at: new Date(0), actor, action: 'test', objectType: 'thing', objectId: `${index}`, result: 'ok' },
    ]);
  });
  await Promise.all(appends);
  await mongoose.disconnect();
}

void main(process.argv.slice(2));
