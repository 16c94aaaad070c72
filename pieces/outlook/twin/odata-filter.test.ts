import { describe, expect, test } from 'vitest';
import { GraphError } from './graph-error.ts';
import { firstProperty, parseFilter } from './odata-filter.ts';

const RECORD = {
  subject: "It's Urgent",
  isRead: false,
  size: 7,
  receivedDateTime: '2026-03-02T09:15:00Z',
  categories: ['Blue', 'Orders'],
  from: { emailAddress: { address: 'Ada@Buyer.example' } },
};

describe('what holds', () => {
  test.each([
    'isRead eq false',
    "subject eq 'it''s urgent'",
    'size ge 7 and size le 7',
    'size gt 6 and size lt 8 and size ne 9',
    'receivedDateTime ge 2026-03-02T09:15:00.000Z',
    'receivedDateTime lt 2026-03-02T10:15:01+01:00',
    "from/emailAddress/address eq 'ada@buyer.example'",
    "contains(subject,'URGENT')",
    "startswith(subject, 'It')",
    "categories/any(c:c eq 'Orders')",
    'not (isRead eq true)',
    'isRead eq true or (size eq 7 and isRead eq false)',
    'isRead eq true and size eq 1 or size eq 7',
  ])('%s', (filter) => expect(parseFilter(filter)(RECORD)).toBe(true));
});

describe('what does not hold', () => {
  test.each([
    'isRead eq true',
    "contains(subject,'calm')",
    "categories/any(c:c eq 'blue')",
    'receivedDateTime gt 2026-03-02T09:15:00Z',
    'size eq 7 and (isRead eq true or size eq 8)',
    'not (size eq 7)',
  ])('%s', (filter) => expect(parseFilter(filter)(RECORD)).toBe(false));
});

describe('what is no filter', () => {
  test.each([
    '',
    'isRead',
    'isRead eq',
    'isRead is true',
    '(isRead eq true',
    'isRead eq true)',
    "contains(subject 'a')",
    'size eq seven',
  ])('%j', (filter) => {
    const read = () => parseFilter(filter)(RECORD);
    expect(read).toThrow(GraphError);
  });
  test('a property that there is not', () => {
    expect(() => parseFilter("colour eq 'red'")(RECORD)).toThrow(GraphError);
  });
});

test('the first property is the one that a sort order must agree with', () => {
  expect(firstProperty('receivedDateTime ge 2026-01-01T00:00:00Z and isRead eq false')).toBe(
    'receivedDateTime',
  );
  expect(firstProperty('(isRead eq false) and size eq 7')).toBe('isRead');
  expect(firstProperty("from/emailAddress/address eq 'a'")).toBe('from/emailAddress/address');
  expect(firstProperty("contains(subject,'a')")).toBeNull();
});
