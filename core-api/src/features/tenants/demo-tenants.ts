import { HQ_ROLES, PERSON_ROLES } from '@pebble/contract/roles';
import type { NewEntity } from './create-tenant.ts';

type PersonRole = (typeof PERSON_ROLES)[number];

export interface DemoTenant {
  slug: string;
  name: string;
  domain: string;
  entities: readonly NewEntity[];
  /** Senders whose machine-made mail is wanted. */
  authorised: readonly { pattern: string; note: string }[];
}

export interface DemoUser {
  email: string;
  name: string;
  role: PersonRole;
  /** Entity slugs. */
  entities: string[];
}

/** Invented companies: one with three legal entities, one with a single one. */
export const DEMO_TENANTS: readonly DemoTenant[] = [
  {
    slug: 'meridian',
    name: 'Meridian Trading',
    domain: 'meridian.example',
    entities: [
      { slug: 'india', name: 'Meridian India', mailboxes: mailboxes('meridian.example') },
      { slug: 'gulf', name: 'Meridian Gulf', mailboxes: mailboxes('gulf.meridian.example') },
      { slug: 'europe', name: 'Meridian Europe', mailboxes: mailboxes('europe.meridian.example') },
    ],
    authorised: [{ pattern: 'marketplace.example', note: 'Tender portal' }],
  },
  {
    slug: 'kestrel',
    name: 'Kestrel Supplies',
    domain: 'kestrel.example',
    entities: [{ slug: 'main', name: 'Kestrel Supplies', mailboxes: mailboxes('kestrel.example') }],
    authorised: [],
  },
];

/** One sign-in per HQ role, and one per other role and entity. */
export function demoUsers(tenant: DemoTenant): DemoUser[] {
  const slugs = tenant.entities.map((entity) => entity.slug);
  return PERSON_ROLES.flatMap((role): DemoUser[] =>
    HQ_ROLES.includes(role)
      ? [{ email: `${role}@${tenant.domain}`, name: title(role), role, entities: slugs }]
      : tenant.entities.map((entity) => ({
          email: `${role}.${entity.slug}@${tenant.domain}`,
          name: `${title(role)} ${entity.name}`,
          role,
          entities: [entity.slug],
        })),
  );
}

function mailboxes(domain: string): string[] {
  return ['sales', 'logistics', 'tender'].map((name) => `${name}@${domain}`);
}

function title(role: string): string {
  return `${role.charAt(0).toUpperCase()}${role.slice(1)}`;
}
