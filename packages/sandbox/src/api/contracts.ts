import type { SandboxObject } from '../types';

/** Who sends a request, after impersonation. */
export interface Identity {
  user: string;
  uid?: string;
  groups: string[];
  extra?: Record<string, string[]>;
}

/** What a request wants, as RBAC sees it. */
export interface RequestAttributes {
  verb: string;
  /** Absent for non-resource paths such as /version. */
  resource?: {
    group: string;
    version: string;
    plural: string;
    subresource?: string;
    namespace?: string;
    name?: string;
  };
  path?: string;
}

/** Answers who may do what; `access/` implements it, the HTTP server asks it before every request. */
export interface Access {
  /** From the Authorization header (bearer token), then Impersonate-* headers. Throws ApiStatusError 401 or 403. */
  authenticate(
    headers: Record<string, string | string[] | undefined>,
  ): Identity;
  authorize(
    identity: Identity,
    attributes: RequestAttributes,
  ): { allowed: boolean; reason: string };
  /**
   * Asked after authorize() with the object as it will be stored, before a create or update of a role or binding: throws
   * ApiStatusError 403 when the identity would hand out rights that it does not hold. Other kinds pass.
   */
  refuseEscalation?(
    identity: Identity,
    write: {
      group: string;
      plural: string;
      object: SandboxObject;
      oldObject?: SandboxObject;
    },
  ): void;
  /** The 403 of a refused request, in the API server's words. */
  forbidden?(
    identity: Identity,
    attributes: RequestAttributes,
    reason: string,
  ): Error;
  /**
   * Answers a create of the kinds that are questions and are never stored: SelfSubjectAccessReview, SubjectAccessReview,
   * LocalSubjectAccessReview, SelfSubjectRulesReview, SelfSubjectReview, TokenReview, and TokenRequest (`name` and `namespace`
   * of its ServiceAccount). `undefined`: not such a kind.
   */
  review?(request: {
    object: SandboxObject;
    identity: Identity;
    namespace?: string;
    name?: string;
  }): SandboxObject | undefined;
}

/** A check or default at the write path, for HTTP and in-process callers alike; throws ApiStatusError to refuse. */
export interface AdmissionPlugin {
  name: string;
  admit(request: {
    operation: 'CREATE' | 'UPDATE' | 'DELETE';
    plural: string;
    group: string;
    subresource?: string;
    object: SandboxObject;
    oldObject?: SandboxObject;
    dryRun: boolean;
  }): SandboxObject;
}
