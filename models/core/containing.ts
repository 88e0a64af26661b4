/** Condition of a query: the field contains these words. They are data, never a pattern. */
export const containing = (words: string) => ({ $regex: words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') });
