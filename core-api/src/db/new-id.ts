import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const ID_BYTES = 16;
const pool = new Uint8Array(256 * ID_BYTES);
let next = pool.length;

/**
 * A UUID of version 7: rows written together lie together in their index; within a millisecond their order is chance. Randomness is drawn for 256 ids at a time, because
 * asking the system for sixteen bytes costs more than all the rest.
 */
export function newId(): string {
  if (next === pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  const random = pool.slice(next, next + ID_BYTES);
  next += ID_BYTES;
  return v7({ random });
}
