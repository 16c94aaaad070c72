import { describe, expect, it } from 'vitest';
import { ACTIVE_HASH, flowVersion, knob } from '../../testing/flows-factories.ts';
import { briefFigures, figuresText } from './figures-text.ts';
import { changesOf, misfit, typedOf } from './knob-values.ts';
import { readJson } from './read-json.ts';
import { shortHash, versionKey, viewOf } from './views.ts';

const figures = (change: object = {}) => ({
  ...{ step: 'classify', runs: 200, failed: 3, median_ms: 12, p95_ms: 2500 },
  ...change,
});

describe('settings that are typed', () => {
  const quiet = knob({ name: 'quiet', type: 'boolean', min: null, max: null, default: false, value: true });
  const team = knob({
    ...{ name: 'team', type: 'text', min: null, max: null, max_length: 20, default: '', value: 'sales' },
  });

  it('begin as they stand', () => {
    expect(typedOf([knob(), quiet, team])).toEqual({
      ...{ confidence_floor: '0.7', quiet: 'true', team: 'sales' },
    });
  });

  it.each(['', ' ', 'much', '0.49', '1', '-0.7'])('do not fit: "%s"', (typed) => {
    expect(misfit(knob(), typed)).toBe('Enter a number from 0.5 to 0.99');
  });

  it.each(['0.5', '0.99', ' 0.7 ', '.6'])('fit: "%s"', (typed) => {
    expect(misfit(knob(), typed)).toBeUndefined();
  });

  it('of other kinds always fit: the field itself allows nothing else', () => {
    expect(misfit(quiet, 'true')).toBeUndefined();
    expect(misfit(team, '')).toBeUndefined();
  });

  it('are sent in their own types, and only those that were changed', () => {
    const knobs = [knob(), quiet, team];
    expect(changesOf(knobs, typedOf(knobs))).toEqual({});
    expect(changesOf(knobs, { confidence_floor: '0.8', quiet: 'false', team: '7' })).toEqual({
      ...{ confidence_floor: 0.8, quiet: false, team: '7' },
    });
  });
});

describe('figures in words', () => {
  it('tell failures, or time', () => {
    expect(figuresText(figures(), 'failures')).toBe('3 of 200 failed');
    expect(figuresText(figures(), 'time')).toBe('half within 12 ms, 95% within 2.5 s');
  });

  it('are shorter where there is little room', () => {
    expect(briefFigures(figures(), 'time')).toBe('95% within 2.5 s');
    expect(briefFigures(figures(), 'failures')).toBe('3 of 200 failed');
    expect(briefFigures(figures({ p95_ms: null }), 'time')).toBe('half within 12 ms');
    expect(briefFigures(undefined, 'time')).toBe('not run');
  });

  it('say so of a step that was not run, and nothing when nobody asked', () => {
    expect(figuresText(figures({ runs: 0 }), 'failures')).toBe('not run');
    expect(figuresText(undefined, 'time')).toBe('not run');
    expect(figuresText(figures(), 'none')).toBeNull();
  });
});

describe('a file', () => {
  const file = (content: string) => new Blob([content]);

  it('is read when it holds a JSON object', async () => {
    expect(await readJson(file('{"id":"email-triage"}'))).toEqual({ id: 'email-triage' });
  });

  it.each(['', 'no json', '[1]', 'null', '"text"', '{"cut":'])('is none otherwise: %s', async (content) => {
    expect(await readJson(file(content))).toBeNull();
  });
});

describe('the address of a flow', () => {
  it('names the part that is shown', () => {
    expect(viewOf({ path: ['email-triage'], query: {} })).toBe('picture');
    expect(viewOf({ path: ['email-triage'], query: { view: 'runs' } })).toBe('runs');
    expect(viewOf({ path: ['email-triage'], query: { view: 'old-name' } })).toBe('picture');
    expect(viewOf({ path: ['email-triage', 'id'], query: { view: 'runs' } })).toBe('backtests');
  });

  it('names a version by number and content, since a number can be used again', () => {
    expect(versionKey(flowVersion())).toBe(`1.1.0@${ACTIVE_HASH}`);
    expect(shortHash(ACTIVE_HASH)).toBe('aaaaaaa');
  });
});
