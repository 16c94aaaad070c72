import { bearerAuth } from '@pebble/kit/auth';
import { defineConnector, type Connector } from '@pebble/kit/connector';
import { InputError } from '@pebble/kit/errors';
import { choice, json, number, text } from '@pebble/kit/field';
import type { Http } from '@pebble/kit/http';
import { jsonHttp, type JsonHttp } from '@pebble/kit/json-http';
import { operation } from '@pebble/kit/operation';
import type { WebhookTrigger } from '@pebble/kit/trigger';

const echo = operation({
  name: 'echo',
  label: 'Echo',
  help: 'Gives back what it got.',
  idempotent: true,
  fields: {
    value: json('Value', { help: 'An object or a list.' }),
    words: text('Words', { help: 'Text.' }),
    size: number('Size', { help: 'A number.' }),
    colour: choice('Colour', { help: 'One of two.', choices: { red: 'Red', blue: 'Blue' } }),
  },
  run: async (_send: JsonHttp, input) => input,
});

const ask = operation({
  name: 'ask',
  label: 'Ask',
  help: 'Reads a path.',
  idempotent: true,
  fields: { path: text('Path', { help: 'From the slash on.', required: true }) },
  run: (send: JsonHttp, { path }) => send('GET', path),
});

const crash = operation({
  name: 'crash',
  label: 'Crash',
  help: 'Has a defect.',
  idempotent: true,
  fields: {},
  run: async () => {
    throw new TypeError('reading "secret of ada@buyer.example" of undefined');
  },
});

const started: WebhookTrigger = {
  type: 'webhook',
  name: 'started',
  label: 'Started',
  help: 'Somebody called; a body that is a list means that many calls.',
  sample: { headers: {}, query: {}, body: {} },
  items({ body }) {
    if (typeof body !== 'object' || body === null) throw new InputError('The payload is not an object');
    return (Array.isArray(body) ? body : [body]).map((data, index) => ({ dedupeKey: `${index}`, data }));
  },
};

const toy: Connector = defineConnector({
  name: 'toy',
  label: 'Toy',
  version: '1.0.0',
  auth: bearerAuth({ probe: '/me', help: 'Any.' }),
  client: (http: Http) => jsonHttp(http, 'Toy'),
  operations: [echo, ask, crash],
  triggers: [
    started,
    {
      type: 'poll',
      name: 'polled',
      label: 'Polled',
      help: 'Asks.',
      sample: {},
      poll: async () => ({ items: [], cursor: null }),
    },
  ],
});

/** A piece with operations that show what the engine did: `echo`, `ask` (one GET) and `crash` (a defect). */
export const TOY: Readonly<Record<string, Connector>> = { '@toy/piece': toy };

export const TOY_CONNECTIONS = { toy: { base_url: 'https://toy.example', token: 'toy-token' } };
