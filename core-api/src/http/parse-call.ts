import { takesBody, type Endpoint } from '@pebble/contract/endpoint';
import { MAX_MAIL_BYTES } from '@pebble/contract/ingestion';
import type { z } from 'zod';
import { IN_PLAIN_WORDS } from './plain-words.ts';
import type { Call } from './route.ts';
import { ApiProblem } from './problem.ts';
import { unstorable, type FieldError } from './unstorable.ts';

const MAX_BODY_BYTES = 1024 * 1024;
/** A caller who gets a thousand fields wrong has learnt enough from the first. */
const MAX_ERRORS = 50;

export interface Incoming {
  params: Record<string, string>;
  query: Record<string, string>;
  contentType: string | undefined;
  /** Reads the body, but never more than `limit` bytes. @throws ApiProblem too_large */
  readBody(limit: number): Promise<Uint8Array>;
}

/** Reads and validates the parts of a request, naming every field that does not fit. */
export async function parseCall(endpoint: Endpoint, incoming: Incoming): Promise<Omit<Call, 'context'>> {
  const { body, bytes, raw } = takesBody(endpoint) ? await readBody(endpoint, incoming) : NO_BODY;
  const parts = {
    params: endpoint.params.safeParse(incoming.params, IN_PLAIN_WORDS),
    query: endpoint.query.safeParse(incoming.query, IN_PLAIN_WORDS),
    body: raw ? { success: true as const, data: {} } : endpoint.body.safeParse(body, IN_PLAIN_WORDS),
  };
  const errors = Object.entries(parts)
    .flatMap(([part, result]) => {
      if (!result.success) return fieldErrors(part, result.error);
      return part !== 'body' || keepsBody(endpoint) ? unstorable(result.data, part) : [];
    })
    .slice(0, MAX_ERRORS);
  if (errors.length > 0) {
    const fields = errors.map((error) => error.path).join(', ');
    throw new ApiProblem('invalid_request', { detail: `These fields do not fit: ${fields}`, errors });
  }
  const { params, query, body: checked } = parts;
  return { params: params.data, query: query.data, body: checked.data, bytes, raw } as Omit<Call, 'context'>;
}

/** Mail is kept as it came, byte for byte, and cleaned where it is read; other bodies end up in columns. */
function keepsBody(endpoint: Endpoint): boolean {
  return 'event' in endpoint.audit && !endpoint.consumes.includes('message/rfc822');
}

interface ReadBody {
  body: unknown;
  bytes: Uint8Array;
  raw: boolean;
}

const NO_BODY: ReadBody = { body: {}, bytes: new Uint8Array(), raw: false };

async function readBody(endpoint: Endpoint, incoming: Incoming): Promise<ReadBody> {
  const takesMail = endpoint.consumes.includes('message/rfc822');
  const type = (incoming.contentType ?? 'application/json').split(';')[0]?.trim().toLowerCase();
  if (!endpoint.consumes.some((accepted) => accepted === type)) {
    throw new ApiProblem('unsupported_media_type', { detail: `Send ${endpoint.consumes.join(' or ')}.` });
  }
  const limit = endpoint.maxBytes ?? (takesMail ? MAX_MAIL_BYTES : MAX_BODY_BYTES);
  const bytes = await incoming.readBody(limit);
  if (type !== 'application/json') return { body: {}, bytes, raw: true };
  if (bytes.byteLength === 0) return NO_BODY;
  try {
    return { body: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), bytes, raw: false };
  } catch (cause) {
    throw new ApiProblem('malformed_body', { detail: 'The body is not valid JSON in UTF-8.', cause });
  }
}

function fieldErrors(part: string, error: z.ZodError): FieldError[] {
  return error.issues
    .slice(0, MAX_ERRORS)
    .map((issue) => ({ path: [part, ...issue.path].join('.'), message: issue.message }));
}
