// Generated from pieces/odoo/src/errors.ts by `npm run nodes:generate`: change it there.
import {
  AuthError,
  ConflictError,
  type ConnectorError,
  InputError,
  NotFoundError,
  UpstreamError,
} from '../../kit/errors';

type Make = () => ConnectorError;

/**
 * By the name of the exception, which is the same over both protocols. Odoo's own text stays out: it quotes records and input
 * ("The partner Müller …"). Who needs it finds it by doing the same step on Odoo's own screen.
 */
const BY_NAME: Readonly<Record<string, Make>> = {
  'odoo.exceptions.AccessDenied': () => new AuthError('Odoo refused the login or the API key'),
  'odoo.exceptions.AccessError': () =>
    new AuthError("Odoo refused: the account lacks the right to do this, or the record is another company's"),
  'odoo.http.SessionExpiredException': () => new AuthError('Odoo has ended the session'),
  'odoo.exceptions.MissingError': () => new NotFoundError('Odoo has no such record, or no longer'),
  'werkzeug.exceptions.NotFound': () => new NotFoundError('Odoo has no such model, method or record'),
  'odoo.exceptions.ValidationError': () =>
    new InputError('Odoo refused the values: they break a rule of the model (ValidationError)'),
  'odoo.exceptions.UserError': () =>
    new ConflictError('Odoo refused: a rule of its own forbids this in the present state (UserError)'),
  'odoo.exceptions.RedirectWarning': () =>
    new ConflictError('Odoo refused: something has to be set up first (RedirectWarning)'),
  'werkzeug.exceptions.UnprocessableEntity': () =>
    new InputError('Odoo refused the arguments: the method takes others'),
  'builtins.KeyError': () =>
    new InputError('Odoo does not know a name in the request: a field, model or value'),
  'builtins.ValueError': () => new InputError('Odoo refused the request: an unknown field or a wrong value'),
  'builtins.TypeError': () => new InputError('Odoo refused the arguments: the method takes others'),
  'builtins.AttributeError': () =>
    new InputError('Odoo refused the request: there is no such method or value'),
};

const BY_LAST_PART: Readonly<Record<string, Make>> = {
  UniqueViolation: duplicate,
  IntegrityError: duplicate,
  NotNullViolation: () => new InputError('Odoo refused the record: a required field is empty'),
  ForeignKeyViolation: () => new ConflictError('Odoo refused: other records depend on this one'),
  SerializationFailure: busy,
  LockNotAvailable: busy,
  DeadlockDetected: busy,
  OperationalError: busy,
  LockError: busy,
  ConcurrencyError: busy,
};

/** The error of an exception; null for a name that says nothing, so that the status decides. */
export function errorForException(name: string, code?: unknown): ConnectorError | null {
  const make = own(BY_NAME, name) ?? own(BY_LAST_PART, name.split('.').at(-1) ?? '');
  if (make) return make();
  if (code === 100) return new AuthError('Odoo has ended the session');
  return code === 404 ? new NotFoundError('Odoo has no such model, method or record') : null;
}

function duplicate(): ConnectorError {
  return new ConflictError('Odoo refused a duplicate: another record has a value that must be unique');
}

function busy(): ConnectorError {
  return new UpstreamError('Odoo was busy with the same records; the same call can succeed later');
}

function own<V>(table: Readonly<Record<string, V>>, key: string): V | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
