import { describe, expect, it } from 'vitest';
import { explain } from './explain.ts';

const mail = { from: 'ada@buyer.example', mailbox: 'sales@acme.example', entity: 'Acme India' };
const CLASSES = [
  ...['InvalidMail', 'ZodError', 'SyntaxError', 'InputError', 'AuthError', 'NotFoundError', 'ConflictError'],
  ...[
    'RateLimitedError',
    'UpstreamError',
    'CircuitOpenError',
    'FlowRefused',
    'FlowFailed',
    'ApiProblem',
    'TimeoutError',
  ],
  ...['error', 'SealingKeyMissing', 'BoxBroken', 'SomethingNew'],
];

describe.each(CLASSES)('%s', (errorClass) => {
  it('is told in three sentences that name no class', () => {
    const { failed, touches, todo } = explain({ errorClass, step: 'place_card' }, { mail });
    expect(failed).toMatch(/^At the step “place card”: .+\.$/);
    expect(touches).toBe(
      'The mail from ada@buyer.example to sales@acme.example (Acme India) has no card yet; nobody is working on it.',
    );
    expect(todo).toMatch(/\.$/);
    expect(todo).toMatch(/redrive|discard/i);
    expect(`${failed} ${todo}`).not.toMatch(/Error|Zod|exception|stack/);
  });
});

it('starts with a capital letter where no step is named', () => {
  for (const errorClass of CLASSES)
    expect(explain({ errorClass, step: null }, { mail }).failed).toMatch(/^[A-Z]/);
});

it('says whom a cause touches, as people count', () => {
  const touches = (count: number, senders: number, entities: string[], settled = false) =>
    explain({ errorClass: 'AuthError', step: null }, { count, senders, entities }, settled).touches;
  expect(touches(1, 1, ['Acme India'])).toBe('One mail to Acme India has no card yet.');
  expect(touches(3, 1, ['Acme India'])).toBe('3 mails from one sender to Acme India have no card yet.');
  expect(touches(12, 5, ['A', 'B', 'C'])).toBe('12 mails from 5 senders to A, B, and C have no card yet.');
  expect(touches(2, 2, ['A', 'B'], true)).toBe('2 mails from 2 senders to A and B were touched.');
  expect(touches(1, 1, ['A'], true)).toBe('One mail to A was touched.');
});

it('names the entity alone when the mail named no mailbox of ours', () => {
  const { touches } = explain({ errorClass: 'AuthError', step: null }, { mail: { ...mail, mailbox: null } });
  expect(touches).toMatch(/^The mail from ada@buyer.example to Acme India has no card yet/);
});
