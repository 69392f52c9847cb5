/** Thrown by a handler: answered as RFC 9457 problem details, with the message as `detail`. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly statusCode: number;
  /** What programs are told besides. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(statusCode: number, detail: string, members: Readonly<Record<string, unknown>> = {}) {
    super(detail);
    this.statusCode = statusCode;
    this.members = members;
  }
}
