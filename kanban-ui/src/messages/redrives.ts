import type { Redrive, RedriveItemState, RedriveState } from '@pebble/contract/redrives';
import { count, locale, number } from './words.ts';

const mails = (n: number): string => count(n, 'mail', 'mails');

const states: Record<RedriveState, string> = {
  running: 'Running',
  stopping: 'Stopping',
  stopped: 'Stopped',
  finished: 'Finished',
};
const itemStates: Record<RedriveItemState, string> = {
  waiting: 'Waiting',
  under_way: 'On its way',
  succeeded: 'Through',
  died: 'Dead again',
  skipped: 'Skipped',
  left: 'Left alone',
};

function sum({ total, succeeded, died, skipped, under_way, left }: Redrive): string {
  const parts = [`${number(succeeded)} of ${number(total)} through`];
  if (under_way > 0) parts.push(`${number(under_way)} on the way`);
  if (died > 0) parts.push(`${number(died)} dead again`);
  if (skipped > 0) parts.push(`${number(skipped)} skipped`);
  if (left > 0) parts.push(`${number(left)} left alone`);
  return parts.join(', ');
}

/** What is said of redrives. */
export const texts = {
  label: 'Redrives',
  item: (n: number) => `Redrive of ${mails(n)}`,
  states,
  itemStates,
  sum,
  older: 'Earlier redrives',
  close: 'Close the redrive',
  gone: 'This redrive does not exist',
  goneHint: 'The link may be old.',
  by: (who: string) => `by ${who}`,
  rate: (perSecond: number) => `at most ${perSecond.toLocaleString(locale)} a second`,
  stages: 'Steps',
  stage: (size: number) => mails(size),
  others: (size: number) => (size === 1 ? 'the last one' : `all ${number(size)} others`),
  stageStates: { done: 'done', now: 'now', stopped: 'stopped here', ahead: 'not reached' },
  stop: 'Stop',
  stopping: 'Stopping…',
  stopHint: 'No more mails are sent. Those that are on their way run to their end.',
  stopFailed: 'The redrive was not stopped',
  whyStopped: 'Why it was stopped',
  items: 'Mails',
  itemFilter: 'Which mails',
  everyItem: 'Every mail',
  show: 'Show',
  showLetter: (position: number) => `Show no. ${number(position)}`,
  edited: 'Edited',
  noItems: 'None.',
  over: {
    finished: (text: string) => `The redrive has finished: ${text}.`,
    stopped: (text: string) => `The redrive was stopped: ${text}.`,
  },
};
