import { type Context } from 'koa';

interface Matched {
  matched?: { path: string | RegExp; methods: string[] }[];
}

/** The pattern of the route that answers, such as `/api/petitions/:id`: for logs and figures, where an address would name a record. */
export function routeOf(ctx: Context): string | undefined {
  const layers = (ctx as unknown as Matched).matched ?? [];
  const path = layers.find(({ methods }) => methods.length > 0)?.path;
  return typeof path === 'string' ? path : undefined;
}
