/** An error on its way to the host, which gives it the host's own shape. It marks what is thrown on purpose as it is. */
export function passOn<E>(error: E): E {
  return error;
}
