/** An exception of the server, as both protocols tell it. */
export class OdooError extends Error {
  /** Full Python name. */
  readonly exception: string;
  /** Of JSON-2; JSON-RPC says everything with 200. */
  readonly status: number;

  constructor(exception: string, status: number, message: string) {
    super(message);
    this.exception = exception;
    this.status = status;
  }
}

const raise = (exception: string, status: number) => (message: string) =>
  new OdooError(exception, status, message);

export const accessDenied = raise('odoo.exceptions.AccessDenied', 403);
export const accessError = raise('odoo.exceptions.AccessError', 403);
export const missingError = raise('odoo.exceptions.MissingError', 404);
export const userError = raise('odoo.exceptions.UserError', 422);
export const validationError = raise('odoo.exceptions.ValidationError', 422);
export const valueError = raise('builtins.ValueError', 500);
export const keyError = raise('builtins.KeyError', 500);
export const uniqueViolation = raise('psycopg2.errors.UniqueViolation', 500);
export const serializationFailure = raise('psycopg2.errors.SerializationFailure', 500);
export const notFound = raise('werkzeug.exceptions.NotFound', 404);
export const unauthorized = raise('werkzeug.exceptions.Unauthorized', 401);
export const unprocessable = raise('werkzeug.exceptions.UnprocessableEntity', 422);
