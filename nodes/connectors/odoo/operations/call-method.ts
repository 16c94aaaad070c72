// Generated from pieces/odoo/src/operations/call-method.ts by `npm run nodes:generate`: change it there.
import { InputError } from '../../../kit/errors';
import { json, list, text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { contextFields, inContext, modelField } from '../common-fields';
import { idsOf } from '../ids';
import { isObject } from '../reply';

export const callMethod = operation({
  name: 'call_method',
  label: 'Call method',
  help: 'Calls any public method of any model. Whether a repeat is safe is up to the method.',
  group: 'Record',
  idempotent: false,
  fields: {
    model: modelField,
    method: text('Method', {
      help: 'Such as action_confirm. Names that begin with an underscore are private.',
      required: true,
    }),
    ids: list('Ids', { help: 'Records that it is about. Left out for a method of the model itself.' }),
    kwargs: json('Arguments by name', { help: 'An object, such as {"feedback": "Done"}.' }),
    args: json('Arguments by position', {
      help: 'A list. Better by name: from Odoo 22 on, methods of other modules take no others.',
    }),
    ...contextFields,
  },
  run: async (client: OdooClient, { model, method, ids, kwargs = {}, args = [], ...input }) => {
    if (!isObject(kwargs)) throw new InputError('Field "kwargs" must be an object', 'kwargs');
    if (!Array.isArray(args)) throw new InputError('Field "args" must be a list', 'args');
    const records = ids ? { ids: idsOf(ids, 'ids') } : {};
    const odoo = await inContext(client, input);
    const result =
      args.length === 0
        ? await odoo.call(model, method, { ...records, args: kwargs })
        : await odoo.callPositional(model, method, { ...records, args, kwargs });
    return { result };
  },
});
