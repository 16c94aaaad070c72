import type { AuthField } from '@pebble/contract/connections';
import { describe, expect, it } from 'vitest';
import { connection, connector, odoo } from '../../testing/feeds-factories.ts';
import {
  changeOf,
  fieldsOf,
  filledIn,
  newValues,
  secretsAgain,
  storedValues,
  wrongValues,
} from './connection-values.ts';
import { standInOf } from './stand-in.ts';

const stored = connection();
const fields = fieldsOf(storedValues(stored), [connector(), odoo()]);
const typed = (values: Record<string, string> = {}, change: object = {}) => ({
  ...storedValues(stored),
  ...change,
  values: { ...stored.values, ...values },
});
const made = (values: Record<string, string>) => ({ ...newValues(connector(), []), values });

describe('a new connection', () => {
  it('is called like its system, by a name that is free', () => {
    expect(newValues(connector(), []).name).toBe('outlook');
    expect(newValues(connector(), ['outlook', 'odoo']).name).toBe('outlook-2');
    expect(newValues(connector(), ['outlook', 'outlook-2', 'outlook-3']).name).toBe('outlook-4');
  });

  it('signs in by the usual way, and begins empty', () => {
    expect(newValues(odoo(), [])).toEqual({ name: 'odoo', connector: 'odoo', auth: 'key', values: {} });
    expect(newValues(undefined, []).connector).toBe('');
  });

  it('has the fields of its way to sign in, and none of an unknown one', () => {
    expect(fields.map(({ name }) => name)).toEqual(['directory', 'client_id', 'client_secret', 'cloud']);
    expect(fieldsOf({ ...typed(), auth: 'gone' }, [connector()])).toEqual([]);
    expect(fieldsOf({ ...typed(), connector: 'gone' }, [connector()])).toEqual([]);
  });

  it('sends what was filled in only', () => {
    expect(filledIn(made({ directory: 'x', client_id: '' }), fields)).toEqual({ directory: 'x' });
    // Of a way to sign in that was chosen before, nothing is left over.
    expect(filledIn(made({ directory: 'x', api_key: 'k' }), fields)).toEqual({ directory: 'x' });
  });
});

describe('what is wrong', () => {
  it('is each required field that is empty, unless something is taken then', () => {
    expect(wrongValues(made({ client_id: '  ' }), fields, undefined)).toEqual({
      directory: 'Enter: Tenant',
      client_id: 'Enter: Client id',
      client_secret: 'Enter: Client secret',
    });
    const free: AuthField[] = fields.map((field) => ({ ...field, required: false }));
    expect(wrongValues(made({}), free, undefined)).toEqual({});
  });

  it.each(['', 'Outlook', '1outlook', 'out look', 'a'.repeat(51), 'ü'])('is the name "%s"', (name) => {
    expect(wrongValues(typed({}, { name }), fields, stored)).toHaveProperty('.name');
  });

  it.each(['o', 'outlook-2', 'out_look', 'a'.repeat(50)])('is not the name "%s"', (name) => {
    expect(wrongValues(typed({}, { name }), fields, stored)).toEqual({});
  });

  it('is no secret that is stored, until something else changes', () => {
    expect(wrongValues(typed(), fields, stored)).toEqual({});
    expect(wrongValues(typed({ client_id: 'two' }), fields, stored)).toEqual({
      client_secret: 'Enter: Client secret',
    });
    const never = connection({ secrets_set: [] });
    expect(wrongValues(typed(), fields, never)).toHaveProperty('client_secret');
  });
});

describe('secrets', () => {
  it('are given again when something else changes, or the way to sign in', () => {
    expect(secretsAgain(typed(), fields, stored)).toBe(false);
    expect(secretsAgain(typed({ client_secret: 'new' }), fields, stored)).toBe(false);
    expect(secretsAgain(typed({ directory: 'other' }), fields, stored)).toBe(true);
    expect(secretsAgain(typed({ cloud: 'china' }), fields, stored)).toBe(true);
    expect(secretsAgain(typed({}, { auth: 'delegated' }), fields, stored)).toBe(true);
    expect(secretsAgain(typed(), fields, undefined)).toBe(true);
  });

  it('are not asked for because of the name', () => {
    expect(secretsAgain(typed({}, { name: 'post' }), fields, stored)).toBe(false);
  });
});

describe('a change', () => {
  it('is what differs from what is stored', () => {
    expect(changeOf(typed(), fields, stored)).toEqual({});
    expect(changeOf(typed({}, { name: 'post' }), fields, stored)).toEqual({ name: 'post' });
    expect(changeOf(typed({ client_secret: 's' }), fields, stored)).toEqual({
      values: { client_secret: 's' },
    });
    expect(changeOf(typed({ client_id: 'two', client_secret: 's' }), fields, stored)).toEqual({
      values: { client_id: 'two', client_secret: 's' },
    });
  });

  it('tells of a field that was emptied, and never of an empty secret', () => {
    expect(changeOf(typed({ cloud: '', client_secret: '' }), fields, stored)).toEqual({
      values: { cloud: '' },
    });
  });

  it('begins with copies: typing changes nothing that is cached', () => {
    const values = storedValues(stored);
    values.values['directory'] = 'typed';
    expect(stored.values['directory']).toBe('meridian');
  });
});

describe('a stand-in', () => {
  const at = (base_url: string) => standInOf({ values: { tenant: 'not an address', base_url } });

  it.each([
    ['http://127.0.0.1:39683', '127.0.0.1:39683'],
    ['http://localhost:8069/odoo', 'localhost:8069'],
    ['http://[::1]:80', '[::1]'],
  ])('is what leads to this machine: %s', (url, host) => {
    expect(at(url)).toBe(host);
  });

  it.each(['https://graph.microsoft.com', 'https://127.example', 'https://localhost.example', ''])(
    'is not %s',
    (url) => {
      expect(at(url)).toBeNull();
    },
  );
});
