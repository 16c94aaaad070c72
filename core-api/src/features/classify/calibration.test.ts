import { expect, test } from 'vitest';
import { calibrationError, fitTemperature, softmax } from './calibration.ts';

test('softmax gives probabilities, also of huge scores', () => {
  const probabilities = softmax([1000, 999, -1000], 1);
  expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1);
  expect(probabilities[0]).toBeCloseTo(0.731, 3);
});

test('a higher temperature is less sure', () => {
  expect(softmax([2, 0], 4)[0]).toBeLessThan(softmax([2, 0], 1)[0] ?? 0);
});

test('finds the temperature at which certainty and being right agree', () => {
  // Always the same score, right in three cases of four: the fitted probability must be three quarters.
  const judged = Array.from({ length: 400 }, (_, n) => ({ scores: [5, 0], right: n % 4 === 0 ? 1 : 0 }));
  expect(softmax([5, 0], fitTemperature(judged))[0]).toBeCloseTo(0.75, 2);
});

test('calibration error is the distance between certainty and truth', () => {
  const answers = (probability: number, right: number) =>
    Array.from({ length: 100 }, (_, n) => ({ probability, correct: n < right }));
  expect(calibrationError(answers(0.75, 75))).toBeCloseTo(0);
  expect(calibrationError(answers(0.95, 55))).toBeCloseTo(0.4);
  expect(calibrationError([...answers(0.95, 55), ...answers(0.15, 55)])).toBeCloseTo(0.4);
  expect(calibrationError([])).toBe(0);
});
