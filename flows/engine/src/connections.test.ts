import { AuthError } from '@pebble/kit/errors';
import { expect, test } from 'vitest';
import { RunConnections, type Connection } from './connections.ts';
import { runToy } from './testing/run-toy.ts';
import { CONTINUE, pieceJson } from './testing/flow-json.ts';

const crm: Connection = { credential: { base_url: 'https://crm.example', token: 't' }, auth: 'token' };

test('a connection that was given is not looked for', async () => {
  const connections = new RunConnections({ pebble: { base_url: 'x' } }, () => {
    throw new Error('nobody asked for it');
  });
  expect(await connections.open('pebble')).toEqual({ credential: { base_url: 'x' } });
});

test('a connection is looked for once, however many steps need it', async () => {
  const asked: string[] = [];
  const connections = new RunConnections({}, async (name) => {
    asked.push(name);
    return crm;
  });
  expect(await Promise.all([connections.open('crm'), connections.open('crm')])).toEqual([crm, crm]);
  expect(asked).toEqual(['crm']);
  expect(connections.values['crm']).toEqual(crm.credential);
});

test('one that is not there is named, and so is what to do', async () => {
  await expect(new RunConnections({}).open('odoo')).rejects.toThrow(
    new AuthError('There is no connection "odoo". Create one of this name, and run it again.'),
  );
  await expect(new RunConnections({}).open('constructor')).rejects.toThrow(AuthError);
});

test('a look that failed may be repeated', async () => {
  let turn = 0;
  const connections = new RunConnections({}, async () => {
    turn += 1;
    if (turn === 1) throw new Error('the database was away');
    return crm;
  });
  await expect(connections.open('crm')).rejects.toThrow('away');
  expect(await connections.open('crm')).toEqual(crm);
});

test('a connection brings its own way out, and is refused to the steps of another connector', async () => {
  const asked: string[] = [];
  const toy: Connection = {
    credential: { base_url: 'https://own.example', token: 't' },
    http: async ({ url }) => {
      asked.push(url);
      return { status: 200, headers: {}, body: '{}' };
    },
  };
  const step = (name: string, connection: string) =>
    pieceJson(
      name,
      'ask',
      { path: '/a' },
      { ...CONTINUE, input: { auth: `{{connections['${connection}']}}`, path: '/a' } },
    );
  const { result, statuses } = await runToy([step('right', 'mine'), step('wrong', 'other')], {
    connections: {},
    find: async (name) => ({ ...toy, connector: name === 'mine' ? 'toy' : 'odoo' }),
  });
  expect(statuses).toMatchObject({ right: 'succeeded', wrong: 'failed' });
  expect(asked).toEqual(['https://own.example/a']);
  expect(result.failures).toMatchObject([
    { error_class: 'AuthError', message: 'Connection "other" is for odoo, and this step is of toy' },
  ]);
});

test('a step that lacks its connection fails alone when the flow allows it', async () => {
  const { result, statuses } = await runToy([
    pieceJson('lacks', 'echo', {}, { ...CONTINUE, input: { auth: "{{connections['crm']}}" } }),
    pieceJson('after', 'echo', {}),
  ]);
  expect(statuses).toMatchObject({ lacks: 'failed', after: 'succeeded' });
  expect(result.failures).toMatchObject([{ error_class: 'AuthError', step: 'lacks', retryable: false }]);
});
