/** How many DingTalk calls the month has cost, over every process. Counted in memory and added up in the database once a second. */
import mongoose from 'mongoose';

interface Month {
  _id: string;
  spent: number;
}
const schema = new mongoose.Schema(
  { _id: String },
  { strict: false, versionKey: false, autoIndex: false, collection: 'dingtalk_calls' },
);
const months = (mongoose.models['dingtalk_calls'] ?? mongoose.model('dingtalk_calls', schema))
  .collection as unknown as mongoose.mongo.Collection<Month>;

const FLUSH_MS = 1_000;

interface CallBudget {
  spend: (month: string, api: string, calls: number) => void;
  spent: (month: string) => Promise<number>;
  /** Write what is not yet written. */
  flush(): Promise<void>;
}

/** Keep the count. A write that fails is added up with the next one and told to `onError`. */
export function keepCallBudget(onError: (error: unknown) => void): CallBudget {
  const owed = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  async function flush() {
    clearTimeout(timer);
    timer = undefined;
    const entries = [...owed];
    owed.clear();
    for (const [month, calls] of entries) {
      try {
        await months.updateOne({ _id: month }, { $inc: { spent: calls } }, { upsert: true });
      } catch (error) {
        owed.set(month, (owed.get(month) ?? 0) + calls);
        onError(error);
      }
    }
  }

  return {
    spend(month, _api, calls) {
      owed.set(month, (owed.get(month) ?? 0) + calls);
      timer ??= setTimeout(() => void flush(), FLUSH_MS).unref();
    },
    spent: async (month) => ((await months.findOne({ _id: month }))?.spent ?? 0) + (owed.get(month) ?? 0),
    flush,
  };
}
