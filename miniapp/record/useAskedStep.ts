import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { type Offered } from '../answers';
import { toast } from '../shell/toast';

/**
 * The step whose sheet the address asks for, if it is offered; an address from an old card whose step is over leads back to the record.
 *
 * @param home address of the record's page
 * @param known whether what is shown is what the server says now
 */
export function useAskedStep(
  home: string,
  step: string | undefined,
  offered: readonly Offered[] | undefined,
  known: boolean,
): Offered | undefined {
  const [, go] = useLocation();
  const asked = offered?.find((one) => one.step === step);
  const isGone = step !== undefined && known && !asked;
  useEffect(() => {
    if (!isGone) return;
    toast('这一步现在不能办了，请查看最新情况。');
    go(home, { replace: true });
  }, [isGone, go, home]);
  return asked;
}
