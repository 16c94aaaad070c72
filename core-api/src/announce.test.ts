import { expect, it } from 'vitest';
import { readyMessage } from './announce.ts';

const demo = [
  { email: 'admin@a.example', password: 'pw-1', role: 'admin', tenant: 'a', entities: ['north', 'south'] },
  { email: 'manager.north@a.example', password: 'pw-1', role: 'manager', tenant: 'a', entities: ['north'] },
];

it('says where Pebble is, and nothing of a demo when there is none', () => {
  expect(readyMessage('http://127.0.0.1:3000', [], '/data')).toBe('Pebble is ready: http://127.0.0.1:3000\n');
});

it('lists the demo sign-ins in columns, the password once, and where they are kept', () => {
  const message = readyMessage('http://127.0.0.1:3000', demo, '/data');
  expect(message.split('\n')).toEqual([
    'Pebble is ready: http://127.0.0.1:3000',
    '',
    'Demo sign-ins, all with the password pw-1',
    '  admin@a.example          admin       a: north, south',
    '  manager.north@a.example  manager     a: north',
    '',
    'They are also in /data/demo-credentials.json. Send the sample mails:  npm run send -- samples',
    '',
  ]);
});
