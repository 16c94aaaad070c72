/**
 * Every kind of event that the log can hold, with the words that people read.
 * A type is never renamed: sealed blocks and old readers hold it.
 */
export const EVENT_TYPES = {
  'tenant.created': 'Organisation created',
  'sign_in.failed': 'Sign-in failed',
  'session.opened': 'Signed in',
  'session.refreshed': 'Session extended',
  'session.closed': 'Signed out',
  'session.revoked': 'Session revoked',
  'session.reuse_detected': 'Stolen refresh token suspected',
  'blacklist.added': 'Sender blacklisted',
  'blacklist.removed': 'Sender removed from the blacklist',
  'import.uploaded': 'File uploaded for import',
  'import.mapped': 'Import columns mapped',
  'import.started': 'Import started',
  'import.paused': 'Import paused',
  'import.cancelled': 'Import cancelled',
  'import.finished': 'Import finished',
  'import.failed': 'Import failed',
  'mail.accepted': 'Mail accepted',
  'mail.rejected': 'Mail rejected',
  'mail.duplicate_ignored': 'Duplicate Ignored',
  'mail.ignored': 'Mail ignored',
  'mail.dead': 'Mail could not be processed',
  'attachment.fetched': 'Attachment fetched',
  'attachment.refused': 'Attachment not fetched',
  'card.created': 'Card created',
  'card.mail_appended': 'Mail added to card',
  'card.moved': 'Card moved',
  'card.reopened': 'Card reopened',
  'flow.settings_changed': 'Flow settings changed',
  'flow.step_failed': 'Flow step failed',
  'flow.note': 'Note from a flow',
} as const;

export type EventType = keyof typeof EVENT_TYPES;
