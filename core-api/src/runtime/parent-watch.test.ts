import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { onLauncherGone, type LauncherChannel } from './parent-watch.ts';

function processWith(state: Pick<LauncherChannel, 'connected' | 'channel'>): LauncherChannel {
  return Object.assign(new EventEmitter(), state);
}

test('the end of the channel is told once', () => {
  const gone = vi.fn();
  const self = processWith({ connected: true, channel: {} });
  onLauncherGone(gone, self);
  expect(gone).not.toHaveBeenCalled();
  self.emit('disconnect');
  self.emit('disconnect');
  expect(gone).toHaveBeenCalledTimes(1);
});

test('the channel does not keep the process alive', () => {
  const unref = vi.fn();
  onLauncherGone(() => {}, processWith({ connected: true, channel: { unref } }));
  expect(unref).toHaveBeenCalled();
});

test('without a launcher nothing is ever told', () => {
  const gone = vi.fn();
  onLauncherGone(gone, processWith({ connected: false, channel: undefined }));
  expect(gone).not.toHaveBeenCalled();
});
