import { lookup } from '@pebble/kit/field';
import type { TriggerInput } from '@pebble/kit/trigger';
import { mailbox } from '../fields.ts';

export const triggerFields = {
  folder: lookup('Folder', {
    help: 'Folder ID, or a well-known name such as inbox, archive, sentitems. Folders inside it are not watched.',
    from: 'folders',
    needs: ['mailbox'],
    default: 'inbox',
    required: true,
  }),
  mailbox,
};

export function placeOf(input: TriggerInput): { mailbox: string; folder: string } {
  return { mailbox: String(input['mailbox'] ?? ''), folder: String(input['folder'] ?? 'inbox') };
}

export const SAMPLE_REF = {
  id: 'AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AqMP7D0xLyE2Dq1DBAAAAAAEMAAA=',
  mailbox: 'sales@brightwater.example',
  received_at: '2026-03-02T09:15:00.000Z',
  internet_message_id: '<q-40-dn50@castlegate-water.example>',
  subject: 'Quotation for 40 ball valves DN50',
  from: 'ada.byron@castlegate-water.example',
  from_name: 'Ada Byron',
  conversation_id: 'AAQkADIyMjIyLTQwLWRuNTA=',
  is_read: false,
  has_attachments: false,
  parent_folder_id: 'AQMkADFmMC4xLjAucGViYmxl',
  change_key: 'CQAAABYAAAC3',
  modified_at: '2026-03-02T09:15:01.000Z',
};
