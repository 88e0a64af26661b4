import { z } from 'zod';

/** The id that a page gives a record it begins: sent twice, it is one record. */
export const NewId = z.string().regex(/^[0-9A-Za-z-]{16,40}$/, '编号不对，请刷新页面后重新提交');
