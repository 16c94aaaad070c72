import { expect, test } from 'vitest';
import { readSubject } from './subject-marks.ts';

test.each([
  ['Valves', { subject: 'Valves', reply: false, forward: false }],
  ['Re: Valves', { subject: 'Valves', reply: true, forward: false }],
  ['RE: AW: Re[2]: Valves', { subject: 'Valves', reply: true, forward: false }],
  ['Fwd: FW: Valves', { subject: 'Valves', reply: false, forward: true }],
  ['WG: Re: Valves', { subject: 'Valves', reply: true, forward: true }],
  ['رد: العرض', { subject: 'العرض', reply: true, forward: false }],
  ['Re：見積', { subject: '見積', reply: true, forward: false }],
  ['Request for offer', { subject: 'Request for offer', reply: false, forward: false }],
  ['Trip report', { subject: 'Trip report', reply: false, forward: false }],
])('reads %s', (text, subject) => {
  expect(readSubject(text)).toEqual(subject);
});
