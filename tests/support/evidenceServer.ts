/** The HTTP stack in a process of its own, to be killed: `tsx tests/support/evidenceServer.ts <uri> <database>`; prints its address. */
import mongoose from 'mongoose';
import { connectOptions } from '../../server/database';
import { startServer } from './server';

async function main([uri = '', dbName = '']: string[]) {
  await mongoose.connect(uri, { ...connectOptions, dbName });
  console.log((await startServer()).url);
}
void main(process.argv.slice(2));
