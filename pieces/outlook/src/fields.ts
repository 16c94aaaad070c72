import { choice, lookup, list, longText, number, text } from '@pebble/kit/field';

export const mailbox = text('Mailbox', {
  help: 'Address (UPN) or ID of the mailbox, shared ones too. Leave it empty for the own mailbox of the person who signed in; an app always needs it.',
});

export const messageId = text('Message ID', {
  help: 'Immutable ID, as triggers and other operations of this connector give it.',
  required: true,
});

export const draftId = text('Draft ID', {
  help: 'ID of the draft, as its creation gave it.',
  required: true,
});

/** Help ends with what an empty field means. */
export const anyFolder = (meaning: string) =>
  lookup('Folder', {
    help: `Folder ID, or a well-known name such as inbox, archive, sentitems, junkemail. ${meaning}`,
    from: 'folders',
    needs: ['mailbox'],
  });

export const targetFolder = lookup('Target folder', {
  help: 'Folder ID, or a well-known name such as inbox, archive, deleteditems.',
  from: 'folders',
  needs: ['mailbox'],
  required: true,
});

export const bodyType = choice('Body type', {
  help: 'How the body is written.',
  choices: { text: 'Plain text', html: 'HTML' },
  default: 'text',
  required: true,
});

export const body = longText('Body', { help: 'What the mail says.' });
export const to = list('To', { help: 'Addresses.' });
export const cc = list('Cc', { help: 'Addresses.' });
export const bcc = list('Bcc', { help: 'Addresses.' });

export const limit = number('Limit', {
  help: 'At most this many, up to 1000; reading stops as soon as they are there.',
  default: 50,
  required: true,
});

export const page = text('Page', { help: '"next" of the call before, to go on where it stopped.' });
