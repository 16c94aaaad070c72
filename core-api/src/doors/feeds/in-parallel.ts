/** Does the work of all items, so many at a time, and answers in their order. @throws the first failure, when all have ended */
export async function inParallel<I, O>(
  items: readonly I[],
  most: number,
  work: (item: I) => Promise<O>,
): Promise<O[]> {
  const results: O[] = [];
  const failures: unknown[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) {
      if (failures.length > 0) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
