import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

/** Specs of vendors are not part of the project; where somebody has put them beside it, twins and connectors are checked against them. */
const FOLDER = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'vendors');

/** The path of a vendor's file, null where it is not at hand. */
export function vendorFile(name: string): string | null {
  const path = join(FOLDER, name);
  return existsSync(path) ? path : null;
}

export interface Exchanged {
  method: string;
  /** Below the spec's server, without the query. */
  path: string;
  /** Decoded; undefined when there is none. */
  request?: unknown;
  status: number;
  reply?: unknown;
}

export interface OpenApi {
  /** What does not fit, empty when all does; null for a request that the spec does not know. */
  problems(exchange: Exchanged): string[] | null;
  /** What does not fit a schema of the spec, by its name. */
  schema(name: string, value: unknown): string[];
}

type Json = Record<string, unknown>;

interface Content {
  content?: Record<string, unknown>;
}

interface Operation {
  requestBody?: Content;
  responses: Record<string, Content>;
}

/** An OpenAPI 3 file, to hold exchanges against. */
export function readOpenApi(path: string): OpenApi {
  const spec = JSON.parse(readFileSync(path, 'utf8')) as Json & { paths: Record<string, Json> };
  const ajv = new Ajv({ strict: false, allErrors: true });
  // The default export of a CommonJS module, as Node gives it.
  (addFormats as unknown as { default: (to: Ajv) => void }).default(ajv);
  ajv.addSchema(spec, 'spec');
  const compiled = new Map<string, ValidateFunction>();
  const check = (place: readonly string[], value: unknown, closed: boolean): string[] => {
    const pointer = place
      .map((one) => encodeURIComponent(one.replaceAll('~', '~0').replaceAll('/', '~1')))
      .join('/');
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `spec#/${pointer}` });
    compiled.set(pointer, validate);
    const errors = validate(value) ? [] : (validate.errors ?? []);
    const wrong = errors.map(({ instancePath, message }) => `${instancePath} ${message}`);
    return closed ? [...wrong, ...strangers(spec, place.reduce<Json>(step, spec), value, '')] : wrong;
  };
  const paths = Object.keys(spec.paths).map((template) => ({ template, pattern: patternOf(template) }));
  return {
    schema: (name, value) => check(['components', 'schemas', name], value, false),
    problems({ method, path: wanted, request, status, reply }) {
      // The one with the fewest variables: `/messages/delta` is no message.
      const found = paths
        .filter(({ pattern }) => pattern.test(wanted))
        .sort((a, b) => a.template.split('{').length - b.template.split('{').length)[0];
      const operation =
        found && (spec.paths[found.template]?.[method.toLowerCase()] as Operation | undefined);
      if (!operation) return null;
      const place = ['paths', found.template, method.toLowerCase()];
      const asked = mediaOf(operation.requestBody);
      const sent =
        request === undefined || !asked
          ? []
          : check([...place, 'requestBody', 'content', asked, 'schema'], request, true);
      const key = keyOf(operation, status);
      if (!key) return [...sent, `status ${status} is not in the spec`];
      const given = mediaOf(operation.responses[key]);
      if (given === 'application/json' && reply === undefined)
        return [...sent, `status ${status} without a body`];
      if (given !== 'application/json' || reply === undefined) return sent;
      return [...sent, ...check([...place, 'responses', key, 'content', given, 'schema'], reply, false)];
    },
  };
}

function patternOf(template: string): RegExp {
  return new RegExp(`^${template.replaceAll('$', '\\$').replace(/\{\w+\}/g, '[^/]+')}$`);
}

function mediaOf(content: Content | undefined): string | undefined {
  return Object.keys(content?.content ?? {})[0];
}

function keyOf({ responses }: Operation, status: number): string | undefined {
  return [String(status), `${Math.floor(status / 100)}XX`, 'default'].find((key) => key in responses);
}

/** Properties that the vendor does not know: slips of ours. What comes with an @ is a note beside the data. */
function strangers(spec: Json, schema: Json, value: unknown, at: string): string[] {
  if (Array.isArray(value)) {
    const items = propertiesOf(spec, schema)['[]'] ?? {};
    return value.flatMap((one, index) => strangers(spec, items, one, `${at}/${index}`));
  }
  const known = propertiesOf(spec, schema);
  if (typeof value !== 'object' || value === null || Object.keys(known).length === 0) return [];
  return Object.entries(value)
    .filter(([name]) => !name.includes('@'))
    .flatMap(([name, member]) => {
      const own = known[name];
      return own ? strangers(spec, own, member, `${at}/${name}`) : [`${at} has no property "${name}"`];
    });
}

/** Of a schema and of all that it is made of, an open one too; empty where none is named. The items of a list are under `[]`. */
function propertiesOf(spec: Json, schema: Json): Record<string, Json> {
  const {
    $ref,
    allOf = [],
    properties = {},
    items,
  } = schema as {
    $ref?: string;
    allOf?: Json[];
    properties?: Record<string, Json>;
    items?: Json;
  };
  const referred = $ref === undefined ? [] : [$ref.slice(2).split('/').reduce<Json>(step, spec)];
  const parts = [...referred, ...allOf].map((part) => propertiesOf(spec, part));
  return Object.assign({}, ...parts, properties, items ? { '[]': items } : {}) as Record<string, Json>;
}

function step(place: Json, name: string): Json {
  return (place[name] ?? {}) as Json;
}
