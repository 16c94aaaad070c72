import type { Stream } from '@pebble/contract/values';

interface ColumnDraft {
  key: string;
  name: string;
  triage?: true;
  terminal?: true;
  /** Keys of the columns that a card may move to from here. */
  to: readonly string[];
}

interface BoardDraft {
  key: string;
  name: string;
  stream: Stream;
  columns: readonly ColumnDraft[];
}

/** The boards that a new tenant starts with, each a state machine: what `to` does not name is refused. */
export const DEFAULT_BOARDS: readonly BoardDraft[] = [
  {
    key: 'crm',
    name: 'CRM',
    stream: 'crm',
    columns: [
      { key: 'triage', name: 'Triage', triage: true, to: ['new', 'qualified', 'lost'] },
      { key: 'new', name: 'New', to: ['triage', 'qualified', 'lost'] },
      { key: 'qualified', name: 'Qualified', to: ['new', 'proposal', 'lost'] },
      { key: 'proposal', name: 'Proposal', to: ['qualified', 'negotiation', 'lost'] },
      { key: 'negotiation', name: 'Negotiation', to: ['proposal', 'won', 'lost'] },
      { key: 'won', name: 'Closed Won', terminal: true, to: ['triage'] },
      { key: 'lost', name: 'Closed Lost', terminal: true, to: ['triage'] },
    ],
  },
  {
    key: 'erp',
    name: 'ERP',
    stream: 'erp',
    columns: [
      { key: 'triage', name: 'Triage', triage: true, to: ['new', 'in_process', 'rejected'] },
      { key: 'new', name: 'New', to: ['triage', 'in_process', 'rejected'] },
      { key: 'in_process', name: 'In process', to: ['new', 'waiting', 'done', 'rejected'] },
      { key: 'waiting', name: 'Waiting', to: ['in_process', 'rejected'] },
      { key: 'done', name: 'Done', terminal: true, to: ['triage'] },
      { key: 'rejected', name: 'Rejected', terminal: true, to: ['triage'] },
    ],
  },
  {
    key: 'tender',
    name: 'Tender',
    stream: 'tender',
    columns: [
      { key: 'triage', name: 'Triage', triage: true, to: ['new', 'screening', 'no_bid'] },
      { key: 'new', name: 'New', to: ['triage', 'screening', 'no_bid'] },
      { key: 'screening', name: 'Screening', to: ['new', 'preparing', 'no_bid'] },
      { key: 'preparing', name: 'Preparing bid', to: ['screening', 'submitted', 'no_bid'] },
      { key: 'submitted', name: 'Submitted', to: ['won', 'lost'] },
      { key: 'won', name: 'Won', terminal: true, to: ['triage'] },
      { key: 'lost', name: 'Lost', terminal: true, to: ['triage'] },
      { key: 'no_bid', name: 'No bid', terminal: true, to: ['triage'] },
    ],
  },
];
