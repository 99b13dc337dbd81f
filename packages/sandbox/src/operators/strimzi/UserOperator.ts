import type { ControllerContext, SandboxApi, SandboxObject } from '../../types';
import { issueCertificate, keyStore } from '../runtime/certificates';
import { applyOwned, refOf } from '../runtime/children';
import {
  ownedBy,
  ownerKeys,
  randomPassword,
  secretData,
  secretValue,
} from '../runtime/objects';
import type { OperatorPart } from '../runtime/operatorController';
import { ReconcileLoop, keyOf, type ObjectKey } from '../runtime/ReconcileLoop';
import { DEPLOYMENT, membersOf, servingKafka } from './entityOperator';
import { CLUSTER_LABEL, KAFKA, USER, isPaused } from './names';
import { readAuthority } from './secrets';
import { notReady, outcome, paused, ready } from './status';

const COMPONENT = 'strimzi.io/user-operator';
const SECRET = { apiVersion: 'v1', kind: 'Secret' };
const STEP_MS = 400;

/** Something in the spec that the operator refuses. */
class InvalidResource extends Error {
  readonly name = 'InvalidResource';
}

/** KafkaUser: a login with its Secret. A Secret that is deleted is made anew, with another password. */
export class UserOperator implements OperatorPart {
  readonly #api: SandboxApi;
  readonly #context: ControllerContext;
  readonly #loop: ReconcileLoop;

  constructor(context: ControllerContext) {
    this.#api = context.api;
    this.#context = context;
    this.#loop = new ReconcileLoop({
      name: COMPONENT,
      context,
      reconcile: key => this.#reconcile(key),
    });
  }

  async start(): Promise<void> {
    const members = membersOf(this.#api, USER);
    this.#loop
      .follow(USER, user => [keyOf(user)])
      .follow(KAFKA, members)
      .follow(DEPLOYMENT, members)
      .follow(SECRET, secret => [
        ...ownerKeys(USER.kind)(secret),
        ...this.#usersOfPassword(secret),
      ]);
  }

  stop = () => this.#loop.stop();

  #usersOfPassword({ metadata }: SandboxObject): ObjectKey[] {
    return this.#api
      .list({ ...USER, namespace: metadata.namespace })
      .filter(
        user =>
          user.spec?.authentication?.password?.valueFrom?.secretKeyRef?.name ===
          metadata.name,
      )
      .map(keyOf);
  }

  async #reconcile(key: ObjectKey): Promise<void> {
    const user = this.#api.get({ ...USER, ...key });
    if (!user || user.metadata.deletionTimestamp) return;
    const kafka = servingKafka(this.#api, user, 'userOperator');
    if (!kafka) return;
    if (isPaused(user)) {
      this.#api.patchStatus(refOf(user), outcome(user, [paused]));
      return;
    }
    if (!user.status) await this.#context.pause(STEP_MS);
    try {
      this.#check(user, kafka);
      const login = await this.#login(user, kafka);
      this.#api.patchStatus(refOf(user), {
        ...outcome(user, [ready]),
        ...login,
      });
    } catch (error) {
      if (!(error instanceof InvalidResource)) throw error;
      this.#api.patchStatus(
        refOf(user),
        outcome(user, [notReady('InvalidResourceException', error.message)]),
      );
    }
  }

  #check(user: SandboxObject, kafka: SandboxObject): void {
    const { authentication, authorization } = user.spec ?? {};
    const { name } = user.metadata;
    if (authentication?.type?.startsWith('tls') && name.length > 64) {
      throw new InvalidResource(
        `Users with TLS client authentication can have a username (name of the KafkaUser custom resource) only up to 64 characters long. "${name}" is too long.`,
      );
    }
    if (authorization && kafka.spec.kafka.authorization?.type !== 'simple') {
      throw new InvalidResource(
        'Simple authorization ACL rules are configured but not supported in the Kafka cluster configuration.',
      );
    }
  }

  async #login(
    user: SandboxObject,
    kafka: SandboxObject,
  ): Promise<{ username: string; secret: string | null }> {
    const { name } = user.metadata;
    const type = user.spec?.authentication?.type;
    const prefix = kafka.spec.entityOperator.userOperator.secretPrefix ?? '';
    const secret = `${prefix}${name}`;
    if (type === 'scram-sha-512') {
      this.#putSecret(user, secret, this.#scram(user, secret));
      return { username: name, secret };
    }
    if (type === 'tls') {
      if (!this.#secret(user, secret)?.data?.['user.crt']) {
        this.#putSecret(user, secret, await this.#certificate(user, kafka));
      }
      return { username: `CN=${name}`, secret };
    }
    return {
      username: type === 'tls-external' ? `CN=${name}` : name,
      secret: null,
    };
  }

  #secret = (user: SandboxObject, name: string) =>
    this.#api.get({ ...SECRET, name, namespace: user.metadata.namespace });

  #scram(user: SandboxObject, secret: string): Record<string, string> {
    const { name } = user.metadata;
    const password =
      this.#givenPassword(user) ??
      secretValue(this.#secret(user, secret), 'password') ??
      randomPassword(32);
    return {
      password,
      'sasl.jaas.config': `org.apache.kafka.common.security.scram.ScramLoginModule required username="${name}" password="${password}";`,
    };
  }

  #givenPassword(user: SandboxObject): string | undefined {
    const reference =
      user.spec.authentication.password?.valueFrom?.secretKeyRef;
    if (!reference) return undefined;
    const password = secretValue(
      this.#secret(user, reference.name),
      reference.key,
    );
    if (!password) {
      throw new InvalidResource(
        `Secret ${reference.name} with requested user password does not exist or does not contain the key ${reference.key}.`,
      );
    }
    return password;
  }

  async #certificate(
    user: SandboxObject,
    kafka: SandboxObject,
  ): Promise<Record<string, string | Buffer>> {
    const authority = readAuthority(this.#api, kafka.metadata, 'clients');
    if (!authority) throw new Error('the clients CA is not there yet');
    const { name } = user.metadata;
    const issued = await issueCertificate(authority, {
      commonName: name,
      days: user.spec.authentication.validityDays ?? 365,
    });
    const password = randomPassword(12);
    return {
      'ca.crt': authority.certificate,
      'user.crt': issued.certificate,
      'user.key': issued.key,
      'user.p12': keyStore(issued, name, password),
      'user.password': password,
    };
  }

  #putSecret(
    user: SandboxObject,
    name: string,
    values: Record<string, string | Buffer>,
  ): void {
    const wanted = user.spec.template?.secret?.metadata ?? {};
    applyOwned(
      this.#api,
      {
        ...SECRET,
        metadata: {
          name,
          namespace: user.metadata.namespace,
          labels: {
            ...wanted.labels,
            [CLUSTER_LABEL]: user.metadata.labels![CLUSTER_LABEL],
            'strimzi.io/kind': USER.kind,
            'app.kubernetes.io/managed-by': 'strimzi-user-operator',
          },
          ...(wanted.annotations ? { annotations: wanted.annotations } : {}),
          ownerReferences: ownedBy(user),
        },
        type: 'Opaque',
        data: secretData(values),
      },
      COMPONENT,
    );
  }
}
