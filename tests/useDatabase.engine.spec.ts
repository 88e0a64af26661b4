import mongoose, { Schema } from 'mongoose';
import { databaseReady } from '../server/database';
import { useDatabase } from './support/database';

const Thing = mongoose.model(
  'UseDatabaseThing',
  new Schema({ _id: String, code: { type: String, unique: true } }),
  'useDatabaseThings',
);

describe('a specification with a database', () => {
  useDatabase();

  it('finds the declared indexes in place', async () => {
    await Thing.create({ _id: 'a', code: 'one' });
    await expect(Thing.create({ _id: 'b', code: 'one' })).rejects.toMatchObject({ code: 11000 });
  });

  it('finds the database empty and ready', async () => {
    expect(await Thing.countDocuments()).toBe(0);
    expect(await databaseReady()).toBe(true);
  });
});
