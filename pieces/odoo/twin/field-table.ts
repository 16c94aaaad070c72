/** One field of a model, as `fields_get` tells it. */
export interface FieldDef {
  name: string;
  type: string;
  required: boolean;
  relation?: string;
  /** Of a one2many: the many2one that points back. */
  inverse?: string;
  selection?: readonly [string, string][];
}

export interface ModelDef {
  model: string;
  /** What people call it. */
  label: string;
  fields: Readonly<Record<string, FieldDef>>;
}

const TYPES: Readonly<Record<string, string>> = {
  ...{
    m2o: 'many2one',
    m2m: 'many2many',
    o2m: 'one2many',
    sel: 'selection',
    int: 'integer',
    bool: 'boolean',
  },
  ...{ ref: 'many2one_reference', money: 'monetary' },
};

/** Fields that every model has. */
const COMMON =
  'id:int display_name:char create_date:datetime create_uid:m2o(res.users) write_date:datetime write_uid:m2o(res.users)';

/**
 * Reads a table such as `name:char* user_id:m2o(res.users) mobile:char@<19`: name, type with what it needs in brackets, `*` when
 * required, and the versions that have it.
 */
export function modelDef(model: string, label: string, table: string, version: number): ModelDef {
  const words = `${COMMON} ${table}`.trim().split(/\s+/);
  const fields = words.flatMap((word) => readField(word, version));
  return { model, label, fields: Object.fromEntries(fields.map((field) => [field.name, field])) };
}

function readField(word: string, version: number): FieldDef[] {
  const [, name = '', short = '', inside, star, since] =
    /^(\w+):(\w+)(?:\(([^)]*)\))?(\*)?(?:@(.+))?$/.exec(word) ?? [];
  if (!name) throw new Error(`The field table is wrong at ${word}`);
  if (since && !holds(since, version)) return [];
  const field: FieldDef = { name, type: TYPES[short] ?? short, required: star === '*' };
  if (short === 'sel')
    field.selection = (inside ?? '').split(',').map((key) => [key.replaceAll('~', ' '), labelOf(key)]);
  else if (inside) [field.relation, field.inverse] = inside.split(',') as [string, string];
  return [field];
}

function holds(rule: string, version: number): boolean {
  return rule.startsWith('<') ? version < Number(rule.slice(1)) : version >= Number(rule.slice(2));
}

export function labelOf(name: string): string {
  const words = name.replace(/_ids?$/, '').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
