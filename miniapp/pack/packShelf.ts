export function packedSeed(_record: string): Promise<unknown> {
  return Promise.resolve(undefined);
}
