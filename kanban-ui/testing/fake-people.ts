import { Me } from '@pebble/contract/auth';
import { HQ_ROLES, PERSON_ROLES } from '@pebble/contract/roles';
import { randomUUID } from 'node:crypto';

export interface FakePerson {
  me: Me;
  password: string;
}

const TENANT = { id: randomUUID(), slug: 'meridian', name: 'Meridian Trading' };
export const ENTITIES = [
  { id: randomUUID(), slug: 'india', name: 'Meridian India' },
  { id: randomUUID(), slug: 'gulf', name: 'Meridian Gulf' },
  { id: randomUUID(), slug: 'europe', name: 'Meridian Europe' },
];

/** One sign-in for each HQ role, and one for each other role in the Gulf entity. All share the password `pebble`. */
export const PEOPLE: readonly FakePerson[] = PERSON_ROLES.map((role) => {
  const headquarters = HQ_ROLES.includes(role);
  return {
    password: 'pebble',
    me: Me.parse({
      user_id: randomUUID(),
      email: `${role}${headquarters ? '' : '.gulf'}@meridian.example`,
      name: headquarters ? `${role} of Meridian` : `${role} Meridian Gulf`,
      role,
      tenant: TENANT,
      entities: headquarters ? ENTITIES : ENTITIES.filter((entity) => entity.slug === 'gulf'),
    }),
  };
});
