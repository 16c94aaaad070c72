import { apiKeyAuth } from '@pebble/kit/auth';

export const auth = apiKeyAuth({
  // <step 1: In src/auth.ts, name the header that carries the key, and say where a person finds the key and which rights it needs>
  header: 'x-api-key',
  help: 'Settings → API → New key. It needs the right to read and write tasks.',
  // </step>
  // <step 2: In src/auth.ts, name as probe a harmless read that only a valid key gets through>
  probe: '/v1/me',
  // </step>
});
