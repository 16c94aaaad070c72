import { format, resolveConfig } from 'prettier';

/** Code that stands in printed data as it is. */
export class Code {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Data as TypeScript; undefined members are left out. */
export function print(value: unknown): string {
  if (value instanceof Code) return value.text;
  if (Array.isArray(value)) return `[${value.map(print).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{ ${members.map(([name, member]) => `${JSON.stringify(name)}: ${print(member)}`).join(', ')} }`;
}

/** In the project's own format, so that what is committed can be read and its formatter has nothing to say. */
export async function formatted(root: string, path: string, text: string): Promise<string> {
  const config = await resolveConfig(`${root}/nodes/${path}`);
  return format(text, { ...config, filepath: path });
}
