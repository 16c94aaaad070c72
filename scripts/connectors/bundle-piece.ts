import { join } from 'node:path';
import { rolldown } from 'rolldown';
import type { FoundPiece } from './found-piece.ts';

/**
 * The source of `src/index.js` as Activepieces loads it: one CommonJS file that needs nothing beside it. Names are kept, because the
 * engine knows a piece by the name of its class.
 */
export async function bundlePiece(
  root: string,
  { folder, exported, icon }: Pick<FoundPiece, 'folder' | 'exported' | 'icon'>,
): Promise<string> {
  const entry = join(root, 'pieces', folder, 'activepieces-entry.ts');
  const toPiece = join(root, 'pieces/kit/activepieces/to-piece.ts');
  const connector = join(root, 'pieces', folder, 'src/connector.ts');
  const source = `
    import { toPiece } from ${JSON.stringify(toPiece)};
    import { ${exported} as connector } from ${JSON.stringify(connector)};
    export const piece = toPiece(connector, ${JSON.stringify(icon === null ? {} : { icon })});
  `;
  const bundle = await rolldown({
    input: entry,
    cwd: root,
    platform: 'node',
    logLevel: 'silent',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? source : null),
      },
    ],
  });
  try {
    const { output } = await bundle.generate({
      ...{ format: 'cjs', exports: 'named', keepNames: true, codeSplitting: false },
      minify: { compress: true, mangle: false, codegen: true },
    });
    const [chunk] = output;
    const foreign = [...chunk.imports, ...chunk.dynamicImports].filter((name) => !name.startsWith('node:'));
    if (output.length > 1 || foreign.length > 0)
      throw new Error(`pieces/${folder} does not fit into one file: it needs ${foreign.join(', ')}`);
    return chunk.code;
  } finally {
    await bundle.close();
  }
}
