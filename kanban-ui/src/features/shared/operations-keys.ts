/**
 * Names under which the query cache holds what the screens of operations show. The event stream refreshes by the beginnings:
 * whatever stands below `mails` is read again when mail moves.
 */
export const operationsKeys = {
  deadLetters: ['dead-letters'] as const,
  deadLetterCount: ['dead-letters', 'count'] as const,
  redrives: ['redrives'] as const,
  mails: ['mails'] as const,
  mailCounts: ['mails', 'counts'] as const,
  senders: ['senders'] as const,
  imports: ['imports'] as const,
  sources: ['sources'] as const,
};
