import type { SyncErrorStatus } from '@pebble/contract/dead-letters';
import { count, locale, number } from './words.ts';

const list = new Intl.ListFormat(locale, { type: 'conjunction' });
const mails = (n: number): string => count(n, 'mail', 'mails');

const statuses: Record<SyncErrorStatus, string> = {
  open: 'Open',
  redriven: 'On its way',
  resolved: 'Resolved',
  discarded: 'Discarded',
};

/** What the screens of dead letters say. */
export const texts = {
  title: 'Dead letters',
  note: (open: number, causes: number) =>
    open === 0
      ? 'None is open'
      : `${count(open, 'open letter', 'open letters')}, ${count(causes, 'cause', 'causes')}`,
  search: 'Search in the messages of the errors',
  searchHint: 'Search messages',
  status: 'Status',
  statuses,
  everyStatus: 'Every status',
  views: 'View',
  byCause: 'By cause',
  oneByOne: 'One by one',
  someone: 'Somebody',
  selfMade: 'Pebble',

  causes: {
    label: 'Causes',
    count: (n: number) => count(n, 'letter', 'letters'),
    failed: 'What failed',
    touches: 'Whom it touches',
    todo: 'What to do',
    first: 'First',
    last: 'Last',
    step: 'Step',
    message: 'Last message',
    entities: (names: string[]) => list.format(names),
    show: 'Look at them',
    showAll: 'All causes',
    none: 'No dead letters',
    noneOpen: 'Every mail that was accepted has had its effect, or is on its way to it.',
    noneOther: 'None with this status.',
  },

  table: {
    caption: 'Dead letters',
    select: (from: string) => `Select the mail from ${from}`,
    selectAll: 'Select all that are shown and open',
    selectAllShort: 'Select all',
    died: 'Died',
    mail: 'Mail',
    error: 'What failed',
    entity: 'Entity',
    status: 'Status',
    from: (address: string) => address || '(no sender)',
    deaths: (n: number) => `died ${count(n, 'time', 'times')}`,
    edited: 'Edited',
    noMatch: 'No dead letter fits',
    noMatchText: 'Try fewer words, another status, or every entity.',
    showAll: 'Show all that are open',
  },

  selection: {
    label: 'Selected dead letters',
    count: (n: number) => `${number(n)} selected`,
    clear: 'Select none',
  },

  acts: {
    redrive: 'Redrive',
    redriveAll: (n: number) => (n === 1 ? 'Redrive it' : `Redrive all ${number(n)}`),
    redriveSome: (n: number) => `Redrive ${number(n)}`,
    discard: 'Discard…',
    discardAll: (n: number) => (n === 1 ? 'Discard it…' : `Discard all ${number(n)}…`),
    edit: 'Edit the mail',
    editAgain: 'Edit further',
    editOn: 'Go on with your edit',
  },

  redrive: {
    title: (n: number) => `Redrive ${mails(n)}`,
    lead: (n: number) =>
      n === 1
        ? 'The mail goes through its flow again.'
        : n <= 11
          ? 'They go through their flow again: first one, then the others. If one of them dies again, those that have not been sent stay here.'
          : 'They go through their flow again: first one, then ten, then all others. If one of the first eleven dies again, the rest stay here.',
    rate: 'Mails per second',
    rateWrong: 'Enter a number from 0.1 to 100.',
    submit: 'Redrive',
    busy: 'Starting…',
    started: (n: number) => `Redrive of ${mails(n)} started`,
    failed: 'The redrive was not started',
  },

  discard: {
    title: (n: number) => `Discard ${mails(n)}`,
    lead: (n: number) =>
      n === 1
        ? 'The mail is given up: it will have no card. It is kept until its retention time is over, and the log says who discarded it and why.'
        : 'The mails are given up: they will have no card. They are kept until their retention time is over, and the log says who discarded them and why.',
    reason: 'Reason',
    reasonHint: 'For example: advertising, no enquiry in it',
    reasonWrong: 'Say in a few words why, three letters at least.',
    submit: (n: number) => `Discard ${mails(n)}`,
    busy: 'Discarding…',
    done: (n: number) => `${mails(n)} discarded`,
    skipped: (n: number) =>
      n === 0
        ? 'They stand under the status “Discarded”.'
        : `${mails(n)} had not been open any more and ${n === 1 ? 'was' : 'were'} left as ${n === 1 ? 'it is' : 'they are'}.`,
  },

  letter: {
    label: 'Dead letter',
    close: 'Close the dead letter',
    gone: 'This dead letter does not exist',
    goneHint: 'The link may be old. Choose one in the list.',
    noSubject: '(no subject)',
    unreadable: (from: string) => `Mail from ${from || 'nobody'}`,
    explanation: 'What happened',
    facts: 'Facts',
    entity: 'Entity',
    mailbox: 'Mailbox',
    noMailbox: 'None was named',
    received: 'Received',
    died: 'Died last',
    attempts: 'Attempts',
    attemptsOf: (attempts: number, deaths: number) =>
      `${number(attempts)}, ${deaths === 1 ? 'died once' : `died ${number(deaths)} times`}`,
    step: 'Step',
    noStep: 'Before the flow began',
    error: 'Error',
    message: 'Message',
    cause: 'Cause',
    sameCause: 'Others of this cause',
    tracking: 'Tracking id',
    size: 'Size',
    formats: { json: 'JSON', rfc822: 'raw mail' },
    envelope: 'Envelope',
    noEnvelope: 'The envelope cannot be read.',
    from: 'From',
    to: 'To',
    cc: 'Cc',
    sent: 'Sent',
    messageId: 'Message-ID',
    traceback: 'Traceback',
    deaths: 'Deaths',
    settled: (status: string, who: string, when: string) => `${status} by ${who}, ${when}`,
    because: (reason: string) => `Reason: ${reason}`,
    onItsWay: 'It is on its way through the flow again. Its outcome shows here as soon as there is one.',
  },

  payload: {
    title: 'The mail',
    open: 'Open the mail',
    openEdited: 'Open the edited mail',
    audited: 'It is kept encrypted. Opening it is written into the log, with your name.',
    draft: 'You have not saved what you wrote. It is kept in this tab until you sign out.',
    opening: 'Opening…',
    failed: 'The mail was not opened',
    original: 'As it came',
    edited: 'As it was edited',
    destroyed: (when: string) => `The kept mail was destroyed on ${when}, when its retention time was over.`,
    editedBy: (who: string, when: string) =>
      `Edited by ${who}, ${when}. The edited mail is sent when you redrive.`,
    binary: 'This mail is no text in UTF-8: each byte is shown as one letter, so that none is lost.',
    large:
      'This mail is too large to be edited here. Save it to a file, mend it there, and hand it over anew.',
    beginning: 'This is the beginning. Save it to a file to see all of it.',
    filename: 'dead-letter',
    save: 'Save to a file',
    close: 'Close the mail',
    dropEdit: 'Throw the edit away',
    dropped: 'The edit was thrown away; the mail is processed as it came.',
    dropFailed: 'The edit was not thrown away',
  },

  editor: {
    label: 'Text of the mail',
    diff: 'Changes against the mail as it came',
    added: 'added',
    removed: 'removed',
    same: 'Nothing is changed yet.',
    tooDifferent: 'The two are too different to be compared line by line.',
    hidden: (n: number) => `${count(n, 'line', 'lines')} more`,
    gap: (n: number) => count(n, 'unchanged line', 'unchanged lines'),
    changes: (added: number, removed: number) =>
      `${count(added, 'line', 'lines')} added, ${number(removed)} removed`,
    save: 'Save the edit',
    saving: 'Saving…',
    cancel: 'Leave it as it was',
    saved: 'The edited mail is kept. Try it out, then redrive it.',
    failed: 'The edit was not saved',
    empty: 'There is no mail left.',
    foreign: (letter: string) =>
      `“${letter}” cannot stand in this mail, which has one byte for each letter. Write it in another way.`,
    notJson: (reason: string) => `This is no valid JSON: ${reason}`,
    conflict: 'Somebody else has changed this dead letter meanwhile',
    conflictBy: (who: string, when: string) => `${who} has edited the mail, ${when}.`,
    conflictDropped: 'The mail is as it came, or the letter has changed otherwise.',
    conflictHint: 'Your text is still here and is not saved.',
    loadTheirs: 'Go on with theirs',
    saveMine: 'Save mine instead',
    closed: 'It is not open any more, so its mail cannot be edited.',
  },

  rehearsal: {
    title: 'Try it out',
    lead: 'Runs the mail through the current flow and says what would become of it. Nothing is changed or sent.',
    run: 'Try it out',
    runEdited: 'Try the edited mail',
    runOriginal: 'Try it as it came',
    running: 'Trying…',
    failed: 'It could not be tried out',
    original: 'As it came',
    edited: 'Edited',
    stale: 'Of an earlier state: the mail or the flow may have changed since.',
    created: (place: string) => `It would become a new card ${place}.`,
    appended: (place: string) => `It would be added to a card ${place}.`,
    reopened: (place: string) => `It would reopen a card ${place}.`,
    duplicate: 'It would end as a copy of a mail that was there before.',
    ignored: 'It would be ignored.',
    rejected: 'It would not be accepted.',
    dead: (step: string | null) =>
      step === null ? 'It would fail again.' : `It would fail again at the step “${step}”.`,
    unknown: 'What would become of it cannot be told without doing it.',
    place: (board: string, column: string) => `on the board ${board}, in ${column}`,
    somewhere: 'on a board',
    showCard: 'Show the card',
    notSent: (hosts: string[]) => `Held back: calls to ${list.format(hosts)}.`,
    steps: 'Steps',
    flow: (id: string, version: string) => `Flow ${id} ${version}`,
    stepStates: { succeeded: 'done', failed: 'failed', skipped: 'skipped' },
  },
};
