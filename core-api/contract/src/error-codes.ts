/**
 * The closed list of problems that the API can answer: HTTP status, title, and a hint that says what to do next.
 * A code is stable for ever; its wording is not.
 */
export const ERRORS = {
  invalid_request: {
    status: 422,
    title: 'The request does not fit the endpoint',
    hint: 'Mend the fields named in `errors` and send it again.',
  },
  malformed_body: {
    status: 400,
    title: 'The body cannot be read',
    hint: 'Send valid JSON, or a raw mail with Content-Type message/rfc822.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The content type is not accepted here',
    hint: 'Use a content type that the endpoint lists in /api/v1/openapi.json.',
  },
  unauthenticated: {
    status: 401,
    title: 'No valid token',
    hint: 'Sign in with POST /api/v1/token/ and send `Authorization: Bearer <access>`.',
  },
  wrong_credentials: {
    status: 401,
    title: 'E-mail or password is wrong',
    hint: 'Check both; after several failures the next try has to wait.',
  },
  signature_rejected: {
    status: 401,
    title: 'The delivery is not signed by a source that we know',
    hint: 'Check the address, the secret, the clock and that the body is signed as it is sent.',
  },
  refresh_rejected: {
    status: 401,
    title: 'The refresh token is not valid any more',
    hint: 'Sign in again.',
  },
  forbidden: {
    status: 403,
    title: 'Your role may not do this',
    hint: 'Ask an admin of your organisation.',
  },
  sender_blacklisted: {
    status: 403,
    title: 'The sender is on the blacklist',
    hint: 'Remove the entry with DELETE /api/v1/blacklist/{entry_id}/ if the sender is wanted.',
  },
  source_disabled: {
    status: 403,
    title: 'The source is switched off',
    hint: 'Ask the organisation that gave you the secret to switch it on.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    hint: 'Check the identifier; what belongs to others does not exist for you.',
  },
  operator_only: {
    status: 404,
    title: 'Only the operator of this installation changes the global blacklist',
    hint: 'Put the sender on your own blacklist, or ask whoever runs this installation.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The method is not allowed on this path',
    hint: 'See the `Allow` header.',
  },
  illegal_transition: {
    status: 409,
    title: 'The board does not allow this move',
    hint: 'Choose one of the columns in `allowed`.',
  },
  version_conflict: {
    status: 409,
    title: 'Somebody changed the card meanwhile',
    hint: 'Read the card again and repeat the change on what you see.',
  },
  card_merged: {
    status: 409,
    title: 'The card was merged into another',
    hint: 'Use the card named in `existing_id`; the mails are there.',
  },
  dead_letter_closed: {
    status: 409,
    title: 'The dead letter is not open',
    hint: 'Read it again: it is under way, resolved or discarded, and its mail can no more be edited.',
  },
  nothing_to_redrive: {
    status: 409,
    title: 'No open dead letter fits',
    hint: 'Look at the list again; somebody else may have redriven or discarded them.',
  },
  payload_destroyed: {
    status: 409,
    title: 'The kept mail was destroyed',
    hint: 'Its retention time is over. Ask the sender to send it again.',
  },
  already_exists: {
    status: 409,
    title: 'It exists already',
    hint: 'Use the existing one.',
  },
  import_exists: {
    status: 409,
    title: 'This file was imported before',
    hint: 'Look at the import named in `existing_id`, or send the file with again=true.',
  },
  import_state: {
    status: 409,
    title: 'The import is not in a state for this',
    hint: 'Read the import; `actions` names what can be done with it now.',
  },
  unreadable_file: {
    status: 422,
    title: 'The file cannot be read',
    hint: 'Do what `detail` says, and upload the file again.',
  },
  flow_refused: {
    status: 422,
    title: 'The flow cannot run',
    hint: 'Mend the step that `detail` names in the editor of the flow, export it again, and upload that.',
  },
  backtest_running: {
    status: 409,
    title: 'A backtest is under way',
    hint: 'Wait until the one named in `existing_id` is over, or cancel it.',
  },
  nothing_to_backtest: {
    status: 409,
    title: 'There is no mail to try',
    hint: 'Come back when the first mails have been processed.',
  },
  not_ignored: {
    status: 409,
    title: 'The mail was not ignored',
    hint: 'Only ignored mail can be opened; a dead letter is redriven instead.',
  },
  connection_in_use: {
    status: 409,
    title: 'The connection is in use',
    hint: 'Delete the mail feeds named in `detail` first, or give them another connection.',
  },
  feed_off: {
    status: 409,
    title: 'The mail feed is switched off',
    hint: 'Switch the feed on, and try again.',
  },
  other_side_failed: {
    status: 503,
    title: 'The connected system did not answer as it should',
    hint: 'Do what `detail` says, or try again in a minute.',
  },
  job_closed: {
    status: 409,
    title: 'The job has ended',
    hint: 'A mail has one effect; this one has had its own.',
  },
  too_large: {
    status: 413,
    title: 'The body is too large',
    hint: 'Keep a mail under 25 MB and a file to import under 50 MB; send large attachments as attachment_urls.',
  },
  too_many_requests: {
    status: 429,
    title: 'Too many tries',
    hint: 'Wait for the number of seconds in `Retry-After`.',
  },
  internal: {
    status: 500,
    title: 'Something failed on our side',
    hint: 'Give the id in `instance` to your operator; it is in the log.',
  },
  sealing_key_missing: {
    status: 503,
    title: 'The key that opens it is missing',
    hint: 'Ask your operator to put the key named in `detail` back.',
  },
  payload_damaged: {
    status: 500,
    title: 'The kept mail does not open',
    hint: 'It was altered in the database. Restore the row from a backup, or ask the sender to send it again.',
  },
  not_ready: {
    status: 503,
    title: 'Not ready',
    hint: 'Try again in a few seconds.',
  },
} as const satisfies Record<string, { status: number; title: string; hint: string }>;

export type ErrorCode = keyof typeof ERRORS;
