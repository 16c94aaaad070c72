import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The icon of a piece for light and dark screens: its own `icon.svg` and `icon.dark.svg`, or the first letter of its label. */
export async function iconsOf(
  root: string,
  { folder, label }: { folder: string; label: string },
): Promise<{ light: string; dark: string }> {
  const light = await read(join(root, 'pieces', folder, 'icon.svg'));
  const dark = await read(join(root, 'pieces', folder, 'icon.dark.svg'));
  const shown = light ?? letter(label);
  return { light: shown, dark: dark ?? onPlate(shown) };
}

/** A faint plate behind it, on which dark strokes are seen on a dark screen. */
function onPlate(svg: string): string {
  return svg.replace(
    /<svg[^>]*>/,
    '$&<rect width="100%" height="100%" rx="12%" fill="#fff" fill-opacity=".16"/>',
  );
}

function letter(label: string): string {
  const [first = 'P'] = label.replace(/^Pebble /, '');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" rx="12" fill="#2f6f5e"/><text x="24" y="33" font-family="sans-serif" font-size="26" font-weight="700" text-anchor="middle" fill="#fff">${first}</text></svg>\n`;
}

async function read(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return null;
  }
}
