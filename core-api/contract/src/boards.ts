import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { pageOf } from './page.ts';
import { Id, Stream } from './values.ts';

export const Column = z.object({
  key: z.string(),
  name: z.string(),
  /** Where cards land that nobody was sure about. */
  triage: z.boolean(),
  /** A card in a terminal column is closed. */
  terminal: z.boolean(),
  /** Keys of the columns that a card may move to from here. */
  moves_to: z.array(z.string()),
  /** Open cards of your scope in this column. */
  card_count: z.number().int(),
});
export type Column = z.infer<typeof Column>;

export const Board = z.object({
  id: Id,
  key: z.string(),
  name: z.string(),
  stream: Stream,
  columns: z.array(Column),
});
export type Board = z.infer<typeof Board>;

export const listBoards = defineEndpoint({
  id: 'listBoards',
  method: 'GET',
  path: '/api/v1/boards/',
  summary: 'Boards with their columns, legal moves and card counts.',
  reply: pageOf(Board),
  access: ['admin', 'manager', 'agent', 'ops'],
  audit: { none: 'reads only' },
});
