// Generated from pieces/kit/src/host/pass-on.ts by `npm run nodes:generate`: change it there.
/** An error on its way to the host, which gives it the host's own shape. It marks what is thrown on purpose as it is. */
export function passOn<E>(error: E): E {
  return error;
}
