import type { Env, Vals } from './env.ts';
import type { Method } from './methods.ts';
import { notFound, userError } from './odoo-error.ts';
import { create, existing, insert, unlink, write } from './records.ts';
import { SALES } from './business-sales.ts';

const below19 = { versions: (version: number) => version < 19 };

const LEAD: Readonly<Record<string, Method>> = {
  'crm.lead.action_set_won': {
    params: [],
    run: (env, model, ids) => {
      for (const id of ids) {
        const now = existing(env, model, id);
        const sequence = Number(env.db.row('crm.stage', Number(now['stage_id']))?.['sequence'] ?? 0);
        const won = env.db.rows('crm.stage').filter((stage) => stage['is_won'] === true);
        const next = won.find((stage) => Number(stage['sequence']) >= sequence) ?? won.at(-1);
        write(env, model, [id], {
          active: true,
          probability: 100,
          date_closed: env.now,
          ...(next ? { stage_id: next.id } : {}),
        });
      }
      return true;
    },
  },
  'crm.lead.action_set_lost': {
    ...{ params: [], open: true },
    run: (env, model, ids, vals) => (
      write(env, model, ids, {
        ...vals,
        active: false,
        probability: 0,
        automated_probability: 0,
        date_closed: env.now,
      }),
      true
    ),
  },
  'crm.lead.convert_opportunity': {
    ...{ params: ['partner', 'user_ids', 'team_id'], needs: ['partner'] },
    run: (env, model, ids, { user_ids, team_id }) => {
      const open = ids.filter(
        (id) =>
          existing(env, model, id)['active'] !== false && existing(env, model, id)['probability'] !== 100,
      );
      const [user] = Array.isArray(user_ids) ? (user_ids as number[]) : [];
      write(env, model, open, {
        type: 'opportunity',
        date_conversion: env.now,
        ...(user ? { user_id: user } : {}),
        ...(team_id ? { team_id } : {}),
      });
      return true;
    },
  },
};

const ARCHIVE: Readonly<Record<string, Method>> = {
  '*.action_archive': {
    params: [],
    run: (env, model, ids) => (write(env, model, ids, { active: false }), true),
  },
  '*.action_unarchive': {
    params: [],
    run: (env, model, ids) => {
      for (const id of ids) {
        const won =
          env.db.row('crm.stage', Number(existing(env, model, id)['stage_id']))?.['is_won'] === true;
        const lead = model === 'crm.lead' ? { lost_reason_id: false, probability: won ? 100 : 10 } : {};
        write(env, model, [id], { active: true, ...lead });
      }
      return true;
    },
  },
  '*.toggle_active': {
    ...{ params: [], ...below19 },
    run: (env, model, ids) => {
      for (const id of ids) write(env, model, [id], { active: existing(env, model, id)['active'] === false });
      return true;
    },
  },
};

const SUBTYPES: Readonly<Record<string, number>> = { 'mail.mt_comment': 1, 'mail.mt_note': 2 };

const CHATTER: Readonly<Record<string, Method>> = {
  '*.message_post': {
    params: [
      'body',
      'subject',
      'message_type',
      'email_from',
      'author_id',
      'parent_id',
      'subtype_xmlid',
      'subtype_id',
      'partner_ids',
      'attachments',
      'attachment_ids',
      'body_is_html',
    ],
    run: (env, model, [id = 0], args) => [postMessage(env, model, id, args)],
  },
  '*.activity_schedule': {
    ...{ params: ['act_type_xmlid', 'date_deadline', 'summary', 'note'], open: true },
    run: (env, model, ids, { act_type_xmlid: _, ...vals }) => ids.map((id) => schedule(env, model, id, vals)),
  },
  'mail.activity.action_feedback': {
    params: ['feedback', 'attachment_ids'],
    run: (env, _, ids, { feedback }) => finish(env, ids, String(feedback || '')),
  },
  'mail.activity.action_done': { params: [], run: (env, _, ids) => finish(env, ids, '') },
  'res.users.context_get': {
    ...{ model: true, params: [] },
    run: (env) => {
      const user = env.db.row('res.users', env.uid);
      return { lang: user?.['lang'] || 'en_US', tz: user?.['tz'] || false, uid: env.uid };
    },
  },
};

function postMessage(env: Env, model: string, id: number, args: Vals): number {
  if (!env.db.field(model, 'message_ids'))
    throw notFound(`The method '${model}.message_post' does not exist`);
  existing(env, model, id);
  const { body, subject, message_type, subtype_xmlid, partner_ids, attachment_ids, body_is_html } = args;
  const html = body_is_html === true ? String(body) : `<p>${String(body ?? '').replaceAll('<', '&lt;')}</p>`;
  return insert(env, 'mail.message', {
    ...{
      model,
      res_id: id,
      body: html,
      subject: subject || false,
      message_type: message_type || 'notification',
    },
    subtype_id: SUBTYPES[String(subtype_xmlid ?? 'mail.mt_note')] ?? 2,
    is_internal: subtype_xmlid !== 'mail.mt_comment',
    author_id: env.db.row('res.users', env.uid)?.['partner_id'] ?? false,
    message_id: `<${model.replace('.', '-')}-${id}-${env.db.rows('mail.message').length + 1}@twin.example>`,
    partner_ids: [[6, 0, partner_ids ?? []]],
    attachment_ids: [[6, 0, attachment_ids ?? []]],
  });
}

function schedule(env: Env, model: string, id: number, vals: Vals): number {
  const known = env.db.rows('ir.model').find((row) => row['model'] === model);
  existing(env, model, id);
  return create(env, 'mail.activity', {
    activity_type_id: 1,
    ...vals,
    res_model_id: known?.id ?? false,
    res_id: id,
  });
}

function finish(env: Env, ids: readonly number[], feedback: string): number | false {
  let message: number | false = false;
  for (const id of ids) {
    const activity = existing(env, 'mail.activity', id);
    if (!activity['res_model']) throw userError('The activity belongs to no record.');
    const body = `<p>${String(activity['summary'] || 'Activity')} done. ${feedback}</p>`;
    message = postMessage(env, String(activity['res_model']), Number(activity['res_id']), {
      body,
      body_is_html: true,
    });
    unlink(env, 'mail.activity', [id]);
  }
  return message;
}

/** Methods of single models, and with `*` of all; the generic ones come after them. */
export const BUSINESS: Readonly<Record<string, Method>> = { ...LEAD, ...ARCHIVE, ...CHATTER, ...SALES };
