import { newId } from '../db/new-id.ts';

const ACCEPTABLE = /^[A-Za-z0-9._:-]{8,128}$/;

/** The caller's correlation id when it is harmless in logs and headers; a new one otherwise. */
export function correlationId(given: string | undefined): string {
  return given !== undefined && ACCEPTABLE.test(given) ? given : newId();
}
