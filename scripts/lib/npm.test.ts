import { expect, test } from 'vitest';
import { npmCommand } from './npm.mjs';

test('the npm that started us is used again, with its own Node', () => {
  const env = {
    npm_execpath: '/opt/npm/bin/npm-cli.js',
    npm_node_execpath: '/opt/node/bin/node',
    PATH: '/bin',
  };
  expect(npmCommand('/app', env).command).toEqual(['/opt/node/bin/node', '/opt/npm/bin/npm-cli.js']);
});

test.each([
  ['started by hand', {}],
  [
    'another package manager',
    { npm_execpath: '/opt/yarn/bin/yarn.js', npm_node_execpath: '/opt/node/bin/node' },
  ],
  [
    'a Node that the installation deletes',
    { npm_execpath: '/opt/npm/bin/npm-cli.js', npm_node_execpath: '/app/node_modules/node/bin/node' },
  ],
])('%s: the npm on the path', (_, env) => {
  expect(npmCommand('/app', { ...env, PATH: '/bin' }).command).toEqual(['npm']);
});

test('programs from our node_modules are off the path', () => {
  const { env } = npmCommand('/app', {
    PATH: '/app/node_modules/.bin:/usr/bin:/opt/node_modules/.bin:/bin',
    HOME: '/home/ada',
  });
  expect(env).toEqual({ PATH: '/usr/bin:/opt/node_modules/.bin:/bin', HOME: '/home/ada' });
});
