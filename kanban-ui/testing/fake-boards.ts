import type { Board } from '@pebble/contract/boards';
import type { Stream } from '@pebble/contract/values';
import { randomUUID } from 'node:crypto';

type ColumnDraft = [key: string, name: string, moves: string, kind?: 'triage' | 'terminal'];

const DRAFTS: [Stream, string, ColumnDraft[]][] = [
  [
    'crm',
    'CRM',
    [
      ['triage', 'Triage', 'new qualified lost', 'triage'],
      ['new', 'New', 'triage qualified lost'],
      ['qualified', 'Qualified', 'new proposal lost'],
      ['proposal', 'Proposal', 'qualified negotiation lost'],
      ['negotiation', 'Negotiation', 'proposal won lost'],
      ['won', 'Closed Won', 'triage', 'terminal'],
      ['lost', 'Closed Lost', 'triage', 'terminal'],
    ],
  ],
  [
    'erp',
    'ERP',
    [
      ['triage', 'Triage', 'new in_process rejected', 'triage'],
      ['new', 'New', 'triage in_process rejected'],
      ['in_process', 'In process', 'new waiting done rejected'],
      ['waiting', 'Waiting', 'in_process rejected'],
      ['done', 'Done', 'triage', 'terminal'],
      ['rejected', 'Rejected', 'triage', 'terminal'],
    ],
  ],
  [
    'tender',
    'Tender',
    [
      ['triage', 'Triage', 'new screening no_bid', 'triage'],
      ['new', 'New', 'triage screening no_bid'],
      ['screening', 'Screening', 'new preparing no_bid'],
      ['preparing', 'Preparing bid', 'screening submitted no_bid'],
      ['submitted', 'Submitted', 'won lost'],
      ['won', 'Won', 'triage', 'terminal'],
      ['no_bid', 'No bid', 'triage', 'terminal'],
    ],
  ],
];

/** Boards in the shape of Pebble's default set, without counts. */
export function fakeBoards(): Board[] {
  return DRAFTS.map(([stream, name, columns]) => ({
    id: randomUUID(),
    key: stream,
    name,
    stream,
    columns: columns.map(([key, columnName, moves, kind]) => ({
      key,
      name: columnName,
      triage: kind === 'triage',
      terminal: kind === 'terminal',
      moves_to: moves.split(' '),
      card_count: 0,
    })),
  }));
}
