/** Weather warnings that a system sends: the same number again replaces what was said, or ends it. */
import { perform } from '../core/domain';
import { create } from '../core/journal';
import { type Context } from '../core/workflow';
import { enterWarning, weatherDomain } from '../weather/weather';
import { weatherWarnings } from '../weather/weather.store';
import { type SignalBody } from './signal.schema';

/** Write down what the system says about this warning; saying it twice changes nothing more. */
export async function keepWarning(
  system: string,
  body: Extract<SignalBody, { kind: 'weather' }>,
  context: Context,
): Promise<void> {
  const { warning, lifted, hazard: kind, level, counties, startsAt, endsAt, windForce, waveMetres, words } = body;
  const said = { kind, level, counties, startsAt, endsAt, windForce, waveMetres, words };
  const id = `${system}:${warning}`;
  const standing = await create(weatherWarnings, enterWarning(id, said, system), context);
  if (standing.version === 1 && !lifted && standing.updatedAt.getTime() === context.now.getTime()) return;
  await perform(weatherDomain, 'amend', id, { ...said, system, status: lifted ? 'lifted' : 'inForce' }, context);
}
