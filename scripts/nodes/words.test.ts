import { expect, test } from 'vitest';
import { description, sentenceCase, titleCase, whether } from './words.ts';

// What n8n's own linter asks for; it says the same of the generated nodes in `npm run test:nodes`.

test.each([
  ['Attachment names', 'Attachment Names'],
  ['Time to live', 'Time to Live'],
  ['Sent to', 'Sent To'],
  ['E-mail', 'E-Mail'],
  ['Card id', 'Card ID'],
  ['As PDF', 'As PDF'],
])('the title %s is %s', (given, title) => expect(titleCase(given)).toBe(title));

test('one sentence has no period, and several have', () => {
  expect(description('Id of the card.')).toBe('ID of the card');
  expect(description('Does it. Safe to repeat')).toBe('Does it. Safe to repeat.');
});

test('a switch says whether, and an action is a sentence', () => {
  expect(whether('Read mails too.')).toBe('Whether this is so: read mails too');
  expect(whether('Whether to read.')).toBe('Whether to read');
  expect(sentenceCase('Create reply-all Draft')).toBe('Create reply all draft');
});
