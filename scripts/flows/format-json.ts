/** JSON as the repository keeps it, so that a pulled file has no other lines than those that were edited. */
export async function formatJson(value: unknown): Promise<string> {
  const plain = `${JSON.stringify(value, null, 2)}\n`;
  // A tool of development, which an installation in production does not have.
  const prettier = await import('prettier').catch(() => null);
  if (!prettier) return plain;
  return prettier.format(plain, { ...(await prettier.resolveConfig(import.meta.filename)), parser: 'json' });
}
