import type { INodeProperties } from 'n8n-workflow';

/** The parts of a mail as Pebble's ingestion takes them. */
export const mailFields: INodeProperties[] = [
  {
    displayName: 'From',
    name: 'from',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'Ada Byron <ada@buyer.example>',
    description: 'Address of the sender, with or without a name',
  },
  { displayName: 'Subject', name: 'subject', type: 'string', default: '' },
  { displayName: 'Text', name: 'body', type: 'string', typeOptions: { rows: 4 }, default: '' },
  {
    displayName: 'Additional Fields',
    name: 'additionalFields',
    type: 'collection',
    placeholder: 'Add Field',
    default: {},
    options: [
      {
        displayName: 'Attachment URLs',
        name: 'attachment_urls',
        type: 'string',
        typeOptions: { multipleValues: true },
        default: [],
        description: 'Where Pebble downloads attachments from',
      },
      { displayName: 'HTML', name: 'html', type: 'string', default: '' },
      {
        displayName: 'In Reply To',
        name: 'in_reply_to',
        type: 'string',
        default: '',
        description: 'Message ID of the mail that this one answers',
      },
      {
        displayName: 'Mailbox',
        name: 'mailbox',
        type: 'string',
        default: '',
        description: 'Address of the mailbox that received it; it decides the entity',
      },
      {
        displayName: 'Message ID',
        name: 'message_id',
        type: 'string',
        default: '',
        description: 'By it Pebble knows a mail that it has had already',
      },
      { displayName: 'Received At', name: 'received_at', type: 'dateTime', default: '' },
      {
        displayName: 'To',
        name: 'to',
        type: 'string',
        typeOptions: { multipleValues: true },
        default: [],
        description: 'Addresses of the recipients',
      },
    ],
  },
];
