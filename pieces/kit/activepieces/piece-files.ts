import type { Files } from '../src/connector.ts';
import { InputError } from '../src/errors.ts';
import type { FileValue } from '../src/field.ts';

/** As Activepieces hands a file to a piece. */
interface GivenFile {
  filename?: unknown;
  data?: unknown;
  extension?: unknown;
}

interface FilesService {
  write(file: { fileName: string; data: Buffer }): Promise<string>;
}

/** Media types by the end of a name, where Activepieces gives no more. */
const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  eml: 'message/rfc822',
  gif: 'image/gif',
  html: 'text/html',
  ics: 'text/calendar',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  txt: 'text/plain',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xml: 'application/xml',
  zip: 'application/zip',
};

/** A file as operations take it; what is none stays as it is, and the field says so. */
export function readGivenFile(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { filename, data, extension } = value as GivenFile;
  if (!(data instanceof Uint8Array)) return value;
  const name = typeof filename === 'string' && filename !== '' ? filename : 'file';
  const end = name.includes('.') ? name.split('.').at(-1) : String(extension ?? '');
  const file: FileValue = {
    name,
    content_type: TYPES[end?.toLowerCase() ?? ''] ?? 'application/octet-stream',
    bytes: data,
  };
  return file;
}

/** References are addresses that Activepieces signs; it fetches them itself before a piece sees the file. */
export function filesOf(service: FilesService): Files {
  return {
    write: ({ name, bytes }) => service.write({ fileName: name, data: Buffer.from(bytes) }),
    read: async () => {
      throw new InputError('Activepieces could not fetch this file; its address may have ended');
    },
  };
}
