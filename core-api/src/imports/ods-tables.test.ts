import { describe, expect, it } from 'vitest';
import { findTables, rowStarts } from './ods-tables.ts';

const content = (...tables: string[]) => Buffer.from(`<head/>${tables.join('')}<tail/>`);

describe('the sheets of a content.xml', () => {
  it('are found with their names, in order', () => {
    const tables = findTables(
      content(
        '<table:table table:name="One" table:style-name="t1"><table:table-row/></table:table>',
        '<table:table table:name="a &amp; b &#252; &#xE9; &lt;x&gt; &unknown;"><table:table-row/></table:table>',
        '<table:table table:style-name="t1"></table:table>',
      ),
    );
    expect(tables.map(({ name }) => name)).toEqual(['One', 'a & b ü é <x> &unknown;', '']);
  });

  it('are not those whose end is missing', () => {
    expect(
      findTables(content('<table:table table:name="One"></table:table><table:table table:name="Two">')),
    ).toHaveLength(1);
    expect(() => findTables(content('<table:table table:name="One">'))).toThrow(/no sheet/);
    expect(() => findTables(Buffer.from(''))).toThrow(/no sheet/);
  });

  it('survive names that are attacks on whoever reads them', () => {
    const [table] = findTables(
      content('<table:table table:name="&#99999999;&#x110000;__proto__"></table:table>'),
    );
    expect(table?.name).toContain('__proto__');
  });
});

describe('the rows of a sheet', () => {
  it('are found wherever they begin, and nothing else is taken for one', () => {
    const xml = content(
      '<table:table table:name="One"><table:table-rows><table:table-row-group><table:table-row/><table:table-row table:style-name="x"></table:table-row>',
      '<table:table-row\n></table:table-row><table:table-row></table:table-row></table:table-row-group></table:table-rows></table:table>',
      '<table:table table:name="Two"><table:table-row/></table:table>',
    );
    const [one, two] = findTables(xml);
    if (!one || !two) throw new Error('two sheets were written');
    expect(rowStarts(xml, one)).toHaveLength(4);
    expect(rowStarts(xml, two)).toHaveLength(1);
  });
});
