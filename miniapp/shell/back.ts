/** One page back; to the start when this page was opened directly, for example from a card. */
export function goBack(): void {
  if (history.length > 1) history.back();
  else location.hash = '/';
}
