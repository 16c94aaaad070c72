// Generated from pieces/kit/src/pebble-auth.ts by `npm run nodes:generate`: change it there.
import { healthz } from '../contract/health';
import { get, withHeaders, type Auth } from './auth';
import { secret, text } from './field';

/**
 * How flows in other engines reach Pebble. A connection lives for years and a job for minutes, so it holds no right at all: what a
 * step may do comes with its job token (see `job.ts`). The probe finds out whether a Pebble answers at the address.
 */
export const pebbleAuth: Auth = {
  name: 'pebble',
  label: 'Pebble',
  kind: 'headers',
  fields: {
    base_url: text('Base URL', {
      help: 'Where Pebble answers, e.g. https://pebble.example.com',
      required: true,
    }),
    signing_secret: secret('Signing secret', {
      help: 'Pebble shows it when a flow is deployed. With it, the trigger takes no call but those that Pebble has signed.',
    }),
  },
  authorize: (request, { base_url }) => withHeaders(request, base_url, {}),
  probe: get(healthz.path),
};
