/** One cause inside a Status, as kubectl prints it. */
export interface StatusCause {
  /** e.g. `FieldValueInvalid`, `FieldManagerConflict` */
  reason: string;
  message: string;
  field?: string;
}

/** `details` of a Status. */
export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
}

/** What a Status names: the group and the plural of a kind. */
export interface StatusSubject {
  group: string;
  plural: string;
}

const qualified = (subject: StatusSubject) =>
  subject.group ? `${subject.plural}.${subject.group}` : subject.plural;

/** A refusal of the Kubernetes API: HTTP code, reason and message as the API server words them. */
export class ApiStatusError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details?: StatusDetails;

  constructor(
    code: number,
    reason: string,
    message: string,
    details?: StatusDetails,
  ) {
    super(message);
    this.name = 'ApiStatusError';
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  /** The Status object that goes over the wire. */
  toStatus(): Record<string, unknown> {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      // Clients in Go look into the details of a refusal without asking whether it has any.
      details: this.details ?? {},
      code: this.code,
    };
  }

  static notFound(subject: StatusSubject, name: string): ApiStatusError {
    return new ApiStatusError(
      404,
      'NotFound',
      `${qualified(subject)} "${name}" not found`,
      { name, group: subject.group || undefined, kind: subject.plural },
    );
  }

  static alreadyExists(subject: StatusSubject, name: string): ApiStatusError {
    return new ApiStatusError(
      409,
      'AlreadyExists',
      `${qualified(subject)} "${name}" already exists`,
      { name, group: subject.group || undefined, kind: subject.plural },
    );
  }

  static conflict(
    subject: StatusSubject,
    name: string,
    why: string,
    causes?: StatusCause[],
  ): ApiStatusError {
    return new ApiStatusError(
      409,
      'Conflict',
      `Operation cannot be fulfilled on ${qualified(
        subject,
      )} "${name}": ${why}`,
      { name, group: subject.group || undefined, kind: subject.plural, causes },
    );
  }

  static staleVersion(subject: StatusSubject, name: string): ApiStatusError {
    return ApiStatusError.conflict(
      subject,
      name,
      'the object has been modified; please apply your changes to the latest version and try again',
    );
  }

  static invalid(
    kind: { group: string; kind: string },
    name: string,
    causes: StatusCause[],
  ): ApiStatusError {
    const lines = causes.map(c =>
      c.field ? `${c.field}: ${c.message}` : c.message,
    );
    const list = lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`;
    return new ApiStatusError(
      422,
      'Invalid',
      `${
        kind.group ? `${kind.kind}.${kind.group}` : kind.kind
      } "${name}" is invalid: ${list}`,
      { name, group: kind.group || undefined, kind: kind.kind, causes },
    );
  }

  static forbidden(
    subject: StatusSubject,
    name: string,
    why: string,
    causes?: StatusCause[],
  ): ApiStatusError {
    return new ApiStatusError(
      403,
      'Forbidden',
      `${qualified(subject)}${name ? ` "${name}"` : ''} is forbidden: ${why}`,
      {
        name: name || undefined,
        group: subject.group || undefined,
        kind: subject.plural,
        causes,
      },
    );
  }

  static badRequest(message: string): ApiStatusError {
    return new ApiStatusError(400, 'BadRequest', message);
  }

  static unauthorized(): ApiStatusError {
    return new ApiStatusError(401, 'Unauthorized', 'Unauthorized');
  }

  static expired(message: string): ApiStatusError {
    return new ApiStatusError(410, 'Expired', message);
  }

  static methodNotAllowed(): ApiStatusError {
    return new ApiStatusError(
      405,
      'MethodNotAllowed',
      'the server does not allow this method on the requested resource',
    );
  }

  static unsupportedMediaType(accepted: string): ApiStatusError {
    return new ApiStatusError(
      415,
      'UnsupportedMediaType',
      `the body of the request was in an unknown format - accepted media types include: ${accepted}`,
    );
  }

  static pathNotFound(): ApiStatusError {
    return new ApiStatusError(
      404,
      'NotFound',
      'the server could not find the requested resource',
    );
  }
}
