/** Approving over HTTP as a person does: set a PIN, prove it, look at the page, press. */
export const PIN = '738294';

interface Answered {
  status: number;
  body: object;
}
export interface Hands {
  get: (path: string) => Promise<Answered>;
  post: (path: string, body: object) => Promise<Answered>;
}

/** Set the PIN in a sign-in that has just begun, and prove it. */
export async function prove(hands: Hands, pin = PIN): Promise<void> {
  await hands.post('/api/secondFactor/set', { pin });
  await hands.post('/api/secondFactor', { pin });
}

export interface SeenPage {
  seen: string;
  required: string[];
  refusal: string | null;
  version: number;
  view: { parts: { id: string; blocks: unknown[] }[] };
}

/** The page of one approval. @param address /api/penalties/<id> */
export const lookAt = async (hands: Hands, address: string, step: string, query = ''): Promise<SeenPage> =>
  (await hands.get(`${address}/approval/${step}${query}`)).body as SeenPage;

/** Press after having opened everything that has to be. */
export async function approve<A extends Answered>(
  hands: { get: Hands['get']; post: (path: string, body: object) => Promise<A> },
  address: string,
  step: string,
  input: object = {},
): Promise<A> {
  const { seen, required } = await lookAt(hands, address, step);
  return hands.post(`${address}/${step}`, { ...input, approval: { seen, opened: required } });
}
