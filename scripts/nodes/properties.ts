import type { Field, Fields } from '@pebble/kit/field';
import { ADDITIONAL, parameterOf } from '@pebble/kit/host/n8n-names';
import { description, titleCase, whether } from './words.ts';

/** A property of a node's description, as n8n's types have it. */
export type Property = Record<string, unknown>;

/** The parameters of some fields, shown under `show`. */
export function propertiesOf(fields: Fields, show: Record<string, readonly string[]> = {}): Property[] {
  const shown = Object.keys(show).length > 0 ? { displayOptions: { show } } : {};
  const top: Property[] = [];
  const additional: Property[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const parameter = parameterOf(name, field);
    const property = propertyOf(parameter.name, field);
    if (parameter.collection === null) top.push({ ...property, ...shown });
    else additional.push(property);
  }
  if (additional.length === 0) return top;
  const collection = {
    ...{ displayName: 'Additional Fields', name: ADDITIONAL, type: 'collection', placeholder: 'Add Field' },
    ...{ default: {}, ...shown },
    options: additional.sort(byName('displayName')),
  };
  return [...top, collection];
}

export function byName(key: string): (a: Property, b: Property) => number {
  return (a, b) => (String(a[key]).toLowerCase() < String(b[key]).toLowerCase() ? -1 : 1);
}

function propertyOf(name: string, field: Field): Property {
  return {
    displayName: titleCase(field.label),
    name,
    ...ofKind(field, name),
    ...(/^e-?mail$/i.test(field.label) || /email$/.test(name) ? { placeholder: 'name@email.com' } : {}),
    ...(field.required ? { required: true } : {}),
  };
}

function ofKind(field: Field, name: string): Property {
  const help = { description: description(field.help) };
  switch (field.kind) {
    case 'text':
      return { type: 'string', ...masked(name), default: field.default ?? '', ...help };
    case 'longText':
      return { type: 'string', typeOptions: { rows: 4 }, default: field.default ?? '', ...help };
    case 'number':
      return { type: 'number', default: field.default ?? 0, ...help };
    case 'boolean':
      return { type: 'boolean', default: field.default ?? false, description: whether(field.help) };
    case 'choice':
      return { type: 'options', ...choicesOf(field), ...help };
    case 'lookup':
      return { type: 'resourceLocator', ...locatorOf(field), ...help };
    case 'json':
      return { type: 'json', default: field.default ?? '', ...help };
    case 'dateTime':
      return { type: 'dateTime', default: field.default ?? '', ...help };
    case 'list':
      return { type: 'string', typeOptions: { multipleValues: true }, default: field.default ?? [], ...help };
    case 'file': {
      const hint = 'The name of the binary property of the input item that holds the file';
      return { type: 'string', default: 'data', hint, ...help };
    }
  }
}

// A right that comes by an expression; n8n's rules want it masked.
function masked(name: string): Property {
  return /token|secret|password/i.test(name) ? { typeOptions: { password: true } } : {};
}

function choicesOf(field: Field): Property {
  const options = Object.entries(field.choices ?? {}).map(([value, label]) => ({
    name: titleCase(label),
    value,
  }));
  // n8n's rules want longer lists sorted.
  if (options.length >= 5) options.sort(byName('name'));
  return { options, default: field.default ?? Object.keys(field.choices ?? {})[0] ?? '' };
}

/** The list offers what the account may see; by id a person gives any other. */
function locatorOf(field: Field): Property {
  const list = {
    ...{ displayName: 'From List', name: 'list', type: 'list' },
    typeOptions: { searchListMethod: field.lookup?.name, searchable: true },
  };
  const byId = { displayName: 'By ID', name: 'id', type: 'string' };
  const mode = field.default === undefined ? 'list' : 'id';
  return { default: { mode, value: field.default ?? '' }, modes: [list, byId] };
}
