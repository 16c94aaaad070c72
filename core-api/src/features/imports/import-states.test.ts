import type { ImportAction, ImportFormat, ImportMode, ImportState } from '@pebble/contract/imports';
import { describe, expect, it } from 'vitest';
import { actionsOf, beginsAnew, isArchive } from './import-states.ts';

const SOME_DAY = new Date('2026-11-02T00:00:00Z');

function actions(
  state: ImportState,
  change: { mode?: ImportMode; format?: ImportFormat; gone?: boolean } = {},
): ImportAction[] {
  const { mode = 'live', format = 'csv', gone = false } = change;
  return actionsOf({ state, mode, format, file_deleted_at: gone ? SOME_DAY : null });
}

describe('what can be done with an import', () => {
  it.each<[ImportState, ImportAction[]]>([
    ['uploaded', ['map', 'cancel']],
    ['mapped', ['map', 'start', 'cancel']],
    ['running', ['pause', 'cancel']],
    ['paused', ['start', 'cancel']],
    ['failed', ['start', 'cancel']],
    ['done', []],
    ['cancelled', []],
  ])('that is %s', (state, expected) => {
    expect(actions(state)).toEqual(expected);
  });

  it('after a shadow run: everything, since nothing has happened', () => {
    expect(actions('done', { mode: 'shadow' })).toEqual(['map', 'start', 'cancel']);
    expect(actions('running', { mode: 'shadow' })).toEqual(actions('running'));
  });

  it('of an archive: no mapping', () => {
    for (const format of ['mbox', 'eml'] as const) {
      expect(actions('mapped', { format })).toEqual(['start', 'cancel']);
      expect(actions('done', { format, mode: 'shadow' })).toEqual(['start', 'cancel']);
    }
  });

  it('without its file: neither mapping nor start', () => {
    expect(actions('failed', { gone: true })).toEqual(['cancel']);
    expect(actions('done', { mode: 'shadow', gone: true })).toEqual(['cancel']);
  });
});

it('a run begins at the first row, or goes on where it stopped', () => {
  expect((['mapped', 'done'] as const).every(beginsAnew)).toBe(true);
  expect((['paused', 'failed', 'running'] as const).some(beginsAnew)).toBe(false);
});

it('archives are those of mails', () => {
  expect((['csv', 'xlsx', 'xls', 'ods', 'mbox', 'eml'] as const).filter(isArchive)).toEqual(['mbox', 'eml']);
});
