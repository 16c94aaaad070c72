import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { scratchDir } from '../../runtime/testing/scratch-dir.ts';
import { selfSigned } from '@pebble/kit/twin/self-signed';
import { Certificate } from './certificate.ts';

const log = pino({ level: 'silent' });

async function filesWith(pair: { cert: string; key: string }) {
  const folder = await scratchDir();
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  const write = async (change: Partial<typeof pair>) => {
    for (const [name, text] of Object.entries(change)) await writeFile(files[name as 'cert' | 'key'], text);
  };
  await write(pair);
  return { files, write };
}

it('a renewed certificate is used, once both its files are there', async () => {
  const [old, renewed] = [selfSigned('a.example'), selfSigned('a.example')];
  const { files, write } = await filesWith(old);
  const certificate = await Certificate.load(files, log);
  const used: unknown[] = [];
  const refresh = () => certificate.refresh((pair) => used.push(pair));
  await refresh();
  expect(used).toEqual([]);
  await write({ cert: renewed.cert });
  await refresh();
  expect(used).toEqual([]);
  expect(certificate.current).toEqual(old);
  await write({ key: renewed.key });
  await refresh();
  expect(used).toEqual([renewed]);
  expect(certificate.current).toEqual(renewed);
});

it('files that do not belong together are refused at the start', async () => {
  const { files } = await filesWith({ ...selfSigned('a.example'), key: selfSigned('a.example').key });
  await expect(Certificate.load(files, log)).rejects.toThrow(/SMTP_TLS_CERT and SMTP_TLS_KEY/);
});
