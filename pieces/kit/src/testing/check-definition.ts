import { expect } from 'vitest';
import type { Connector } from '../connector.ts';
import type { AuthFields, Fields } from '../field.ts';

const NAME = /^[a-z][a-z0-9_]*$/;

/** Names are unique and fit every host; everything that people see has a label and help; required fields come first. */
export function checkDefinition(connector: Connector): void {
  expect(connector.name, 'connector name').toMatch(/^[a-z][a-z0-9-]*$/);
  expect(connector.version, 'exact version').toMatch(/^\d+\.\d+\.\d+$/);
  expect(connector.label.trim(), 'label of the connector').not.toBe('');
  expect(
    connector.auths.map(({ name }) => name),
    'unique names of auths',
  ).toEqual([...new Set(connector.auths.map(({ name }) => name))]);
  for (const auth of connector.auths) {
    expect(auth.name, 'name of the auth').toMatch(NAME);
    checkFields(auth.name, auth.fields);
  }
  const parts = [...connector.operations, ...connector.triggers];
  const names = parts.map((part) => part.name);
  expect(names, 'unique names').toEqual([...new Set(names)]);
  for (const part of parts) {
    expect(part.name, 'name').toMatch(NAME);
    expect(part.label.trim(), `label of ${part.name}`).not.toBe('');
    expect(part.help.trim(), `help of ${part.name}`).not.toBe('');
  }
  for (const part of parts) {
    checkFields(part.name, part.fields);
    checkLookups(connector, part.fields);
  }
}

function checkFields(owner: string, fields: Fields | AuthFields): void {
  let optionalSeen = false;
  for (const [name, field] of Object.entries(fields)) {
    expect(name, `field of ${owner}`).toMatch(NAME);
    // Hosts keep the connection under this name, beside the fields.
    expect(name, `field of ${owner}`).not.toBe('auth');
    expect(field.label.trim(), `label of ${owner}.${name}`).not.toBe('');
    expect(field.help.trim(), `help of ${owner}.${name}`).not.toBe('');
    expect(
      field.required && optionalSeen,
      `${owner}.${name} is required and comes after an optional field`,
    ).toBe(false);
    optionalSeen ||= !field.required;
    if (field.kind === 'choice' && field.default !== undefined) {
      expect(Object.keys(field.choices ?? {}), `default of ${owner}.${name}`).toContain(field.default);
    }
    if (field.kind === 'choice') {
      expect(Object.keys(field.choices ?? {}), `choices of ${owner}.${name}`).not.toHaveLength(0);
    }
  }
}

function checkLookups(connector: Connector, fields: Fields): void {
  for (const [name, { lookup }] of Object.entries(fields)) {
    if (!lookup) continue;
    expect(Object.keys(connector.lookups), `lookup of ${name}`).toContain(lookup.name);
    expect(Object.keys(fields), `what the lookup of ${name} needs`).toEqual(
      expect.arrayContaining([...lookup.needs]),
    );
  }
}
