import type { IBinaryKeyData, IExecuteFunctions } from 'n8n-workflow';
import type { Files } from '../kit/connector';
import { InputError } from '../kit/errors';

/**
 * Files of one item. The reference is the name of a binary property. What came with the item goes on to the output beside what was
 * written, so that a reference stays good for the nodes after the next one too.
 */
export function filesOf(
  context: IExecuteFunctions,
  itemIndex: number,
): { files: Files; binary: IBinaryKeyData } {
  const carried = context.getInputData()[itemIndex]?.binary ?? {};
  const binary: IBinaryKeyData = { ...carried };
  const files: Files = {
    async write(file) {
      const name = freeName(binary);
      const bytes = Buffer.from(file.bytes);
      binary[name] = await context.helpers.prepareBinaryData(bytes, file.name, file.content_type);
      return name;
    },
    async read(reference) {
      const found = carried[reference];
      if (!found) throw new InputError(`The item has no binary property of the name that the field gives`);
      const bytes = await context.helpers.getBinaryDataBuffer(itemIndex, reference);
      return { name: found.fileName ?? 'file', content_type: found.mimeType, bytes: new Uint8Array(bytes) };
    },
  };
  return { files, binary };
}

function freeName(taken: IBinaryKeyData): string {
  for (let at = 0; ; at += 1) {
    const name = at === 0 ? 'data' : `data_${at}`;
    if (!(name in taken)) return name;
  }
}
