/** Scores of one mail, and which of them is the right one. */
export interface Judged {
  scores: readonly number[];
  right: number;
}

/** Turns scores into probabilities; a higher temperature is less sure. */
export function softmax(scores: readonly number[], temperature: number): number[] {
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp((score - highest) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** The temperature under which held-out answers are least surprising (smallest mean log loss), within 1 %. */
export function fitTemperature(judged: readonly Judged[]): number {
  let low = Math.log(0.01);
  let high = Math.log(100);
  while (high - low > 0.01) {
    const third = (high - low) / 3;
    if (logLoss(judged, Math.exp(low + third)) < logLoss(judged, Math.exp(high - third))) high -= third;
    else low += third;
  }
  return Math.exp((low + high) / 2);
}

function logLoss(judged: readonly Judged[], temperature: number): number {
  const losses = judged.map(({ scores, right }) => {
    const probability = softmax(scores, temperature)[right] ?? 0;
    return -Math.log(Math.max(probability, 1e-12));
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** Expected calibration error: how far stated certainty and share of right answers lie apart, in ten bins, 0 to 1. */
export function calibrationError(answers: readonly { probability: number; correct: boolean }[]): number {
  const gaps = Array.from({ length: 10 }, () => 0);
  for (const { probability, correct } of answers) {
    const bin = Math.min(9, Math.floor(probability * 10));
    gaps[bin] = (gaps[bin] ?? 0) + probability - Number(correct);
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / Math.max(1, answers.length);
}
