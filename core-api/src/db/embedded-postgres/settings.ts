/** Server settings by their PostgreSQL names, e.g. `{ fsync: 'off' }`. */
export type Settings = Readonly<Record<string, string>>;

/** Room for the pools of one installation, on a machine that has other work to do. */
export const DEFAULT_SETTINGS: Settings = {
  max_connections: '120',
  shared_buffers: '128MB',
  max_wal_size: '512MB',
  // No replication and no parallel plans: each would keep processes and shared memory of its own.
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  max_parallel_workers_per_gather: '0',
  io_method: 'sync',
  // A new installation fills its tables faster than once a minute tells, and plans of empty tables are slow plans.
  autovacuum_naptime: '15s',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Failed statements quote the values they failed on. The client gets them; the log must not.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

export function asArguments(settings: Settings): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
