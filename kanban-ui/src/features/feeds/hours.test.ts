import { describe, expect, it } from 'vitest';
import { gap, receipt } from '../../testing/feeds-factories.ts';
import { byHour, dayKey, localMinute, totalsOf } from './hours.ts';

const at = (clock: string) => `2026-03-10T${clock}:00.000Z`;
/** What a look at a time found, and when it was signed. */
const look = (from: string, to: string, signed: string, seen: number, missing = 0) =>
  receipt(1, {
    ...{ from: at(from), to: at(to), signed_at: at(signed) },
    status: missing > 0 ? 'gap' : 'complete',
    counts: { ...receipt().counts, seen, missing },
  });

describe('the sums of receipts', () => {
  it('are nothing of nothing', () => {
    expect(totalsOf([])).toEqual({ seen: 0, missing: 0, doubled: 0, pending: 0 });
  });

  it('count what a later look at the same time found', () => {
    const before = look('08:00', '09:00', '09:05', 10, 1);
    const after = look('08:00', '09:00', '10:05', 10);
    expect(totalsOf([before, after])).toMatchObject({ seen: 10, missing: 0 });
    expect(totalsOf([after, before])).toMatchObject({ seen: 10, missing: 0 });
  });

  it('do not count twice what was looked at by hand and again by the hour', () => {
    const byHand = look('08:30', '10:30', '10:31', 7, 2);
    const hours = [
      look('08:00', '09:00', '11:05', 4),
      look('09:00', '10:00', '11:05', 5),
      look('10:00', '11:00', '11:05', 6),
    ];
    expect(totalsOf([byHand, ...hours])).toMatchObject({ seen: 15, missing: 0 });
  });

  it('keep what nobody has looked at since: a gap never hides', () => {
    const byHand = look('08:30', '10:30', '10:31', 7, 2);
    const hours = [look('08:00', '09:00', '11:05', 4), look('10:00', '11:00', '11:05', 6)];
    expect(totalsOf([byHand, ...hours])).toMatchObject({ missing: 2 });
  });

  it('leave out a complete look by hand that an hour overlaps, and count its hours instead', () => {
    const byHand = look('08:30', '10:30', '10:31', 7);
    const hours = [
      look('08:00', '09:00', '09:05', 4),
      look('09:00', '10:00', '10:05', 5),
      look('10:00', '11:00', '11:05', 6),
    ];
    expect(totalsOf([byHand, ...hours])).toMatchObject({ seen: 15, missing: 0 });
  });

  it('count a longer look instead of the hours before it', () => {
    const hours = [look('08:00', '09:00', '09:05', 4, 1), look('09:00', '10:00', '10:05', 5)];
    expect(totalsOf([...hours, look('00:00', '12:00', '12:01', 30)])).toMatchObject({ seen: 30, missing: 0 });
  });

  it('add up hours that only touch', () => {
    const hours = [look('08:00', '09:00', '10:05', 4), look('09:00', '10:00', '10:05', 5)];
    expect(totalsOf(hours)).toMatchObject({ seen: 9 });
  });
});

describe('the grid of hours', () => {
  it('has a row for each day, newest first, and leaves out days without', () => {
    const days = byHour([receipt(1), receipt(25), receipt(24 * 4)]).map(({ key }) => key);
    expect(days).toHaveLength(3);
    expect(days).toEqual(days.toSorted().toReversed());
  });

  it('has 24 hours in each', () => {
    const [day] = byHour([gap()]);
    expect(day?.hours).toHaveLength(24);
    expect(day?.hours.filter((hour) => hour !== undefined)).toEqual([gap()]);
  });

  it('takes a time that is shorter than an hour', () => {
    expect(byHour([look('08:10', '08:20', '08:21', 1)])).toHaveLength(1);
  });
});

describe('a time in a field', () => {
  it('is that of the person, with two digits each', () => {
    const instant = new Date('2026-03-02T04:05').getTime();
    expect(localMinute(instant)).toBe('2026-03-02T04:05');
    expect(dayKey(new Date(instant))).toBe('2026-03-02');
  });
});
