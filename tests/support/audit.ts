import mongoose from 'mongoose';

/** The audit log as it stands, oldest first. */
export const auditEntries = () =>
  mongoose.connection
    .collection('audit_log')
    .find({}, { sort: { _id: 1 } })
    .toArray();
