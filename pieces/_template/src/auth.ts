import { apiKeyAuth } from '@pebble/kit/auth';

export const auth = apiKeyAuth({
  header: 'x-api-key',
  help: 'Settings → API → New key. It needs the right to read and write tasks.',
  // A harmless request that only a valid credential gets through.
  probe: '/v1/me',
});
