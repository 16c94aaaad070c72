import { count, number } from './words.ts';

/** What the dashboard of operations says. */
export const texts = {
  title: 'Dashboard',
  period: 'Period',
  periods: {
    hour: 'The last hour',
    day: 'The last 24 hours',
    week: 'The last 7 days',
    month: 'The last 30 days',
  },
  figures: 'Figures',
  open: 'Dead letters',
  causes: (n: number) => count(n, 'cause', 'causes'),
  oldest: 'oldest died',
  noneOpen: 'Nothing waits for a person.',
  queue: 'In the queue',
  queueParts: (waiting: number, working: number) => `${number(waiting)} waiting, ${number(working)} in work`,
  arrived: 'Arrived in the last hour',
  arrivedWeek: (n: number) => `${number(n)} in the last 7 days`,
  refused: 'Refused at the door',
  refusedHint: 'By the sender lists, in the last 7 days',
  states: 'What became of the mail',
  total: (n: number) => count(n, 'mail', 'mails'),
  noise: 'Mail that no person wrote',
  noNoise: 'There was none.',
  topCauses: 'What mails died of',
  allCauses: 'All dead letters',
};
