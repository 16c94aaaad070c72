import { expect, test } from 'vitest';
import { defineConnector, type Files, type Host } from './connector.ts';
import { bearerAuth } from './auth.ts';
import { InputError } from './errors.ts';
import { file, text, type FileValue } from './field.ts';
import { operation } from './operation.ts';
import { withFiles } from './read-files.ts';

const help = 'help';
const fields = { name: text('Name', { help }), offer: file('Offer', { help }) };
const OFFER: FileValue = {
  name: 'offer.pdf',
  content_type: 'application/pdf',
  bytes: new Uint8Array([37, 80]),
};

function filesOf(...kept: FileValue[]): Files {
  return {
    write: async (one) => `ref-${kept.push(one)}`,
    read: async (reference) => {
      const found = kept[Number(reference.slice(4)) - 1];
      if (!found) throw new InputError('There is no such file');
      return found;
    },
  };
}

test('a reference in a file field becomes the file, and other fields stay', async () => {
  const read = await withFiles(fields, { name: 'ref-1', offer: 'ref-1' }, filesOf(OFFER));
  expect(read).toEqual({ name: 'ref-1', offer: OFFER });
});

test.each([OFFER, undefined, null, ''])('%o is left as it is', async (offer) => {
  expect(await withFiles(fields, { offer }, undefined)).toEqual({ offer });
});

test('what is given is not written to', async () => {
  const input = Object.freeze({ offer: 'ref-1' });
  await withFiles(fields, input, filesOf(OFFER));
  expect(input).toEqual({ offer: 'ref-1' });
});

test('a reference without files, or to none of them, is an InputError', async () => {
  await expect(withFiles(fields, { offer: 'ref-1' }, undefined)).rejects.toThrow(
    new InputError('Field "offer": there are no files here', 'offer'),
  );
  await expect(withFiles(fields, { offer: 'ref-9' }, filesOf())).rejects.toThrow(InputError);
});

test('an operation gets the file of an earlier one by its reference', async () => {
  const files = filesOf();
  const connector = defineConnector({
    ...{ name: 'x', label: 'X', version: '1.0.0', triggers: [] },
    auth: bearerAuth({ probe: '/me', help }),
    client: () => ({}),
    operations: [
      operation({
        ...{ name: 'fetch', label: 'Fetch', help, idempotent: true, fields: {} },
        run: async (_, __, { writeFile }) => ({ file: await writeFile(OFFER) }),
      }),
      operation({
        ...{ name: 'measure', label: 'Measure', help, idempotent: true, fields },
        run: async (_, { offer }) => ({ bytes: offer?.bytes.length, type: offer?.content_type }),
      }),
    ],
  });
  const credential = { base_url: 'https://x.example', token: 't' };
  const host: Host = { http: () => expect.unreachable('no request'), credential, files };
  const fetched = (await connector.operations[0]?.run(host, {})) as { file: string };
  const measured = await connector.operations[1]?.run(host, { offer: fetched.file });
  expect(measured).toEqual({ bytes: 2, type: 'application/pdf' });

  const keeping = connector.operations[0]?.run({ http: host.http, credential }, {});
  await expect(keeping).rejects.toThrow(new InputError('Files cannot be kept here'));
});
