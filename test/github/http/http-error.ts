/** An answer other than success, with GitHub's error body. */
export class HttpError extends Error {
  readonly status: number;
  readonly errors: readonly unknown[] | undefined;

  constructor(status: number, message: string, errors?: readonly unknown[]) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

export function notFound(): HttpError {
  return new HttpError(404, 'Not Found');
}

/** 422 with GitHub's list of field errors. */
export function invalid(resource: string, field: string, code: string, message?: string): HttpError {
  return new HttpError(422, 'Validation Failed', [
    { resource, field, code, ...(message === undefined ? {} : { message }) },
  ]);
}
