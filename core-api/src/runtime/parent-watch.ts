import type { EventEmitter } from 'node:events';

/** The part of `process` that knows about the launcher. */
export interface LauncherChannel extends EventEmitter {
  readonly connected: boolean;
  readonly channel?: { unref?: () => void } | null | undefined;
}

/**
 * Calls `gone` once when the launcher (scripts/start.mjs) lets go of the channel it started us with: on purpose to make us
 * stop, or because it died, by kill -9 even. Without a launcher, as under systemd or in a container, it does nothing.
 */
export function onLauncherGone(gone: () => void, self: LauncherChannel = process as LauncherChannel): void {
  if (!self.channel) return;
  self.once('disconnect', gone);
  // Listening keeps the event loop alive; the channel alone is no reason to.
  self.channel.unref?.();
  if (!self.connected) gone();
}
