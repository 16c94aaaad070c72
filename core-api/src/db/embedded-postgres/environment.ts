/** For all PostgreSQL programs. Nothing of ours: PG* variables change what they do, our secrets are none of their business. */
export const SERVER_ENVIRONMENT: Readonly<NodeJS.ProcessEnv> = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LC_ALL: 'C',
};
